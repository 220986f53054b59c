use ctk_model::document::{Context, Direction, Grade, Kind, validate};
use fastrand::Rng;

use super::*;
use crate::bindings::Bindings;

fn resolved(text: &str) -> String {
    let bindings = Bindings {
        session: Some("S1".into()),
        recipient: "sip:nobody@example.invalid".into(),
        own: "http://192.0.2.1:80".into(),
        ..Bindings::default()
    };
    bindings.resolve(text).into_owned()
}

/// The judge, which reads the same schema in another way, takes what the grammar makes.
#[test]
fn generated_documents_are_valid() {
    let mut rng = Rng::with_seed(7);
    for root in ["message", "recipientsList", "fileInfoList"] {
        let kind = Kind::of_root(root).expect("a document");
        for _ in 0..100 {
            let text = resolved(&document(root, 0, &mut rng));
            let read = validate(kind, &text, Direction::Input, &Context::default());
            let wrong: Vec<_> = read
                .findings
                .iter()
                .filter(|finding| {
                    finding.grade == Grade::Fail && finding.layer < ctk_model::document::Layer::Rule
                })
                .collect();
            assert!(wrong.is_empty(), "{text}\n{wrong:?}");
        }
    }
}

#[test]
fn every_document_that_is_sent_has_seeds() {
    let seeds = Seeds::of_vectors();
    let mut rng = Rng::with_seed(7);
    for root in ["message", "recipientsList", "fileInfoList"] {
        assert!(seeds.any(root, &mut rng).is_some(), "{root}");
        assert!(seeds.valid(root, &mut rng).is_some(), "{root}");
    }
}
