//! Defects of privileges, and keeping alive whatever comes in.

macro_rules! security {
    ($join:ident $before:tt) => {
        $join! { $before
            UnauthorizedServed {
                id: "unauthorized-search-served", breaks: "M-5.5.4-606",
                does: "searches for control points without the privilege",
                caught_by: &["5.5.4/unauthorized"],
            }
            UnauthorizedGetTelephonyIdentity {
                id: "unauthorized-get-telephony-identity-served", breaks: "M-5.5.1-606",
                does: "serves GetTelephonyIdentity to control points without the privilege",
                caught_by: &["5.5.1/unauthorized"],
            }
            UnauthorizedGetNewMessages {
                id: "unauthorized-get-new-messages-served", breaks: "M-5.5.3-606",
                does: "serves GetNewMessages to control points without the privilege",
                caught_by: &["5.5.3/unauthorized"],
            }
            UnauthorizedReadMessage {
                id: "unauthorized-read-message-served", breaks: "M-5.5.5-606",
                does: "serves ReadMessage to control points without the privilege",
                caught_by: &["5.5.5/unauthorized"],
            }
            UnauthorizedSendMessage {
                id: "unauthorized-send-message-served", breaks: "M-5.5.6-606",
                does: "serves SendMessage to control points without the privilege",
                caught_by: &["5.5.6/unauthorized"],
            }
            UnauthorizedDeleteMessage {
                id: "unauthorized-delete-message-served", breaks: "M-5.5.7-606",
                does: "serves DeleteMessage to control points without the privilege",
                caught_by: &["5.5.7/unauthorized"],
            }
            UnauthorizedCreateSession {
                id: "unauthorized-create-session-served", breaks: "M-5.5.8-606",
                does: "serves CreateSession to control points without the privilege",
                caught_by: &["5.5.8/unauthorized"],
            }
            UnauthorizedModifySession {
                id: "unauthorized-modify-session-served", breaks: "M-5.5.9-606",
                does: "serves ModifySession to control points without the privilege",
                caught_by: &["5.5.9/unauthorized"],
            }
            UnauthorizedAcceptSession {
                id: "unauthorized-accept-session-served", breaks: "M-5.5.10-606",
                does: "serves AcceptSession to control points without the privilege",
                caught_by: &["5.5.10/unauthorized"],
            }
            UnauthorizedGetSessionUpdates {
                id: "unauthorized-get-session-updates-served", breaks: "M-5.5.11-606",
                does: "serves GetSessionUpdates to control points without the privilege",
                caught_by: &["5.5.11/unauthorized"],
            }
            UnauthorizedGetSessions {
                id: "unauthorized-get-sessions-served", breaks: "M-5.5.12-606",
                does: "serves GetSessions to control points without the privilege",
                caught_by: &["5.5.12/unauthorized"],
            }
            UnauthorizedJoinSession {
                id: "unauthorized-join-session-served", breaks: "M-5.5.13-606",
                does: "serves JoinSession to control points without the privilege",
                caught_by: &["5.5.13/unauthorized"],
            }
            UnauthorizedLeaveSession {
                id: "unauthorized-leave-session-served", breaks: "M-5.5.14-606",
                does: "serves LeaveSession to control points without the privilege",
                caught_by: &["5.5.14/unauthorized"],
            }
            UnauthorizedCloseSession {
                id: "unauthorized-close-session-served", breaks: "M-5.5.15-606",
                does: "serves CloseSession to control points without the privilege",
                caught_by: &["5.5.15/unauthorized"],
            }
            UnauthorizedStartFileTransfer {
                id: "unauthorized-start-file-transfer-served", breaks: "M-5.5.16-606",
                does: "serves StartFileTransfer to control points without the privilege",
                caught_by: &["5.5.16/unauthorized"],
            }
            UnauthorizedCancelFileTransfer {
                id: "unauthorized-cancel-file-transfer-served", breaks: "M-5.5.17-606",
                does: "serves CancelFileTransfer to control points without the privilege",
                caught_by: &["5.5.17/unauthorized"],
            }
            UnauthorizedGetFileTransferSession {
                id: "unauthorized-get-file-transfer-session-served", breaks: "M-5.5.18-606",
                does: "serves GetFileTransferSession to control points without the privilege",
                caught_by: &["5.5.18/unauthorized"],
            }
            DeepNestingKills {
                id: "deep-nesting-kills", breaks: "UDA-DESC-01",
                does: "serves nothing any more after elements nested very deeply",
                caught_by: &["uda/security/deep-nesting"],
            }
            EntitiesKill {
                id: "entities-kill", breaks: "UDA-DESC-01",
                does: "serves nothing any more after a request that declares entities",
                caught_by: &["uda/security/entity-expansion"],
            }
            OtherEncodingsKill {
                id: "other-encodings-kill", breaks: "UDA-DESC-01",
                does: "serves nothing any more after a request that is not in UTF-8",
                caught_by: &["uda/security/other-encodings"],
            }
            HostlessCallbackKills {
                id: "hostless-callback-kills", breaks: "UDA-DESC-01",
                does: "serves nothing any more after a callback URL without a host",
                caught_by: &["uda/security/odd-callbacks"],
            }
        }
    };
}
pub(super) use security;
