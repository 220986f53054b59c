//! The device of a recording, put together from what its run saw of it before the first case.

use std::sync::Arc;

use ctk_model::expectation::RulingOverrides;
use ctk_record::Record;
use ctk_suite::lab::Answer;
use ctk_suite::replay::{ReplayLab, recorded};
use ctk_suite::service::SERVICES;
use ctk_suite::tester::response_of;
use ctk_suite::under_test::{DeviceUnderTest, Dut, Ics, ServiceUnderTest};
use ctk_vectors::waits;
use ctk_wire::description;
use ctk_wire::http::Response;
use ctk_wire::scpd;

/// The device under test of a recorded run.
pub(crate) fn under_test(record: &Record) -> Dut {
    let url = record.header.bench["url"].as_str().unwrap_or_default();
    let flag = |name: &str| record.header.bench[name].as_bool().unwrap_or_default();
    let read = document_at(record, url);
    let description = description::read(&read.body, url, Some(&read.head))
        .unwrap_or_else(|error| panic!("the recorded description: {error}"))
        .value;
    let [known, ..] = SERVICES;
    let found = description.find_services(known.family).remove(0);
    let described = document_at(record, &found.scpd_url);
    let scpd = scpd::read(&described.body, description.claim)
        .unwrap_or_else(|error| panic!("the recorded service description: {error}"))
        .value;
    let device = DeviceUnderTest {
        description_url: url.to_owned(),
        resolved: None,
        claim: description.claim,
        server: read
            .head
            .headers
            .get("server")
            .unwrap_or_default()
            .to_owned(),
        stimuli: stimuli(record),
        upper_tester: true,
        far_side_waits: true,
        stimuli_at_once: flag("embedded"),
        settle_ms: waits::STIMULUS_SETTLE.milliseconds,
        delivery_ms: waits::DELIVERY.milliseconds,
        two_addresses: flag("two_addresses"),
        multicast: flag("multicast"),
        rulings: RulingOverrides::default(),
        long: flag("long"),
        exhaustive: flag("exhaustive"),
        model_steps: record.header.bench["model_steps"]
            .as_u64()
            .and_then(|steps| u32::try_from(steps).ok()),
        invoked: Vec::new(),
        description,
    };
    let mut under_test = ServiceUnderTest {
        device: Arc::new(device),
        udn: found.udn,
        service_type: known.spoken_type(&found.service_type),
        control_url: found.control_url,
        event_url: found.event_sub_url,
        scpd_url: found.scpd_url,
        scpd: Some(scpd),
        ics: Ics::default(),
        recipients: known
            .reserved_recipients
            .iter()
            .map(|(class, to)| ((*class).to_owned(), to.map(str::to_owned).to_vec()))
            .collect(),
    };
    claim_capabilities(&mut under_test, record);
    Dut::new(under_test, Vec::new())
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

/// What the service said that it can do.
fn claim_capabilities(under_test: &mut ServiceUnderTest, record: &Record) {
    let mut exchanges = record.preparation.clone();
    exchanges.retain(|exchange| {
        let request = exchange.request.as_ref();
        request.is_some_and(|request| request.url == under_test.control_url)
    });
    let claims = under_test.service().claims.expect("a service with tables");
    under_test.ics = claims(&mut ReplayLab::new(&exchanges), under_test)
        .unwrap_or_else(|error| panic!("the recorded capabilities: {error}"));
    // What a profile lists beside that stands in the record.
    let recorded = record.device.iter().map(|device| device.ics.clone());
    let recorded = recorded.map(serde_json::from_value::<Ics>).next();
    under_test.ics.profile = recorded.and_then(Result::ok).unwrap_or_default().profile;
}
