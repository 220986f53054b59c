use super::*;
use ctk_record::sample::{HOSTILE, small};
use ctk_record::{Device, Verdict::*};

/// A run of a day in March on a device.
fn run(index: &mut Index, day: usize, label: &str, cases: &[(&str, Verdict)]) {
    let mut record = small(cases);
    record.header.started = format!("2026-03-{day:02}T10:00:00Z");
    record.header.label = label.to_owned();
    record.device = Some(Device {
        udn: "uuid:one".to_owned(),
        friendly_name: HOSTILE.to_owned(),
        server: "Linux UPnP/1.1 X/1".to_owned(),
        ..Device::default()
    });
    index.add(format!("run-{day}"), "1".to_owned(), &record);
}

fn runs() -> Index {
    let mut index = Index::default();
    let days = [
        (Pass, Pass, Fail),
        (Fail, Pass, Pass),
        (Inconclusive, Fail, Pass),
        (Fail, Pass, Pass),
    ];
    for (day, (broken, flaky, mended)) in days.into_iter().enumerate().rev() {
        let cases = [
            ("a/broken", broken),
            ("a/flaky", flaky),
            ("a/mended", mended),
        ];
        run(&mut index, day + 1, "1.0", &cases);
    }
    index
}

#[test]
fn failures_have_a_first_bad_run_and_flaky_cases_are_told() {
    let index = runs();
    let all = timelines(&index);
    let [one] = &all[..] else {
        panic!("one device");
    };
    fn day(run: Option<&Entry>) -> Option<&str> {
        run.map(|run| run.place.as_str())
    }
    let failures: Vec<_> = one
        .failures
        .iter()
        .map(|it| {
            let bad = day(Some(it.first_bad));
            (it.case, day(it.last_good), bad, it.times, day(it.fixed))
        })
        .collect();
    assert_eq!(
        failures,
        [
            ("a/broken", Some("run-1"), Some("run-2"), 2, None),
            ("a/flaky", Some("run-2"), Some("run-3"), 1, Some("run-4")),
            ("a/mended", None, Some("run-1"), 1, Some("run-2")),
        ]
    );
    let flaky: Vec<_> = one
        .flaky
        .iter()
        .map(|it| (it.case, it.passed, it.failed))
        .collect();
    assert_eq!(flaky, [("a/flaky", 3, 1)]);
    assert_eq!(one.runs[3].permille(), 666);
}

#[test]
fn an_index_reads_back_and_knows_its_runs() {
    let mut index = runs();
    let text = serde_json::to_string(&index).unwrap();
    assert_eq!(Index::read(&text), index);
    assert_eq!(Index::read("nonsense"), Index::default());
    assert!(index.knows("run-1", "1") && !index.knows("run-1", "2"));
    index.keep(|place, _| place == "run-1");
    assert_eq!(index.runs.len(), 1);
    run(&mut index, 9, "", &[("b/new", Pass)]);
    assert_eq!(index.runs[1].verdict(3), 'p');
    assert_eq!(index.runs[0].verdict(3), '.');
    assert!(index.runs[1].version.starts_with("Linux"));
}

#[test]
fn the_page_stands_whatever_a_device_is_called() {
    let page = page(&runs());
    assert!(!page.contains("<b>&amp;") && !page.contains('\u{202e}'));
    let body = page.trim_start_matches("<!DOCTYPE html>");
    assert_eq!(body.matches("<table>").count(), 4);
    assert!(body.contains("Fails now (1)") && body.contains("Flaky (1)"));
}
