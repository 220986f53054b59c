//! Tables 3 to 7: the values that classes, folders and statuses take.

/// An enumeration whose values are the standard's own words.
macro_rules! values {
    ($(#[$meta:meta])* $name:ident { $( $(#[$doc:meta])* $variant:ident = $text:literal, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$doc])* $variant, )*
        }

        impl $name {
            /// All values, in the order of the table.
            pub const ALL: &'static [$name] = &[ $( $name::$variant ),* ];

            /// The value as the standard writes it.
            pub fn as_str(self) -> &'static str {
                match self { $( $name::$variant => $text ),* }
            }

            /// The value that is written so, exactly.
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

values! {
    /// Table 3: A_ARG_TYPE_MessageClass.
    MessageClass {
        /// `e-Mail`
        EMail = "e-Mail",
        /// `SMS`, the default
        Sms = "SMS",
        /// `MMS`
        Mms = "MMS",
        /// `Instant Message`
        InstantMessage = "Instant Message",
        /// `WebpageURL`
        WebpageUrl = "WebpageURL",
    }
}

values! {
    /// Table 4: A_ARG_TYPE_MessageFolder.
    MessageFolder {
        /// Messages that came in; the default.
        Received = "Received",
        /// Messages that wait for delivery.
        Outgoing = "Outgoing",
        /// Messages that were delivered.
        Sent = "Sent",
        /// Messages that were deleted once (allowed).
        Deleted = "Deleted",
        /// Messages of closed sessions (allowed).
        ClosedSession = "ClosedSession",
    }
}

values! {
    /// Table 5: A_ARG_TYPE_MessageStatus.
    MessageStatus {
        /// Read by somebody, or delivered.
        Read = "Read",
        /// Not read yet, or not delivered yet.
        Unread = "Unread",
    }
}

values! {
    /// Table 6: A_ARG_TYPE_SessionClass.
    SessionClass {
        /// `e-Mail`
        EMail = "e-Mail",
        /// `SMS`
        Sms = "SMS",
        /// `MMS`
        Mms = "MMS",
        /// `Chat`, the default
        Chat = "Chat",
        /// `File-Transfer`
        FileTransfer = "File-Transfer",
        /// `WebpageSync`
        WebpageSync = "WebpageSync",
        /// `Mixed`: messages of any class
        Mixed = "Mixed",
    }
}

values! {
    /// Table 7: A_ARG_TYPE_SessionStatus.
    SessionStatus {
        /// Requested, and not accepted yet.
        Pending = "Pending",
        /// At least one control point takes part.
        Running = "Running",
        /// No control point takes part any more; the remote session goes on.
        Parked = "Parked",
        /// Ended (allowed).
        Closed = "Closed",
    }
}

impl SessionClass {
    /// The message class that a session of this class carries; none for File-Transfer, and any for
    /// Mixed.
    pub fn carries(self) -> Option<MessageClass> {
        match self {
            SessionClass::EMail => Some(MessageClass::EMail),
            SessionClass::Sms => Some(MessageClass::Sms),
            SessionClass::Mms => Some(MessageClass::Mms),
            SessionClass::Chat => Some(MessageClass::InstantMessage),
            SessionClass::WebpageSync => Some(MessageClass::WebpageUrl),
            SessionClass::FileTransfer | SessionClass::Mixed => None,
        }
    }

    /// The class of the session that carries messages of `class`.
    pub fn of_messages(class: MessageClass) -> Self {
        match class {
            MessageClass::EMail => SessionClass::EMail,
            MessageClass::Sms => SessionClass::Sms,
            MessageClass::Mms => SessionClass::Mms,
            MessageClass::InstantMessage => SessionClass::Chat,
            MessageClass::WebpageUrl => SessionClass::WebpageSync,
        }
    }

    /// Whether files can be transferred in a session of this class.
    pub fn transfers_files(self) -> bool {
        matches!(self, SessionClass::FileTransfer | SessionClass::Mixed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_exactly_as_written() {
        assert_eq!(
            MessageClass::from_text("Instant Message"),
            Some(MessageClass::InstantMessage)
        );
        for wrong in ["sms", "SMS ", "E-mail", "", "ANY"] {
            assert_eq!(MessageClass::from_text(wrong), None, "{wrong:?}");
        }
        assert_eq!(SessionStatus::ALL.len(), 4);
    }

    #[test]
    fn a_session_carries_the_class_it_was_made_for() {
        for class in MessageClass::ALL {
            assert_eq!(SessionClass::of_messages(*class).carries(), Some(*class));
        }
    }
}
