use super::*;
use ctk_record::sample::{self, cut_short, sample};

fn validator(schema: &str) -> jsonschema::Validator {
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    assert!(
        jsonschema::meta::is_valid(&schema),
        "the schema is a schema"
    );
    jsonschema::validator_for(&schema).expect("the schema compiles")
}

fn assert_valid(validator: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn reports_are_valid_by_the_published_schema() {
    let validator = validator(RUN_JSON_SCHEMA);
    let mut nothing = sample::small(&[]);
    nothing.device = None;
    for record in [sample(), cut_short(), nothing] {
        assert_valid(&validator, &serde_json::to_value(report(&record)).unwrap());
    }
}

#[test]
fn the_schema_can_refuse() {
    let validator = validator(RUN_JSON_SCHEMA);
    let good = serde_json::to_value(full(&sample())).unwrap();
    for (pointer, bad) in [
        ("/schema", Value::from("messaging-ctk/run/2")),
        ("/seed", Value::from("7")),
        ("/cases/0/verdict", Value::from("passed")),
        ("/cases/0/exchanges/0/kind", Value::from("internal")),
        ("/coverage/error_codes/0/code", Value::from(-1)),
        ("/run/ended", Value::from("done")),
    ] {
        let mut value = good.clone();
        *value.pointer_mut(pointer).unwrap() = bad;
        assert!(!validator.is_valid(&value), "{pointer}");
    }
    let mut missing = good;
    missing["cases"][0]
        .as_object_mut()
        .unwrap()
        .remove("reproduce");
    assert!(!validator.is_valid(&missing));
}

#[test]
fn journal_lines_are_valid_by_the_published_schema() {
    let validator = validator(JOURNAL_JSON_SCHEMA);
    for line in sample::journal(&sample::events())
        .split(|&b| b == b'\n')
        .filter(|line| !line.is_empty())
    {
        assert_valid(&validator, &serde_json::from_slice(line).unwrap());
    }
    assert!(
        !validator.is_valid(&serde_json::json!({"event": "case-started", "case": 1, "at_ms": 2}))
    );
    assert!(!validator.is_valid(&serde_json::json!({"event": "unheard-of"})));
}

#[test]
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn fields_and_order_are_the_contract() {
    let value = serde_json::to_value(full(&sample())).unwrap();
    let keys = |pointer: &str| -> Vec<String> {
        value
            .pointer(pointer)
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    };
    let begins = |pointer: &str, contract: &str| {
        let contract: Vec<&str> = contract.split(' ').collect();
        assert_eq!(keys(pointer)[..contract.len()], contract, "{pointer}");
    };
    begins(
        "",
        "schema tool started duration_ms seed command run device ics causes summary cases coverage",
    );
    begins("/tool", "name version commit vectors");
    begins("/run", "complete ended exit_code verdict floor_ms");
    begins(
        "/device",
        "description_url udn friendly_name manufacturer model_name device_type service_type server uda",
    );
    begins(
        "/summary",
        "cases not_selected pass fail inconclusive not_applicable error warnings",
    );
    begins(
        "/cases/0",
        "id clause purpose requirements level verdict reason suspect accepted observed symptom warnings known_failure \
         duration_ms exchanges reproduce",
    );
    begins(
        "/cases/0/exchanges/0",
        "kind request response findings at_ms elapsed_ms",
    );
    begins("/cases/0/exchanges/0/request", "method url headers body");
    begins("/cases/0/exchanges/0/response", "status headers body");
    begins("/cases/10/exchanges/0/findings/0", "row text");
    begins("/cases/6/warnings/0", "ruling text");
    begins(
        "/coverage",
        "requirements session_state_action message_folder_action error_codes",
    );
    begins("/coverage/requirements/0", "id cases verdict reason");
    begins(
        "/coverage/session_state_action/0",
        "state action attempts verdict",
    );
    begins(
        "/coverage/message_folder_action/0",
        "folder action attempts verdict",
    );
    begins("/coverage/error_codes/0", "action code provoked verdict");
}

#[test]
fn a_report_reads_back_and_renders_the_same() {
    for record in [sample(), cut_short()] {
        let first = report(&record);
        let read = read_report(&first.to_json()).unwrap();
        assert!(read == first, "reads back");
        assert!(report(&read.to_record()) == first, "renders the same");
    }
}

#[test]
fn other_json_is_refused() {
    assert!(matches!(
        read_report("[]"),
        Err(ReportError::WrongSchema { .. })
    ));
    assert!(matches!(
        read_report("{\"schema\": \"messaging-ctk/run/2\"}"),
        Err(ReportError::WrongSchema { .. })
    ));
    assert!(matches!(
        read_report("{\"schema\": \"messaging-ctk/run/1\"}"),
        Err(ReportError::Malformed(_))
    ));
    assert!(matches!(
        read_report("nonsense"),
        Err(ReportError::Malformed(_))
    ));
}

#[test]
fn passed_cases_show_what_was_found_alone() {
    let record = sample();
    let (some, all) = (report(&record), full(&record));
    for (one, other) in some.cases.iter().zip(&all.cases) {
        let passed = matches!(one.verdict, Verdict::Pass | Verdict::NotApplicable);
        if passed {
            let found = |one: &ExchangePart| !one.findings.is_empty();
            assert!(one.exchanges.iter().all(found), "{}", one.id);
        } else {
            assert!(one == other, "{}", one.id);
        }
    }
    assert!(some.to_json().len() < all.to_json().len());
}

#[test]
fn internal_exchanges_and_replay_data_stay_out() {
    let text = report(&sample()).to_json();
    assert!(!text.contains("kept for the replay") && !text.contains("\"internal\""));
}

#[test]
fn long_bodies_are_cut_and_say_so() {
    let report = full(&sample());
    let huge = report
        .cases
        .iter()
        .find(|case| case.id == "uda/eventing/huge")
        .unwrap();
    let body = &huge.exchanges[0].response.as_ref().unwrap().body;
    assert!(body.len() < 66_000);
    assert!(body.ends_with("\n[cut: 65536 of 200000 bytes are shown]"));
}

#[test]
fn hostile_text_survives() {
    let report = read_report(&report(&sample()).to_json()).unwrap();
    let case = report
        .cases
        .iter()
        .find(|case| case.id == "uda/control/content-type")
        .unwrap();
    assert_eq!(case.observed, sample::HOSTILE);
}
