//! Deep defects of what a transition keeps: what was there before is not there afterwards.

macro_rules! deep_transitions {
    ($join:ident $before:tt) => {
        $join! { $before
            ParkingRestoresSubject {
                id: "parking-restores-subject", breaks: "M-5.5.14-3",
                does: "gives a Parked session the subject it had when it was accepted; seen by modifying the subject, leaving and joining",
                depth: Depth::Deep,
            }
            ParkingRestoresRecipients {
                id: "parking-restores-recipients", breaks: "M-5.5.14-3",
                does: "gives a Parked session the recipients it had when it was accepted; seen by adding one, leaving and joining",
                depth: Depth::Deep,
            }
            ParkingRestoresTypes {
                id: "parking-restores-types", breaks: "M-5.5.9-2",
                does: "gives a Parked session the content types it had when it was accepted; seen by modifying them, leaving and joining",
                depth: Depth::Deep,
            }
            ParkingRestoresClass {
                id: "parking-restores-class", breaks: "M-5.5.9-5",
                does: "gives a Parked Mixed session the class it had when it was accepted; seen by changing the class, leaving and joining",
                depth: Depth::Deep,
            }
            ClosingMarksRead {
                id: "closing-marks-read", breaks: "M-5.3.9-1",
                does: "marks the unread messages of a session as Read when it is closed; seen by closing a session in which one has arrived",
                depth: Depth::Deep,
            }
            PeerClosingLosesMessages {
                id: "peer-closing-loses-messages", breaks: "M-5.3.8-1",
                does: "forgets the messages of a session that the peer closes; seen by reading one afterwards",
                depth: Depth::Deep,
            }
            ClosingLosesSent {
                id: "closing-loses-sent", breaks: "M-5.5.15-4",
                does: "keeps of a closed session what has arrived; seen by searching it for what was sent in it",
                depth: Depth::Deep,
            }
            ArrivalWhileParkedLost {
                id: "arrival-while-parked-lost", breaks: "M-F2-none-incoming-message",
                does: "drops a message that arrives in a Parked session; seen by searching for it after joining",
                depth: Depth::Deep,
            }
            AcceptanceDropsCc {
                id: "acceptance-drops-cc", breaks: "M-5.5.8-3",
                does: "forgets the recipientCc of a session when the peer accepts; seen by creating an e-Mail session with To and Cc",
                depth: Depth::Deep,
            }
            ReleaseUndeletes {
                id: "release-undeletes", breaks: "M-F2-outgoing-deletemessage",
                does: "puts a deleted message back to Outgoing when the network works again; seen by holding, sending, deleting and releasing",
                depth: Depth::Deep,
            }
            SubjectChangeDropsCc {
                id: "subject-change-drops-cc", breaks: "M-5.5.9-3",
                does: "forgets the recipientCc when the subject of a session changes; seen by modifying the subject of a session with To and Cc",
                depth: Depth::Deep,
            }
            ClassChangeRenames {
                id: "class-change-renames", breaks: "M-5.5.9-3",
                does: "takes `Mixed` for the subject too when the class of a session changes; seen by changing the class with an empty subject",
                depth: Depth::Deep,
            }
            SecondReadLosesAttachments {
                id: "second-read-loses-attachments", breaks: "M-5.5.5-1",
                does: "leaves the attachments of an e-Mail out from the second time that it is read; seen by reading one twice",
                depth: Depth::Deep,
            }
            DeletingLosesCc {
                id: "deleting-loses-cc", breaks: "M-5.5.5-1",
                does: "forgets the recipientCc of a message that moves to Deleted; seen by sending to To and Cc, deleting and reading",
                depth: Depth::Deep,
            }
            DeliveryLosesReplyId {
                id: "delivery-loses-reply-id", breaks: "M-5.5.6-6",
                does: "forgets which message is answered once the answer is delivered; seen by reading the answer in Sent",
                depth: Depth::Deep,
            }
            JoiningMarksRead {
                id: "joining-marks-read", breaks: "M-5.3.9-1",
                does: "marks the messages of a session as Read when a control point joins; seen by a message that arrives while it is Parked",
                depth: Depth::Deep,
            }
            MixingReclassifies {
                id: "mixing-reclassifies", breaks: "M-5.5.5-1",
                does: "gives the earlier messages of a session the class that is asked for when it becomes Mixed; seen by reading one afterwards",
                depth: Depth::Deep,
            }
            AcceptanceRestoresSubject {
                id: "acceptance-restores-subject", breaks: "M-5.5.9-2",
                does: "gives a session the subject it was created with when the peer accepts; seen by modifying it while it is Pending",
                depth: Depth::Deep,
            }
            AnsweringMarksRead {
                id: "answering-marks-read", breaks: "M-5.3.9-1",
                does: "marks a message as Read when an answer to it is sent; seen by answering one that was not read",
                depth: Depth::Deep,
            }
            ModifyBothForgetsRemoval {
                id: "modify-both-forgets-removal", breaks: "M-5.5.9-1",
                does: "removes nobody when there is somebody to add; seen by doing both at once",
                depth: Depth::Deep,
            }
            AddedCcBecomesTo {
                id: "added-cc-becomes-to", breaks: "M-5.5.9-1",
                does: "adds a recipientCc to a session as recipientTo; seen by GetSessions after adding one",
                depth: Depth::Deep,
            }
            ParkingStrandsOutgoing {
                id: "parking-strands-outgoing", breaks: "M-F2-outgoing-delivery",
                does: "leaves a message in Outgoing that is delivered while its session is Parked; seen by holding, sending in a session, leaving and delivering",
                depth: Depth::Deep,
            }
            ParkedReadingUnmarked {
                id: "parked-reading-unmarked", breaks: "M-5.5.5-2",
                does: "leaves a message Unread that is read while its session is Parked; seen by leaving, reading and searching",
                depth: Depth::Deep,
            }
            AcceptanceCutsTypes {
                id: "acceptance-cuts-types", breaks: "M-5.5.8-3",
                does: "keeps the first of a session's content types when the peer accepts; seen by creating one with several, and GetSessions afterwards",
                depth: Depth::Deep,
            }
            SubjectChangeRestoresTypes {
                id: "subject-change-restores-types", breaks: "M-5.5.9-3",
                does: "gives a session the content types it was accepted with when its subject changes; seen by modifying the types, and the subject afterwards",
                depth: Depth::Deep,
            }
            DeletingLosesAttachments {
                id: "deleting-loses-attachments", breaks: "M-5.5.5-1",
                does: "forgets the attachments of a message that moves to Deleted; seen by deleting a message with a file and reading it",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_transitions;
