//! A device that is reached over IPv6: description, control, eventing and upper tester at a literal in brackets.

mod support;

use std::net::TcpListener;

use support::{Desk, Served, verdicts, with_verdict};

/// What a host of one IPv6 loopback address cannot give.
/// What a case of the model says for which those had to be left out that need two addresses.
const NO_OPPORTUNITY: &str = "nothing in the run gave an opportunity to judge it";

const ONE_ADDRESS: &str = "two source addresses";

#[test]
fn the_verdicts_over_ipv6_are_those_over_ipv4() {
    if let Err(error) = TcpListener::bind(("::1", 0)) {
        println!("skipped: this machine has no ::1 ({error})");
        return;
    }
    let six = Served::start(&["--bind", "::1"]);
    assert!(
        six.description.starts_with("http://[::1]:"),
        "{}",
        six.description
    );
    let four = Served::start(&[]);
    let judge = |served: &Served| {
        let tester = ["--upper-tester", served.upper_tester.as_str()];
        let arguments = [&[served.description.as_str(), "--jobs", "8"][..], &tester].concat();
        let desk = Desk::new();
        let (ran, report) = desk.judge(&arguments);
        assert_eq!(ran.code, Some(0), "{}", ran.errors);
        (desk, report)
    };
    let ((_four_desk, over_four), (desk, over_six)) = std::thread::scope(|scope| {
        let other = scope.spawn(|| judge(&four));
        let six = judge(&six);
        (other.join().expect("a run that ends"), six)
    });

    // Nothing is said of discovery, and by name.
    let skipped = with_verdict(&over_six, "not-applicable");
    let of_discovery = skipped.iter().filter(|case| case.contains("IPv6")).count();
    assert!(of_discovery > 20, "{skipped:#?}");
    let lacking: Vec<String> = with_verdict(&over_six, "inconclusive")
        .into_iter()
        .filter(|case| !case.contains(ONE_ADDRESS) && !case.contains(NO_OPPORTUNITY))
        .collect();
    assert!(lacking.is_empty(), "{lacking:#?}");

    // What gave no opportunity on one of them may have given one on the other.
    let mut open = with_verdict(&over_six, "inconclusive");
    let of_four = with_verdict(&over_four, "inconclusive").into_iter();
    open.extend(of_four.filter(|case| case.contains(NO_OPPORTUNITY)));
    let by_name = verdicts(&over_six);
    for (case, verdict) in verdicts(&over_four) {
        let excused = |list: &[String]| {
            list.iter()
                .any(|line| line.contains(&format!("\"{case}\"")))
        };
        if !case.starts_with("uda/discovery") && !excused(&open) && !excused(&skipped) {
            assert_eq!(by_name.get(&case), Some(&verdict), "{case}");
        }
    }

    // The literal stands in brackets wherever it is sent.
    let journal = Desk::journal(&desk.runs()[0].join("journal.jsonl.zst"));
    assert!(journal.contains(r#"["HOST","[::1]:"#));
    assert!(journal.contains(r#"["CALLBACK","<http://[::1]:"#));
    assert!(!journal.contains(r#"["HOST","::1"#));
}
