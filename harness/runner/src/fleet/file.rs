//! The file of a fleet (TOML): a table for each device, with the words of `run`, and one for what they have in common.
//!
//! ```toml
//! [defaults]                  # what every device has, unless its own table says otherwise
//! budget = "10m"
//!
//! [[device]]
//! name = "phone-a"            # names its folder among the results
//! device = "http://192.0.2.7:49152/description.xml"
//! profile = "phone-a.toml"    # paths are taken from where the file is
//! upper_tester = "http://192.0.2.8:7000/"
//! labels = ["bench 1", "firmware 2.1"]
//! ```

use std::collections::HashSet;
use std::path::Path;

use clap::Parser;
use toml::{Table, Value};

use crate::commands::run::RunArgs;
use crate::exit_code::Failure;
use crate::run::select::select;
use crate::suggestion::suggestion;

/// The most devices of a fleet.
const MOST: usize = 100_000;

/// What a device's table may say beside its name, its labels and its copies: the words of `run` with `_` for `-`. Those
/// that are paths are taken from where the file is.
const WORDS: &[(&str, bool)] = &[
    ("profile", true),
    ("known_failures", true),
    ("baseline", true),
    ("affected_by", true),
    ("upper_tester", false),
    ("upper_tester_command", false),
    ("interface", false),
    ("follow_hosts", false),
    ("udn", false),
    ("service", false),
    ("invoke", false),
    ("case", false),
    ("skip", false),
    ("strict", false),
    ("require_complete", false),
    ("long", false),
    ("exhaustive", false),
    ("model_steps", false),
    ("jobs", false),
    ("connections", false),
    ("timeout", false),
    ("budget", false),
    ("seed", false),
    ("fail_fast", false),
    ("defect", false),
    ("variation", false),
    ("without", false),
    ("uda", false),
];

/// What only the table of a device says.
const OWN: &[&str] = &["name", "device", "labels", "copies"];

/// A device of the fleet, and how it is to be judged.
#[derive(Debug, Clone)]
pub struct Member {
    /// What it is called: the name of its folder.
    pub name: String,
    /// What it is found by.
    pub labels: Vec<String>,
    /// As if the command line of `run` had said so.
    pub args: RunArgs,
    /// That command line.
    pub words: Vec<String>,
}

#[derive(Debug, Parser)]
#[command(name = "messaging-ctk run")]
struct Line {
    #[command(flatten)]
    run: RunArgs,
}

/// Reads the devices of a fleet.
///
/// # Errors
/// Exit code 2, with the file and the device: it cannot be read, says something that is not known, or names a profile or
/// a pattern that is wrong.
pub fn load(path: &Path) -> Result<Vec<Member>, Failure> {
    let name = path.display();
    let text = crate::text_file::read(path)
        .map_err(|error| Failure::usage(format!("the fleet {name} cannot be read: {error}")))?;
    let base = path.parent().unwrap_or(Path::new(""));
    let members = read(&text, &name.to_string(), base)?;
    let mut checked: HashSet<(Option<&Path>, &[String], &[String])> = HashSet::new();
    for member in &members {
        let (profile, cases) = (&member.args.profile, &member.args.select);
        if checked.insert((profile.profile.as_deref(), &cases.case, &cases.skip)) {
            let wrong =
                |failure: Failure| of_device(&name.to_string(), &member.name, &failure.message);
            profile.load().map_err(wrong)?;
            select(ctk_suite::cases(), cases).map_err(wrong)?;
        }
    }
    Ok(members)
}

