//! The recorded runs of the reference device, which `ci/record-scripts` makes anew.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::Path;
use std::sync::LazyLock;

use ctk_record::{CaseRecord, Record};
use ctk_suite::case::Case;
use ctk_suite::case::applicability::{Applicability, applicability};
use ctk_suite::model::walk;
use ctk_suite::under_test::Dut;
use ruzstd::decoding::StreamingDecoder;

use crate::device;
use crate::script::Script;

/// The recordings, the most complete one first: a case is scripted from the first in which it was executed, unless a
/// test names another.
pub(crate) const NAMES: [&str; 6] = [
    "uda-2.0", "uda-1.1", "uda-1.0", "model", "without", "claims",
];

/// A recorded run.
pub(crate) struct Recording {
    /// One of [`NAMES`].
    pub(crate) name: &'static str,
    /// The device as its preparation shows it.
    pub(crate) dut: Dut,
    cases: BTreeMap<String, CaseRecord>,
}

impl Recording {
    /// What became of a case, where it was executed.
    pub(crate) fn case(&self, id: &str) -> Option<&CaseRecord> {
        self.cases.get(id)
    }

    /// The cases that were executed.
    pub(crate) fn cases(&self) -> impl Iterator<Item = &CaseRecord> {
        self.cases.values()
    }

    /// What a case asked and was answered.
    pub(crate) fn script(&self, id: &str) -> Script {
        let case = self
            .case(id)
            .unwrap_or_else(|| panic!("{id} was not executed in {}", self.name));
        Script::new(&case.exchanges)
    }
}

/// All recordings, read once.
pub(crate) fn recordings() -> &'static [Recording] {
    static ALL: LazyLock<Vec<Recording>> = LazyLock::new(|| NAMES.map(read).into());
    &ALL
}

/// The recording of this name.
pub(crate) fn recording(name: &str) -> &'static Recording {
    let found = recordings().iter().find(|known| known.name == name);
    found.unwrap_or_else(|| panic!("no recording is called {name}; there are {NAMES:?}"))
}

/// The first recording in which the case was executed.
pub(crate) fn recording_of(id: &str) -> &'static Recording {
    let found = recordings().iter().find(|known| known.case(id).is_some());
    found.unwrap_or_else(|| panic!("{id} was executed in no recording"))
}

/// The case of this id.
pub(crate) fn case(id: &str) -> &'static Case {
    all()
        .get(id)
        .unwrap_or_else(|| panic!("no case is called {id}; run ci/record-scripts"))
}

fn all() -> &'static BTreeMap<String, Case> {
    static CASES: LazyLock<BTreeMap<String, Case>> = LazyLock::new(|| {
        let cases = ctk_suite::cases().into_iter();
        cases.map(|case| (case.meta.id.to_string(), case)).collect()
    });
    &CASES
}

fn read(name: &'static str) -> Recording {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/scripted/recordings")
        .join(format!("{name}.jsonl.zst"));
    let file = std::fs::File::open(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run ci/record-scripts", path.display()));
    let journal = StreamingDecoder::new(file)
        .unwrap_or_else(|error| panic!("{} cannot be decompressed: {error}", path.display()));
    let record = ctk_record::journal::read(BufReader::new(journal))
        .unwrap_or_else(|error| panic!("{} is not a journal: {error}", path.display()));
    let dut = device::under_test(&record);
    Recording {
        name,
        cases: executed(record, &dut),
        dut,
    }
}

fn executed(record: Record, dut: &Dut) -> BTreeMap<String, CaseRecord> {
    let is_known = |id: &str| all().contains_key(id);
    let applies = |id: &str| applicability(&case(id).meta, dut) == Applicability::Applicable;
    record
        .cases
        .into_iter()
        // A walk goes another way after each edit, and is tried by the program.
        .filter(|case| is_known(&case.planned.id) && case.planned.id != walk::ID)
        .filter(|case| !case.exchanges.is_empty() || applies(&case.planned.id))
        .map(|case| (case.planned.id.clone(), case))
        .collect()
}
