//! The instance vectors as seeds: documents and simple values, with marks for what a sender fills in.

use std::collections::BTreeMap;

use ctk_vectors::{Expected, instances};
use fastrand::Rng;

/// A vector larger than this is no seed: the wire would carry little else.
const LARGEST: usize = 16 * 1024;

/// The vectors' placeholders as marks: of a session they have their own name.
const AS_MARKS: [(&str, &str); 3] = [
    ("recipient", "{{recipient}}"),
    ("session", "{{session}}"),
    ("link", "{{link}}"),
];

/// What sequences begin with.
#[derive(Debug, Default)]
pub struct Seeds {
    documents: Vec<String>,
    /// Which of them have this root, and which of those are valid and can be sent.
    of_root: BTreeMap<String, [Vec<usize>; 2]>,
    values: Vec<String>,
}

/// The text with the values that stand for marks as marks again.
pub fn templated(text: &str) -> String {
    text.replace("tel:+12015550100", "{{recipient}}")
}

impl Seeds {
    /// The vectors that can be sent as an argument.
    pub fn of_vectors() -> Self {
        let lexicals = &instances().lexicals;
        let values = lexicals.iter().map(|value| value.text.clone());
        let mut seeds = Self {
            values: values.filter(|text| text.len() <= LARGEST).collect(),
            ..Self::default()
        };
        let vectors = instances().vectors.iter();
        for vector in
            vectors.filter(|vector| vector.direction.is_input() && vector.fits_an_argument())
        {
            if let Some(text) = vector.filled(&AS_MARKS) {
                let valid = vector.result == Expected::Valid && vector.send;
                seeds.put(&vector.document, text, valid);
            }
        }
        seeds
    }

    fn put(&mut self, root: &str, text: String, valid: bool) {
        if text.len() > LARGEST {
            return;
        }
        let at = self.documents.len();
        let [all, good] = self.of_root.entry(root.to_owned()).or_default();
        all.push(at);
        if valid {
            good.push(at);
        }
        self.documents.push(text);
    }

    /// Adds a document, as a seed of the targets in process has it.
    pub fn add(&mut self, root: &str, text: &str) {
        self.put(root, templated(text), false);
    }

    /// A document with this root, valid or not.
    pub fn any(&self, root: &str, rng: &mut Rng) -> Option<&str> {
        self.chosen(rng, &self.of_root.get(root)?[0])
    }

    /// A valid one that can be sent.
    pub fn valid(&self, root: &str, rng: &mut Rng) -> Option<&str> {
        self.chosen(rng, &self.of_root.get(root)?[1])
    }

    /// A document that belongs elsewhere.
    pub fn other(&self, rng: &mut Rng) -> Option<&str> {
        let some = self.documents.len();
        (some > 0).then(|| &*self.documents[rng.usize(..some)])
    }

    /// A simple value of the lexical vectors.
    pub fn value(&self, rng: &mut Rng) -> Option<&str> {
        let some = self.values.len();
        (some > 0).then(|| &*self.values[rng.usize(..some)])
    }

    fn chosen(&self, rng: &mut Rng, among: &[usize]) -> Option<&str> {
        let some = among.len();
        (some > 0).then(|| &*self.documents[among[rng.usize(..some)]])
    }
}
