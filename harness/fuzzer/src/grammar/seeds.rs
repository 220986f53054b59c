//! The instance vectors as seeds: documents and simple values, with marks for what a sender fills in.

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
    documents: Vec<Seed>,
    values: Vec<String>,
}

#[derive(Debug)]
struct Seed {
    root: String,
    text: String,
    valid: bool,
}

/// The text with the values that stand for marks as marks again.
pub fn templated(text: &str) -> String {
    text.replace("tel:+12015550100", "{{recipient}}")
}

impl Seeds {
    /// The vectors that can be sent as an argument.
    pub fn of_vectors() -> Self {
        let documents = instances()
            .vectors
            .iter()
            .filter(|vector| vector.direction.is_input() && vector.fits_an_argument())
            .filter_map(|vector| {
                Some(Seed {
                    root: vector.document.clone(),
                    text: vector.filled(&AS_MARKS)?,
                    valid: vector.result == Expected::Valid && vector.send,
                })
            })
            .filter(|seed| seed.text.len() <= LARGEST)
            .collect();
        let lexicals = &instances().lexicals;
        let values = lexicals.iter().map(|value| value.text.clone());
        Self {
            documents,
            values: values.filter(|text| text.len() <= LARGEST).collect(),
        }
    }

    /// Adds a document, as a seed of the targets in process has it.
    pub fn add(&mut self, root: &str, text: &str) {
        if text.len() <= LARGEST {
            self.documents.push(Seed {
                root: root.to_owned(),
                text: templated(text),
                valid: false,
            });
        }
    }

    /// A document with this root, valid or not.
    pub fn any(&self, root: &str, rng: &mut Rng) -> Option<&str> {
        self.chosen(rng, |seed| seed.root == root)
    }

    /// A valid one that can be sent.
    pub fn valid(&self, root: &str, rng: &mut Rng) -> Option<&str> {
        self.chosen(rng, |seed| seed.root == root && seed.valid)
    }

    /// A document that belongs elsewhere.
    pub fn other(&self, rng: &mut Rng) -> Option<&str> {
        self.chosen(rng, |_| true)
    }

    /// A simple value of the lexical vectors.
    pub fn value(&self, rng: &mut Rng) -> Option<&str> {
        let some = self.values.len();
        (some > 0).then(|| &*self.values[rng.usize(..some)])
    }

    fn chosen(&self, rng: &mut Rng, fits: impl Fn(&Seed) -> bool) -> Option<&str> {
        let fitting: Vec<&Seed> = self.documents.iter().filter(|seed| fits(seed)).collect();
        let some = fitting.len();
        (some > 0).then(|| &*fitting[rng.usize(..some)].text)
    }
}
