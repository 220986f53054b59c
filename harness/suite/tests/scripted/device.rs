//! The device of a recording, put together from what its run saw of it before the first case.

use std::collections::BTreeMap;

use ctk_model::document::{self, Context, Direction};
use ctk_model::expectation::RulingOverrides;
use ctk_record::Record;
use ctk_suite::lab::Answer;
use ctk_suite::replay::{ReplayLab, recorded};
use ctk_suite::tester::{invoke_plainly, response_of};
use ctk_suite::under_test::ics::{Dut, Ics};
use ctk_vectors::waits;
use ctk_wire::description;
use ctk_wire::http::Response;
use ctk_wire::scpd;

const SERVICE_TYPE: &str = "urn:schemas-upnp-org:service:Messaging:2";

/// The device under test of a recorded run.
pub(crate) fn under_test(record: &Record) -> Dut {
    let url = record.header.bench["url"].as_str().unwrap_or_default();
    let flag = |name: &str| record.header.bench[name].as_bool().unwrap_or_default();
    let read = document_at(record, url);
    let description = description::read(&read.body, url, Some(&read.head))
        .unwrap_or_else(|error| panic!("the recorded description: {error}"))
        .value;
    let service = description
        .find_services("urn:schemas-upnp-org:service:Messaging:")
        .remove(0);
    let described = document_at(record, &service.scpd_url);
    let scpd = scpd::read(&described.body, description.claim)
        .unwrap_or_else(|error| panic!("the recorded service description: {error}"))
        .value;
    let mut dut = Dut {
        description_url: url.to_owned(),
        udn: service.udn,
        service_type: SERVICE_TYPE.to_owned(),
        control_url: service.control_url,
        event_url: service.event_sub_url,
        scpd_url: service.scpd_url,
        claim: description.claim,
        server: read
            .head
            .headers
            .get("server")
            .unwrap_or_default()
            .to_owned(),
        ics: Ics {
            actions: scpd.actions.iter().map(|it| it.name.clone()).collect(),
            ..Ics::default()
        },
        stimuli: stimuli(record),
        upper_tester: true,
        far_side_waits: true,
        stimuli_at_once: flag("embedded"),
        recipients: recipients(),
        settle_ms: waits::STIMULUS_SETTLE.milliseconds,
        delivery_ms: waits::DELIVERY.milliseconds,
        two_addresses: flag("two_addresses"),
        multicast: flag("multicast"),
        rulings: RulingOverrides::default(),
        long: flag("long"),
        exhaustive: flag("exhaustive"),
        invoked: Vec::new(),
        others: Vec::new(),
        scpd: Some(scpd),
        description,
    };
    claim_capabilities(&mut dut, record);
    dut
}

/// The document that the preparation fetched from this URL.
fn document_at(record: &Record, url: &str) -> Response {
    let all = recorded(&record.preparation);
    let found = all
        .iter()
        .find_map(|one| match (&one.request, &one.outcome) {
            (Some(request), Ok(Answer::Http(answer))) if request.url == url => Some(answer),
            _ => None,
        });
    let answer = found.unwrap_or_else(|| panic!("{url} was not fetched before the first case"));
    response_of(answer, "GET").unwrap_or_else(|why| panic!("{url}: {why}"))
}

fn stimuli(record: &Record) -> Option<Vec<String>> {
    let mut all = recorded(&record.preparation).into_iter();
    all.find_map(|one| match one.outcome {
        Ok(Answer::Stimulus(answer)) => answer.stimuli,
        _ => None,
    })
}

/// What GetMessagingCapabilities said.
fn claim_capabilities(dut: &mut Dut, record: &Record) {
    let mut exchanges = record.preparation.clone();
    exchanges.retain(|exchange| {
        let request = exchange.request.as_ref();
        request.is_some_and(|request| request.url == dut.control_url)
    });
    let reply = invoke_plainly(
        &mut ReplayLab::new(&exchanges),
        dut,
        "GetMessagingCapabilities",
    )
    .unwrap_or_else(|error| panic!("the recorded capabilities: {error}"));
    let text = reply.output("SupportedCapabilities").unwrap_or_default();
    let read = document::read_capabilities(text, Direction::Output, &Context::default());
    let said = read
        .value
        .expect("the reference device states its capabilities");
    dut.ics.message_classes = said.message_classes;
    dut.ics.session_classes = said.session_classes;
    dut.ics.folders = said.folders;
}

/// Whom the recorded runs sent to.
fn recipients() -> BTreeMap<String, Vec<String>> {
    let sip = ["sip:alice@example.invalid", "sip:bob@example.invalid"];
    let page = ["sip:carol@example.invalid", "sip:dave@example.invalid"];
    [
        ("e-Mail", ["alice@example.invalid", "bob@example.invalid"]),
        ("SMS", ["tel:+1-201-555-0100", "tel:+1-201-555-0101"]),
        ("MMS", ["tel:+1-201-555-0102", "tel:+1-201-555-0103"]),
        ("Instant Message", sip),
        ("WebpageURL", page),
        ("Chat", sip),
        ("File-Transfer", sip),
        ("WebpageSync", page),
        ("Mixed", sip),
    ]
    .map(|(class, to)| (class.to_owned(), to.map(str::to_owned).to_vec()))
    .into()
}
