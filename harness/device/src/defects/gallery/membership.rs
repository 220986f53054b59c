//! Defects of accepting, joining and leaving sessions (5.5.10, 5.5.13, 5.5.14).

macro_rules! membership {
    ($join:ident $before:tt) => { $join! { $before
        AcceptRunningSucceeds {
            id: "accept-on-running-succeeds", breaks: "M-5.5.10-2",
            does: "answers success to AcceptSession on a Running session",
            caught_by: &["5.5.10/not-pending", "5.5.10/second-control-point", "5.6.1.2/accept-running"],
        }
        AcceptKeepsPending {
            id: "accept-keeps-pending", breaks: "M-5.5.10-1",
            does: "answers success to AcceptSession and stays Pending",
            caught_by: &[
                "5.5.10/incoming-e-mail", "5.5.10/incoming-sms", "5.5.10/incoming-mms", "5.5.10/incoming-chat",
                "5.5.10/incoming-file-transfer", "5.5.10/incoming-webpagesync", "5.5.10/incoming-mixed",
                "5.5.10/own-session", "5.6.1.2/accept-pending",
            ],
            also_failed_by: &["5.4.2/accepted-by-telcp"],
        }
        JoinPendingSucceeds {
            id: "join-pending-succeeds", breaks: "M-5.5.13-708",
            does: "answers success to JoinSession on a Pending session",
            caught_by: &["5.5.13/pending", "5.6.1.2/join-pending"],
        }
        JoinKeepsParked {
            id: "join-keeps-parked", breaks: "M-5.5.13-1",
            does: "leaves a Parked session Parked when it is joined",
            caught_by: &["5.5.13/parked", "5.5.13/parked-by-another", "5.6.1.2/join-parked"],
            also_failed_by: &["5.4.2/parked-joined"],
        }
        LeaveKeepsRunning {
            id: "leave-keeps-running", breaks: "M-5.5.14-1",
            does: "leaves a session Running when the last control point leaves",
            caught_by: &[
                "5.5.14/last-parks", "5.5.14/others-remain", "5.5.14/first-comer-leaves-last", "5.6.1.2/leave-running",
            ],
        }
        LeaveParksAtOnce {
            id: "leave-parks-at-once", breaks: "M-5.5.14-2",
            does: "parks a session although another control point is in it",
            caught_by: &["5.5.14/others-remain", "5.5.14/first-comer-leaves-last"],
        }
        LeaveForgetsMessages {
            id: "leave-forgets-messages", breaks: "M-5.5.14-3",
            does: "forgets which messages are in a session that was left",
            caught_by: &["5.5.14/keeps-messages"],
        }
        LeaveParkedSucceeds {
            id: "leave-parked-succeeds", breaks: "M-5.5.14-708",
            does: "answers success to LeaveSession on a Parked session",
            caught_by: &["5.6.1.2/leave-parked"],
        }
        AcceptParkedSucceeds {
            id: "accept-on-parked-succeeds", breaks: "M-5.5.10-2",
            does: "makes a Parked session Running by AcceptSession",
            caught_by: &["5.6.1.2/accept-parked"],
        }
        AcceptClosedSucceeds {
            id: "accept-on-closed-succeeds", breaks: "M-5.5.10-2",
            does: "answers success to AcceptSession on a closed session",
            caught_by: &["5.6.1.2/accept-closed", "5.6.1.2/closed-by-peer-stays-closed"],
        }
        AcceptUnknownSucceeds {
            id: "accept-unknown-succeeds", breaks: "M-5.5.10-706",
            does: "answers success to AcceptSession on an unknown session",
            caught_by: &[
                "5.5.10/impossible-session-id",
                "5.5.10/empty-session-id",
                "5.6.1.2/accept-nonexistent",
                "5.5.10/near-session-ids",
            ],
        }
        SecondJoinRefused {
            id: "second-join-refused", breaks: "M-5.5.13-2",
            does: "refuses JoinSession while another control point is in the session",
            caught_by: &["5.5.13/second-control-point"],
        }
        JoinAgainParks {
            id: "join-again-parks", breaks: "M-F3-running-joinsession",
            does: "parks a session that a control point joins a second time",
            caught_by: &["5.5.13/again", "5.5.14/as-often-as-joined", "5.6.1.2/join-running"],
            also_failed_by: &["5.3.4/every-text"],
        }
        LeaveForgetsRecipients {
            id: "leave-forgets-recipients", breaks: "M-5.5.14-3",
            does: "forgets all recipients but the first when a session is left",
            caught_by: &["5.5.14/keeps-context"],
        }
        LeavePendingSucceeds {
            id: "leave-pending-succeeds", breaks: "M-5.5.14-708",
            does: "answers success to LeaveSession on a Pending session",
            caught_by: &["5.5.14/pending", "5.6.1.2/leave-pending"],
        }
        LeaveUnknownSucceeds {
            id: "leave-unknown-succeeds", breaks: "M-5.5.14-706",
            does: "answers success to LeaveSession on an unknown session",
            caught_by: &[
                "5.5.14/impossible-session-id",
                "5.5.14/empty-session-id",
                "5.6.1.2/leave-nonexistent",
                "5.5.14/near-session-ids",
            ],
        }
    } };
}
pub(super) use membership;