/// Reads the text of a fleet's file; `name` is what errors call it, `base` where its paths begin.
fn read(text: &str, name: &str, base: &Path) -> Result<Vec<Member>, Failure> {
    let whole: Table = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| {
            text[..span.start.min(text.len())].matches('\n').count() + 1
        });
        Failure::usage(format!("{name}:{line}: {}", error.message()))
    })?;
    if let Some(key) = whole
        .keys()
        .find(|key| !["defaults", "device"].contains(&key.as_str()))
    {
        return Err(Failure::usage(format!(
            "{name}: nothing is called `{key}`; a fleet has [defaults] and a [[device]] for each device"
        )));
    }
    let defaults = match whole.get("defaults") {
        None => Table::new(),
        Some(Value::Table(table)) => table.clone(),
        Some(_) => return Err(Failure::usage(format!("{name}: [defaults] is a table"))),
    };
    check_keys(&defaults, &[], "[defaults]", name)?;
    let Some(Value::Array(tables)) = whole.get("device") else {
        return Err(Failure::usage(format!(
            "{name}: there is no device; write a [[device]] with `name` and `device` for each"
        )));
    };
    let mut members = Vec::new();
    let mut names = HashSet::new();
    for (place, table) in tables.iter().enumerate() {
        let Value::Table(table) = table else {
            return Err(Failure::usage(format!(
                "{name}: device {} is not a table; write [[device]]",
                place + 1
            )));
        };
        for member in members_of(table, &defaults, place, (name, base))? {
            if !names.insert(member.name.clone()) {
                return Err(of_device(name, &member.name, "two devices have this name"));
            }
            members.push(member);
        }
        if members.len() > MOST {
            return Err(Failure::usage(format!("{name}: more than {MOST} devices")));
        }
    }
    Ok(members)
}

fn of_device(file: &str, device: &str, why: &str) -> Failure {
    Failure::usage(format!("{file}: device `{device}`: {why}"))
}

fn check_keys(table: &Table, own: &[&str], place: &str, name: &str) -> Result<(), Failure> {
    let known = || {
        WORDS
            .iter()
            .map(|(word, _)| *word)
            .chain(own.iter().copied())
    };
    match table
        .keys()
        .find(|key| !known().any(|word| word == key.as_str()))
    {
        None => Ok(()),
        Some(key) => {
            let hint = suggestion(key, known());
            Err(Failure::usage(format!(
                "{name}: {place}: nothing is called `{key}` here{hint}"
            )))
        }
    }
}

/// The devices of a table: one, unless it wants copies of the embedded device.
fn members_of(
    table: &Table,
    defaults: &Table,
    place: usize,
    (file, base): (&str, &Path),
) -> Result<Vec<Member>, Failure> {
    let Some(name) = table.get("name").and_then(Value::as_str) else {
        return Err(Failure::usage(format!(
            "{file}: device {} has no `name`",
            place + 1
        )));
    };
    let wrong = |why: &str| of_device(file, name, why);
    if !is_name(name) {
        return Err(wrong(
            "a name has letters, digits, `-`, `_` and `.`, and begins with a letter or digit: it names a folder",
        ));
    }
    check_keys(table, OWN, &format!("device `{name}`"), file)?;
    let Some(device) = table.get("device").and_then(Value::as_str) else {
        return Err(wrong(
            "it has no `device`: a description URL, udn:UUID, name:TEXT, or embedded",
        ));
    };
    let labels = match table.get("labels") {
        None => Vec::new(),
        Some(labels) => texts(labels).ok_or_else(|| wrong("labels are a list of texts"))?,
    };
    let copies = match table.get("copies").map(Value::as_integer) {
        None => None,
        Some(Some(copies)) if device == "embedded" && copies > 0 => usize::try_from(copies).ok(),
        Some(_) => {
            return Err(wrong(
                "copies are a number from 1, and of the embedded device only",
            ));
        }
    };
    let mut words = vec![
        "messaging-ctk".to_owned(),
        "run".to_owned(),
        device.to_owned(),
    ];
    for (word, is_path) in WORDS {
        if let Some(value) = table.get(*word).or_else(|| defaults.get(*word)) {
            let base = is_path.then_some(base);
            let spoken = spoken(word, value, base);
            words.extend(spoken.ok_or_else(|| {
                wrong(&format!(
                    "`{word}` is a text, a number, true or false, or a list of texts"
                ))
            })?);
        }
    }
    let line = Line::try_parse_from(words.iter().skip(1));
    let args = line
        .map_err(|error| wrong(&first_line(&error.to_string())))?
        .run;
    let member = |name: String| {
        let mut args = args.clone();
        args.embedded.name = Some(name.clone());
        Member {
            name,
            labels: labels.clone(),
            args,
            words: words.clone(),
        }
    };
    Ok(match copies {
        None => vec![member(name.to_owned())],
        Some(copies) => (1..=copies.min(MOST + 1))
            .map(|copy| member(format!("{name}-{copy}")))
            .collect(),
    })
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    name.len() <= 100
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(fits)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let all = value.as_array()?.iter();
    all.map(|text| text.as_str().map(str::to_owned)).collect()
}

