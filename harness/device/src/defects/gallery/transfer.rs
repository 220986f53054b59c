//! Defects of file transfers (5.5.16 to 5.5.18).

macro_rules! transfer {
    ($join:ident $before:tt) => { $join! { $before
        TransferNeverFetches {
            id: "transfer-never-fetches", breaks: "M-5.5.16-1",
            does: "reports a transfer as completed without fetching the file",
            caught_by: &[
                "5.5.16/fetches-the-file", "5.5.16/fetches-every-file", "5.5.16/download-refused",
                "5.5.16/download-not-found", "5.5.16/download-cut-off", "5.5.16/next-transfer",
            ],
        }
        FailedDownloadCompletes {
            id: "failed-download-completes", breaks: "M-5.5.16-3",
            does: "reports a file that could not be fetched as transferred",
            caught_by: &["5.5.16/download-refused", "5.5.16/download-not-found", "5.5.16/download-cut-off"],
        }
        TransferUnknownSession {
            id: "transfer-takes-unknown-session", breaks: "M-5.5.16-706",
            does: "answers success for a transfer in an unknown session",
            caught_by: &[
                "5.5.16/unknown-session",
                "5.6.1.2/start-file-transfer-nonexistent",
                "5.5.16/near-session-ids",
            ],
        }
        ProgressNeverTold {
            id: "progress-never-told", breaks: "M-5.5.16-2",
            does: "sends no progress although it was asked for",
            caught_by: &["5.5.16/progress-on-request"],
        }
        ProgressFalls {
            id: "progress-falls", breaks: "M-T2-ft-progress",
            does: "counts the bytes that remain instead of those transferred",
            caught_by: &["5.3.4/ft-progress"],
            also_failed_by: &["5.5.16/progress-of-two-files"],
        }
        CancelKeepsTransfer {
            id: "cancel-keeps-transfer", breaks: "M-5.5.17-1",
            does: "answers success to CancelFileTransfer and goes on",
            caught_by: &["5.5.17/cancelled", "5.5.17/cancelled-while-stalled", "5.5.17/fetch-ends"],
        }
        CancelWithoutTransfer {
            id: "cancel-without-transfer-succeeds", breaks: "M-5.5.17-709",
            does: "answers success although nothing is transferred",
            caught_by: &[
                "5.5.17/no-transfer", "5.5.17/completed-transfer", "5.5.17/class-without-files", "5.5.17/fetch-ends",
                "5.6.1.2/cancel-file-transfer-pending", "5.6.1.2/cancel-file-transfer-running",
                "5.6.1.2/cancel-file-transfer-parked", "5.6.1.2/cancel-file-transfer-closed",
            ],
        }
        TransferMetadataLost {
            id: "transfer-metadata-lost", breaks: "M-5.5.18-1",
            does: "knows no metadata of a closed transfer session",
            caught_by: &["5.5.18/metadata", "5.5.18/metadata-of-several-files"],
        }
        MetadataOfChat {
            id: "metadata-of-chat", breaks: "M-5.5.18-710",
            does: "answers GetFileTransferSession for a Chat session",
            caught_by: &["5.5.18/other-class"],
        }
        ProgressTimeLeftOut {
            id: "progress-time-left-out", breaks: "M-5.3.20-2",
            does: "leaves the attribute time out of what it returns",
            caught_by: &["5.3.20/period-of-progress"],
        }
        SecondFileIgnored {
            id: "second-file-ignored", breaks: "M-5.5.16-1",
            does: "fetches only the first file of a list",
            caught_by: &["5.5.16/fetches-every-file"],
            also_failed_by: &["5.5.16/link-with-query"],
        }
        FailureUnreported {
            id: "download-failure-unreported", breaks: "M-5.5.16-3",
            does: "says nothing when a file cannot be fetched",
            caught_by: &["5.5.16/download-refused", "5.5.16/download-not-found", "5.5.16/download-cut-off"],
        }
        CompletionUnreported {
            id: "completion-unreported", breaks: "M-5.5.16-2",
            does: "says nothing when a transfer is complete",
            caught_by: &["5.5.16/completion-only", "5.5.16/completed-by-far-side"],
            also_failed_by: &["5.5.16/download-wrong-length"],
        }
        ProgressUnasked {
            id: "progress-unasked", breaks: "M-5.5.16-2",
            does: "sends progress although only the completion was asked for",
            caught_by: &["5.5.16/completion-only"],
        }
        CancelUnreported {
            id: "cancel-unreported", breaks: "M-5.5.17-1",
            does: "cancels a transfer without an event",
            caught_by: &["5.5.17/cancelled", "5.5.17/cancelled-while-stalled"],
        }
        CancelUnknown709 {
            id: "cancel-unknown-session-709", breaks: "M-5.5.17-706",
            does: "answers CancelFileTransfer on an unknown session with 709",
            caught_by: &["5.5.17/unknown-session", "5.5.17/near-session-ids"],
        }
        CloseKeepsTransfer {
            id: "close-keeps-transfer", breaks: "M-5.5.15-1",
            does: "goes on with a transfer whose session is closed",
            caught_by: &["5.5.17/close-ends-transfer", "5.3.4/every-text"],
        }
        MetadataFirstFileOnly {
            id: "metadata-first-file-only", breaks: "M-5.5.18-1",
            does: "shows only the first file of a closed transfer",
            caught_by: &["5.5.18/metadata-of-several-files"],
        }
        MetadataSizeDoubled {
            id: "metadata-size-wrong", breaks: "M-5.5.18-1",
            does: "shows another size of the files of a closed transfer",
            caught_by: &["5.5.18/metadata", "5.5.18/metadata-of-several-files"],
        }
        MetadataUnknown710 {
            id: "metadata-unknown-session-710", breaks: "M-5.5.18-706",
            does: "answers GetFileTransferSession on an unknown session with 710",
            caught_by: &["5.5.18/unknown-session", "5.5.18/near-session-ids"],
            also_failed_by: &["5.6.1.2/get-file-transfer-nonexistent"],
        }
        CompletionRidesAlong {
            id: "completion-rides-along", breaks: "M-5.5.16-2",
            does: "tells that a transfer is complete in the next event of another session only",
            caught_by: &["5.5.16/completed-by-far-side"],
            also_failed_by: &["5.5.16/completion-only", "5.5.16/download-wrong-length"],
        }
        CancellationRidesAlong {
            id: "cancellation-rides-along", breaks: "M-5.5.17-1",
            does: "tells that a transfer was cancelled in the next event of another session only",
            caught_by: &["5.5.17/cancelled-while-stalled"],
            also_failed_by: &["5.5.17/cancelled"],
        }
        TransferEventsRideAlong {
            id: "transfer-events-ride-along", breaks: "M-5.5.16-2",
            does: "tells what became of a transfer in the next event of another session only",
            caught_by: &[
                "5.5.16/progress-on-request", "5.5.16/completion-only", "5.5.16/completed-by-far-side",
                "5.5.16/download-refused", "5.5.16/download-not-found", "5.5.16/download-cut-off",
                "5.5.17/cancelled", "5.5.17/cancelled-while-stalled",
            ],
        }
    } };
}
pub(super) use transfer;
