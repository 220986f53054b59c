//! Steps that are simpler than a step and may show the same.

use std::collections::BTreeMap;

use super::step::{By, Draft, Field, FileDraft, People, Step, Value};

/// Each has one thing less, or a plainer one.
pub(super) fn simpler(step: &Step) -> Vec<Step> {
    match step {
        Step::Listen { .. } => Vec::new(),
        Step::Stimulate {
            number,
            stimulus,
            fields,
        } => less(fields)
            .into_iter()
            .map(|fields| Step::Stimulate {
                number: *number,
                stimulus: stimulus.clone(),
                fields,
            })
            .collect(),
        Step::Invoke {
            number,
            by,
            action,
            arguments,
        } => {
            let with = |by: By, arguments: BTreeMap<String, Value>| Step::Invoke {
                number: *number,
                by,
                action: action.clone(),
                arguments,
            };
            let mut found = Vec::new();
            if *by == By::Second {
                found.push(with(By::First, arguments.clone()));
            }
            for (name, value) in arguments {
                for plainer in plainer(value) {
                    let mut arguments = arguments.clone();
                    arguments.insert(name.clone(), plainer);
                    found.push(with(*by, arguments));
                }
            }
            found
        }
    }
}

fn less(fields: &BTreeMap<String, Field>) -> Vec<BTreeMap<String, Field>> {
    let mut found = Vec::new();
    let optional = [
        "from_name",
        "to",
        "subject",
        "text",
        "attachments",
        "session_id",
        "supported_content_type",
    ];
    for name in optional {
        if fields.contains_key(name) {
            let mut fields = fields.clone();
            fields.remove(name);
            found.push(fields);
        }
    }
    for name in ["subject", "text", "from_name", "peer"] {
        match fields.get(name) {
            Some(Field::Text(text)) if text != PLAIN => {
                let mut fields = fields.clone();
                fields.insert(name.to_owned(), Field::Text(PLAIN.to_owned()));
                found.push(fields);
            }
            _ => {}
        }
    }
    for (name, half) in [("subject", 0), ("subject", 1), ("text", 0), ("text", 1)] {
        match fields.get(name) {
            Some(Field::Text(text)) if text.len() > PLAIN.len() => {
                let half = halved(text, half);
                let mut fields = fields.clone();
                fields.insert(name.to_owned(), Field::Text(half));
                found.push(fields);
            }
            _ => {}
        }
    }
    if let Some(Field::Files(files)) = fields.get("attachments") {
        for files in fewer(files) {
            let mut fields = fields.clone();
            fields.insert("attachments".to_owned(), Field::Files(files));
            found.push(fields);
        }
    }
    found
}

/// The plainest text.
const PLAIN: &str = "text";

/// One half of a text; a short one is left whole.
fn halved(text: &str, half: usize) -> String {
    let count = text.chars().count();
    if count <= PLAIN.len() {
        return text.to_owned();
    }
    let from = half * (count / 2);
    text.chars().skip(from).take(count.div_ceil(2)).collect()
}

fn plainer(value: &Value) -> Vec<Value> {
    match value {
        // A criterion or a part that is not needed; an id stays.
        Value::Text(text) if text.is_empty() || super::mentions(text).len() == 1 => Vec::new(),
        Value::Text(text) if text != PLAIN => vec![
            Value::Text(String::new()),
            Value::Text(PLAIN.to_owned()),
            Value::Text(halved(text, 0)),
            Value::Text(halved(text, 1)),
        ],
        Value::Text(_) => vec![Value::Text(String::new())],
        Value::Recipients(people) => smaller(people).into_iter().map(Value::Recipients).collect(),
        Value::Files(offer) => fewer(&offer.list)
            .into_iter()
            .map(|list| {
                let mut offer = offer.clone();
                offer.list = list;
                Value::Files(offer)
            })
            .collect(),
        Value::Message(draft) => barer(draft)
            .into_iter()
            .map(|draft| Value::Message(Box::new(draft)))
            .collect(),
    }
}

fn barer(draft: &Draft) -> Vec<Draft> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Draft)| {
        let mut barer = draft.clone();
        change(&mut barer);
        if barer != *draft {
            found.push(barer);
        }
    };
    with(&|it| it.reply_to = None);
    with(&|it| it.subject = None);
    with(&|it| it.attachments.clear());
    with(&|it| it.subject = it.subject.as_ref().map(|_| PLAIN.to_owned()));
    with(&|it| it.text = it.text.as_ref().map(|_| PLAIN.to_owned()));
    for half in [0, 1] {
        with(&|it| it.subject = it.subject.as_deref().map(|text| halved(text, half)));
        with(&|it| it.text = it.text.as_deref().map(|text| halved(text, half)));
    }
    for people in smaller(&draft.recipients) {
        with(&|it| it.recipients = people.clone());
    }
    for files in fewer(&draft.attachments) {
        with(&|it| it.attachments = files.clone());
    }
    found
}

fn smaller(people: &People) -> Vec<People> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut People)| {
        let mut smaller = people.clone();
        change(&mut smaller);
        if smaller != *people {
            found.push(smaller);
        }
    };
    with(&|it| it.bcc.clear());
    with(&|it| it.cc.clear());
    with(&|it| it.to.truncate(1));
    with(&|it| {
        let lists = [&mut it.to, &mut it.cc, &mut it.bcc];
        lists.into_iter().flatten().for_each(|one| one.name = None);
    });
    with(&|it| drop(it.to.pop()));
    with(&|it| drop(it.cc.pop()));
    with(&|it| drop(it.bcc.pop()));
    found
}

fn fewer(files: &[FileDraft]) -> Vec<Vec<FileDraft>> {
    let mut found = Vec::new();
    if files.len() > 1 {
        found.push(files[..1].to_vec());
        found.push(files[..files.len() - 1].to_vec());
    }
    let plain = FileDraft {
        mime: "text/plain".to_owned(),
        size: 68,
        ..FileDraft::default()
    };
    let plainer = vec![plain; files.len()];
    if plainer != files {
        found.push(plainer);
    }
    found
}