/// What the command line would say for it.
fn spoken(word: &str, value: &Value, base: Option<&Path>) -> Option<Vec<String>> {
    let flag = word.replace('_', "-");
    let with = |text: &str| match base {
        Some(base) => format!("--{flag}={}", base.join(text).display()),
        None => format!("--{flag}={text}"),
    };
    Some(match value {
        Value::String(text) => vec![with(text)],
        Value::Integer(number) => vec![with(&number.to_string())],
        Value::Boolean(true) => vec![format!("--{flag}")],
        Value::Boolean(false) => Vec::new(),
        list => texts(list)?.iter().map(|text| with(text)).collect(),
    })
}

/// The first line of what clap says, without its `error: `.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dut::target::Target;

    fn members(text: &str) -> Result<Vec<Member>, String> {
        read(text, "fleet.toml", Path::new("bench")).map_err(|failure| {
            assert_eq!(failure.code, 2);
            failure.message
        })
    }

    #[test]
    fn a_device_has_what_all_have_unless_it_says_otherwise() {
        let text = "[defaults]\njobs = 4\nseed = 7\nlong = true\ncase = ['5.5.1']\n\
            [[device]]\nname = 'a'\ndevice = 'http://192.0.2.1/d.xml'\nprofile = 'a.toml'\nlabels = ['x', 'y']\n\
            [[device]]\nname = 'b'\ndevice = 'embedded'\njobs = 2\nlong = false\ncopies = 2\n";
        let members = members(text).expect("it can be read");
        let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["a", "b-1", "b-2"]);
        let (a, b) = (&members[0], &members[2]);
        assert_eq!(a.labels, ["x", "y"]);
        assert_eq!(
            a.args.profile.profile.as_deref(),
            Some(Path::new("bench/a.toml"))
        );
        assert_eq!(
            (a.args.schedule.jobs, b.args.schedule.jobs),
            (Some(4), Some(2))
        );
        assert!(a.args.schedule.long && !b.args.schedule.long);
        assert_eq!(b.args.select.case, ["5.5.1"]);
        assert_eq!(b.args.device.device, Target::Embedded);
        assert_eq!(b.args.embedded.name.as_deref(), Some("b-2"));
    }

    #[test]
    fn what_is_wrong_is_told_with_the_device() {
        let device = |rest: &str| format!("[[device]]\nname = 'a'\ndevice = 'embedded'\n{rest}\n");
        for (text, told) in [
            (String::new(), "there is no device"),
            ("x = 1".to_owned(), "nothing is called `x`"),
            ("[[device]\n".to_owned(), "fleet.toml:1:"),
            (
                "[[device]]\nname = 'a'".to_owned(),
                "device `a`: it has no `device`",
            ),
            (
                "[[device]]\ndevice = 'embedded'".to_owned(),
                "device 1 has no `name`",
            ),
            (
                "[[device]]\nname = '../a'\ndevice = 'embedded'".to_owned(),
                "names a folder",
            ),
            (device("upper_testr = 'x'"), "near it: upper_tester"),
            (device("jobs = 0"), "device `a`: invalid value '0'"),
            (device("jobs = 1.5"), "`jobs` is a text"),
            (device("labels = 'x'"), "labels are a list"),
            (device("copies = 0"), "copies are a number"),
            (device("") + &device(""), "two devices have this name"),
            (
                "[defaults]\nname = 'a'\n".to_owned() + &device(""),
                "[defaults]: nothing is called `name`",
            ),
        ] {
            let message = members(&text).expect_err("it is wrong");
            assert!(message.contains(told), "{text}: {message}");
        }
    }
}
