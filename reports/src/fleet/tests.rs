use super::*;
use ctk_record::sample::{cut_short, sample, small};

fn place(name: &str, worker: &str) -> Place {
    Place {
        name: name.to_owned(),
        labels: vec!["bench <1>".to_owned()],
        worker: worker.to_owned(),
    }
}

fn fleet() -> Fleet {
    let mut fleet = Fleet::new();
    let mut unfinished = cut_short();
    unfinished.header.tool = sample().header.tool;
    unfinished.footer = None;
    for (name, record) in [
        ("whole", Some(sample())),
        ("cut", Some(unfinished)),
        ("none", None),
    ] {
        fleet
            .add(place(name, "1/2"), record.as_ref())
            .expect("the same facts");
    }
    fleet
}

#[test]
fn devices_stand_beside_each_other_and_the_worst_decides() {
    let fleet = fleet();
    let states: Vec<State> = fleet.devices.iter().map(|device| device.state).collect();
    assert_eq!(states, [State::Judged, State::Cut, State::Missing]);
    assert_eq!((fleet.summary.devices, fleet.summary.lost), (3, 2));
    assert_eq!(fleet.exit_code, exit::BROKEN);
    assert_eq!(fleet.lost().count(), 2);
    let counted = crate::coverage::coverage(&sample());
    for row in &counted.requirements {
        let found = fleet.requirements.iter().find(|known| known.id == row.id);
        let verdicts =
            found.map(|found| (found.verdicts.len(), found.verdicts[0], found.verdicts[2]));
        assert_eq!(verdicts, Some((3, Some(row.verdict), None)), "{}", row.id);
    }
}

#[test]
fn the_worst_exit_code_is_that_of_the_fleet() {
    let order = [0, 3, 1, 4, 2, 130];
    for (place, one) in order.iter().enumerate() {
        for other in &order[place..] {
            assert_eq!((worse(*one, *other), worse(*other, *one)), (*other, *other));
        }
    }
}

#[test]
fn runs_of_other_facts_are_refused_with_both_names() {
    let mut fleet = fleet();
    let mut other = small(&[]);
    other.header.tool.vectors = "sha256:other".to_owned();
    let why = fleet
        .add(place("late", ""), Some(&other))
        .expect_err("other facts");
    let text = why.to_string();
    assert!(
        text.contains("cut was judged by") && text.contains("late by"),
        "{text}"
    );
}

#[test]
fn the_report_is_valid_by_its_schema_and_reads_back() {
    let schema = serde_json::from_str(FLEET_JSON_SCHEMA).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema compiles");
    for fleet in [fleet(), Fleet::new()] {
        let value: Value = serde_json::from_str(&fleet.to_json()).expect("JSON");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let again: Fleet = serde_json::from_value(value).expect("it reads back");
        assert_eq!(again, fleet);
    }
    let mut wrong = serde_json::to_value(fleet()).expect("a value");
    wrong["devices"][0]["state"] = "gone".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn who_judged_and_how_long_it_took_is_not_in_the_normalized_report() {
    let mut other = fleet();
    for device in &mut other.devices {
        device.worker = "2/7".to_owned();
        device.duration_ms += 17;
    }
    assert_eq!(other.to_normalized_json(), fleet().to_normalized_json());
    assert_ne!(other.to_json(), fleet().to_json());
}

#[test]
fn the_page_escapes_what_is_foreign_and_leads_to_the_runs() {
    let text = page(&fleet(), &|device| {
        (device.state == State::Judged).then(|| format!("{}/run.json", device.name))
    });
    assert!(text.contains("bench &lt;1&gt;"), "labels are escaped");
    assert!(text.contains("href=\"whole/run.json\""));
    assert!(!text.contains("href=\"none/"));
    assert!(text.contains("worker 1/2"));
}
