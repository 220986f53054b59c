//! What a case body holds in its hands: the verbs of the lower tester.
//!
//! The verbs speak the standard's words. *Arranging* verbs bring the device into the situation that a case is about;
//! when that does not work the case is inconclusive, because another case judges the step that failed. *Judging* verbs
//! record a judgement, and end the case when it is a fail.

mod cleanup;
mod clock;
mod control;
pub(crate) mod control_response;
pub mod description;
pub mod eventing;
mod judging;
pub mod notification;
pub(crate) mod raw_request;
pub mod reply;
pub(crate) mod service_description;
pub mod ssdp;
pub(crate) mod upper_tester;
mod way;

use ctk_record::Judgement;

use std::collections::BTreeSet;

use crate::case::CaseMeta;
use crate::case::applicability::{Applicability, of_subject};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, Lab};
use crate::under_test::{Dut, ServiceUnderTest};

pub use cleanup::CleanupList;
pub use control::{invoke_plainly, invoke_with, read_answer, response_of};
pub use judging::Statement;
pub use upper_tester::UpperTester;

/// A case at work.
pub struct Tester<'a> {
    lab: &'a mut dyn Lab,
    dut: &'a ServiceUnderTest,
    whole: &'a Dut,
    case: &'a CaseMeta,
    judgements: Vec<Judgement>,
    made: CleanupList,
    left: Vec<(&'a ServiceUnderTest, CleanupList)>,
    filed: BTreeSet<u32>,
    /// The inboxes that refused a notification, or did not answer it.
    odd_inboxes: BTreeSet<u32>,
    /// The subscriptions that were granted for less than was asked.
    short: Vec<eventing::Short>,
    missed: bool,
    /// The exchange of the latest stimulus.
    last_stimulus: u32,
}

impl<'a> Tester<'a> {
    /// For the case, on the device, in the lab.
    pub fn new(case: &'a CaseMeta, whole: &'a Dut, lab: &'a mut dyn Lab) -> Self {
        Self {
            lab,
            dut: whole.first(),
            whole,
            case,
            judgements: Vec::new(),
            made: CleanupList::default(),
            left: Vec::new(),
            filed: BTreeSet::new(),
            odd_inboxes: BTreeSet::new(),
            short: Vec::new(),
            missed: false,
            last_stimulus: 0,
        }
    }

    /// The device was looked for, and is not there any more.
    pub(crate) fn misses_device(&mut self) {
        self.missed = true;
    }

    /// Whether the device was looked for and not found.
    pub(crate) fn device_is_missed(&self) -> bool {
        self.missed
    }

    /// Whether the exchange is looked at for the first time in this case.
    pub(crate) fn first_look(&mut self, exchange: u32) -> bool {
        self.filed.insert(exchange)
    }

    /// The service under test, and through it its device.
    pub fn dut(&self) -> &'a ServiceUnderTest {
        self.dut
    }

    /// The case goes on with this service.
    pub(crate) fn turn_to(&mut self, dut: &'a ServiceUnderTest) {
        let made = std::mem::take(&mut self.made);
        self.left.push((self.dut, made));
        self.dut = dut;
    }

    /// The services under test that the case applies to.
    pub(crate) fn subjects(&self) -> Vec<&'a ServiceUnderTest> {
        let applies =
            |dut: &&ServiceUnderTest| of_subject(self.case, dut) == Applicability::Applicable;
        self.whole.services().filter(applies).collect()
    }

    /// The id of the case.
    pub fn case_id(&self) -> &'a str {
        &self.case.id
    }

    /// Whether the case takes turns with others.
    pub(crate) fn takes_turns(&self) -> bool {
        self.case.window.is_some()
    }

    /// What is so on a conformant device, as the case says.
    pub(crate) fn purpose(&self) -> &'a str {
        &self.case.purpose
    }

    /// The lab, for questions that have no verb here.
    pub fn lab(&mut self) -> &mut dyn Lab {
        self.lab
    }

    /// The judgements so far.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
    }

    /// Asks the lab.
    ///
    /// # Errors
    /// As [`Lab::perform`].
    pub fn ask(&mut self, ask: &Ask) -> Flow<Answer> {
        Ok(self.lab.perform(ask)?)
    }
}

pub(crate) fn mismatch(wanted: &str, got: &Answer) -> Stop {
    let got = format!("{got:?}");
    Stop::Broken(format!(
        "the lab answered {} to a question for {wanted}",
        got.chars().take(80).collect::<String>()
    ))
}
