//! What walks try: how often each kind of plan, each action and each stimulus, on a terrain that offers everything and on
//! poorer ones. A change of the plans shows here what it does to the walks.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ctk_model::walk::{By, Generator, Step, Terrain};

const STEPS: usize = 4_000;

fn terrains() -> [(&'static str, Terrain); 4] {
    let all = Terrain::everything();
    [
        (
            "page mode, one control point",
            Terrain {
                session_classes: Vec::new(),
                second: false,
                ..all.clone()
            },
        ),
        (
            "no far side",
            Terrain {
                stimuli: Vec::new(),
                quick: false,
                ..all.clone()
            },
        ),
        (
            "two people, short",
            Terrain {
                recipients: all.recipients.keys().map(|it| (it.clone(), 2)).collect(),
                most_messages: 200,
                long: false,
                ..all.clone()
            },
        ),
        ("everything", all),
    ]
}

/// What a step is counted as.
fn word(step: &Step) -> String {
    match step {
        Step::Invoke {
            by,
            action,
            arguments,
            ..
        } => {
            let names: Vec<&str> = arguments.keys().map(String::as_str).collect();
            let by = if *by == By::Second { "second, " } else { "" };
            format!("{by}{action}({})", names.join(" "))
        }
        Step::Stimulate {
            stimulus, fields, ..
        } => {
            let names: Vec<&str> = fields.keys().map(String::as_str).collect();
            format!("{stimulus}({})", names.join(" "))
        }
        Step::Listen { .. } => "listen".to_owned(),
    }
}

#[test]
fn walks_try_what_the_snapshot_says() {
    let mut text = String::new();
    for (name, terrain) in terrains() {
        let mut generator = Generator::new(terrain, 11);
        let mut steps: BTreeMap<String, u32> = BTreeMap::new();
        for number in 0..STEPS {
            let Some(step) = generator.step() else { break };
            *steps.entry(word(&step)).or_default() += 1;
            // Some are refused, and some that succeed give no id.
            let id = format!("x{number}");
            generator.came(&step, number % 7 != 0, (number % 11 != 0).then_some(&id));
        }
        for step in generator.closing() {
            *steps.entry(format!("closing {}", word(&step))).or_default() += 1;
        }
        // Choices by what they are about: how many there are, and how often one was made.
        let mut tried: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
        for (choice, times) in generator.tried() {
            let about = choice.split('/').next().unwrap_or_default();
            let (count, sum) = tried.entry(about).or_default();
            (*count, *sum) = (*count + 1, *sum + times);
        }
        let _ = writeln!(text, "{name}");
        for (about, (count, sum)) in tried {
            let _ = writeln!(text, "  {about}: {sum} of {count}");
        }
        for (step, count) in steps {
            let _ = writeln!(text, "  {step} {count}");
        }
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("walks", text);
    });
}
