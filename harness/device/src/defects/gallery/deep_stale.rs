//! Deep defects of memory: what was right a moment ago, or elsewhere, is given again.

macro_rules! deep_stale {
    ($join:ident $before:tt) => {
        $join! { $before
            SearchRepeatsAnswer {
                id: "search-repeats-answer", breaks: "M-5.5.5-2",
                does: "repeats the answer to the last search as long as no message comes or goes; seen by searching, reading and searching again",
                depth: Depth::Deep,
            }
            SessionInfoRepeats {
                id: "session-info-repeats", breaks: "M-5.5.9-2",
                does: "repeats what it last showed of a session by its id as long as the status stays; seen by GetSessions before and after modifying",
                depth: Depth::Deep,
            }
            SentSubjectSticks {
                id: "sent-subject-sticks", breaks: "M-5.5.6-6",
                does: "gives a message without subject that of the one sent before; seen by an e-Mail with and one without",
                depth: Depth::Deep,
            }
            SeventeenthSessionReplaces {
                id: "seventeenth-session-replaces", breaks: "M-5.5.12-id",
                does: "keeps sixteen sessions that are not closed, and forgets the oldest for the next; seen by creating one more",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_stale;
