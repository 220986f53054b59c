//! Deep defects of file transfers: of several files, of one after the other, of two at a time.

macro_rules! deep_transfers {
    ($join:ident $before:tt) => {
        $join! { $before
            ProgressContinuesLast {
                id: "progress-continues-last", breaks: "M-T2-ft-progress",
                does: "counts the bytes of a second transfer in a session on from the first; seen by two with progress",
                caught_by: &["5.5.16/progress-of-second-transfer"],
                depth: Depth::Deep,
            }
            FailedTransferStaysActive {
                id: "failed-transfer-stays-active", breaks: "M-5.5.17-709",
                does: "holds a transfer for active whose download failed; seen by cancelling it afterwards",
                depth: Depth::Deep,
            }
            MetadataOfLatest {
                id: "metadata-of-latest", breaks: "M-5.5.18-1",
                does: "shows the files of the transfer that started last, whichever session is asked for; seen by two sessions with a transfer each",
                depth: Depth::Deep,
            }
            CompletionNamesLatest {
                id: "completion-names-latest", breaks: "M-5.5.16-2",
                does: "reports a completed transfer for the session whose transfer started last; seen by two at a time, the first of which completes",
                depth: Depth::Deep,
            }
            FifthFileIgnored {
                id: "fifth-file-ignored", breaks: "M-5.5.16-1",
                does: "fetches four files of a list; seen by a transfer of five",
                depth: Depth::Deep,
            }
            FetchDropsQuery {
                id: "fetch-drops-query", breaks: "M-5.5.16-1",
                does: "fetches a file without the query of its link; seen by a transfer from a link with one",
                caught_by: &["5.5.16/link-with-query"],
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_transfers;
