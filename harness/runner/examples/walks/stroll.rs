//! A walk with the service in this process.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use ctk_device::defects::Deviations;
use ctk_device::service::{Caller, Evented, STIMULI, Service, Setup};
use ctk_model::service::{Bench, Contradiction, Observation, Outcome, Source, What, Who, judge};
use ctk_model::walk::{By, Field, Generator, Step, Terrain, Value, fill};
use ctk_vectors::facts;
use serde_json::{Map, Value as Json, json};

use crate::served::Files;
use crate::written::flat;

/// Steps of a chapter.
const CHAPTER: u32 = 600;
/// What a step takes, in milliseconds.
const STEP_MS: u64 = 8;
/// What an exchange takes.
const EXCHANGE_MS: u64 = 4;
/// The second of the moderation, and a little.
const EVENTS_MS: u64 = 1_050;

/// How to walk.
pub(crate) struct Stroll<'f> {
    pub(crate) seed: u64,
    pub(crate) steps: u32,
    pub(crate) files: &'f Files,
}

/// A walk on a device; what contradicts the model, each requirement once.
pub(crate) fn walk(stroll: &Stroll<'_>, deviations: Deviations) -> Vec<Contradiction> {
    let Ok(setup) = Setup::new(&[], deviations, "Reference".to_owned()) else {
        return Vec::new();
    };
    let terrain = Terrain {
        stimuli: (Terrain::everything().stimuli.into_iter())
            .filter(|it| it == "restart" || STIMULI.contains(&it.as_str()))
            .filter(|it| it != "reset" && it != "capabilities")
            .collect(),
        long: stroll.steps >= 2_000,
        ..Terrain::everything()
    };
    let mut generator = Generator::new(terrain, stroll.seed);
    let service = Service::new(setup, Box::new(|_| {}));
    let mut found: Vec<Contradiction> = Vec::new();
    let mut known = BTreeSet::new();
    let mut left = stroll.steps;
    while left > 0 {
        let length = CHAPTER.min(left);
        left -= length;
        let mut chapter = Chapter::new(&service, stroll.files);
        chapter.walk(&mut generator, length);
        chapter.seen.sort_by_key(|it| (it.from, it.source.exchange));
        let judged = judge(&Bench::full(), &chapter.seen);
        for it in judged.contradictions.into_iter().filter(|it| !it.follows) {
            if known.insert((it.rule.clone(), it.requirement.clone())) {
                found.push(it);
            }
        }
    }
    if std::env::var_os("TRIED").is_some() {
        eprintln!(
            "{:?}",
            generator
                .tried()
                .iter()
                .filter(|(name, _)| !name.contains('/'))
                .collect::<Vec<_>>()
        );
    }
    service.shutdown();
    found
}

pub(crate) struct Chapter<'s> {
    service: &'s Arc<Service>,
    pub(crate) files: &'s Files,
    seen: Vec<Observation>,
    pub(crate) made: BTreeMap<u32, String>,
    subscription: u32,
    keys: u32,
    now: u64,
    evented: [u64; 2],
    pub(crate) exchange: u32,
}

impl<'s> Chapter<'s> {
    fn new(service: &'s Arc<Service>, files: &'s Files) -> Self {
        Self {
            service,
            files,
            seen: Vec::new(),
            made: BTreeMap::new(),
            subscription: 0,
            keys: 0,
            now: 10_000,
            evented: [0; 2],
            exchange: 0,
        }
    }

    fn walk(&mut self, generator: &mut Generator, length: u32) {
        generator.begin_anew();
        self.stimulate(0, "reset", json!({}));
        self.subscribe();
        for _ in 0..length {
            let Some(step) = generator.step() else { break };
            self.take(&step, generator);
        }
        for step in generator.closing() {
            self.take(&step, generator);
        }
        self.listen();
    }

    fn take(&mut self, step: &Step, generator: &mut Generator) {
        self.exchange = step.number();
        let done = match step {
            Step::Listen { .. } => {
                self.listen();
                true
            }
            Step::Stimulate {
                number,
                stimulus,
                fields,
            } => self.far_side(*number, stimulus, fields),
            Step::Invoke {
                number,
                by,
                action,
                arguments,
            } => self.invoke(*number, *by, action, arguments),
        };
        let gave = self.made.get(&step.number()).map(String::as_str);
        generator.came(step, done, gave);
        self.now += STEP_MS - EXCHANGE_MS;
        self.hear();
    }

    fn note(&mut self, who: Who, what: What) {
        let from = self.now;
        self.now += EXCHANGE_MS;
        let source = Source {
            case: "walk".to_owned(),
            exchange: self.exchange,
        };
        self.seen.push(Observation {
            source,
            from,
            to: Some(from + EXCHANGE_MS),
            who,
            what,
        });
    }

    fn subscribe(&mut self) {
        self.subscription += 1;
        self.keys = 0;
        let subscription = format!("s{}", self.subscription);
        self.note(Who::Device, What::Subscribed { subscription });
        let properties = [Evented::NewMessages, Evented::SessionUpdates]
            .map(|one| (format!("{one:?}"), self.service.value_now(one)));
        self.event(properties.to_vec());
    }

    fn event(&mut self, properties: Vec<(String, String)>) {
        let event = What::Event {
            subscription: format!("s{}", self.subscription),
            key: Some(self.keys),
            properties,
        };
        self.keys += 1;
        self.note(Who::Device, event);
    }

    /// The events that are due.
    fn hear(&mut self) {
        let all = [Evented::NewMessages, Evented::SessionUpdates];
        for (at, variable) in all.into_iter().enumerate() {
            if self.now < self.evented[at] + 1_000 {
                continue;
            }
            if let Some(value) = self.service.collect(variable) {
                self.evented[at] = self.now;
                self.event(vec![(format!("{variable:?}"), value)]);
            }
        }
    }

    fn listen(&mut self) {
        // What the device does by itself takes some real time.
        std::thread::sleep(std::time::Duration::from_millis(20));
        for _ in 0..2 {
            self.now += EVENTS_MS;
            self.hear();
        }
    }

    fn invoke(
        &mut self,
        number: u32,
        by: By,
        action: &str,
        given: &BTreeMap<String, Value>,
    ) -> bool {
        let Some(inputs) = facts().action(action).map(|it| it.inputs.clone()) else {
            return false;
        };
        let mut arguments = Vec::new();
        for input in &inputs {
            let written = match given.get(&input.name) {
                Some(value) => self.written(value),
                None => Some(String::new()),
            };
            let Some(written) = written else { return false };
            arguments.push((input.name.clone(), written));
        }
        let (host, name) = match by {
            By::First => (1, "first"),
            By::Second => (2, "second"),
        };
        let caller = Caller {
            address: IpAddr::V4(Ipv4Addr::new(127, 0, 0, host)),
            user_agent: name.to_owned(),
        };
        let answer = self.service.invoke(&caller, action, &arguments);
        let outcome = match answer {
            Ok(outputs) => {
                if matches!(action, "SendMessage" | "CreateSession")
                    && let Some((_, id)) = outputs.first()
                {
                    self.made.insert(number, id.clone());
                }
                Outcome::Success(outputs)
            }
            Err(fault) => Outcome::Fault(fault.code),
        };
        let done = matches!(outcome, Outcome::Success(_));
        let what = What::Action {
            name: action.to_owned(),
            arguments,
            outcome,
        };
        self.note(Who::ControlPoint(name.to_owned()), what);
        done
    }

    fn far_side(&mut self, number: u32, name: &str, given: &BTreeMap<String, Field>) -> bool {
        let mut fields = Map::new();
        for (field, value) in given {
            let value = match value {
                Field::Flag(flag) => json!(flag),
                Field::Text(text) => match fill(text, self) {
                    Some(text) => json!(text),
                    None => return false,
                },
                Field::Files(files) => {
                    let list = files.iter().map(|file| {
                        let uri = self.link(file);
                        json!({ "uri": uri, "size": file.size, "mime_type": file.mime })
                    });
                    Json::Array(list.collect())
                }
            };
            fields.insert(field.clone(), value);
        }
        self.stimulate(number, name, Json::Object(fields))
    }

    fn stimulate(&mut self, number: u32, name: &str, fields: Json) -> bool {
        let answer = if name == "restart" {
            self.service.restarted();
            json!({ "status": "done" })
        } else {
            self.service.stimulate(name, fields.clone())
        };
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        let (session_id, message_id) = (text("session_id"), text("message_id"));
        if let Some(id) = session_id.clone().or_else(|| message_id.clone()) {
            self.made.insert(number, id);
        }
        let done = answer["status"] == "done";
        let what = What::Stimulus {
            name: name.to_owned(),
            fields: flat(&fields),
            done,
            session_id,
            message_id,
        };
        self.note(Who::FarSide, what);
        if name == "restart" {
            self.subscribe();
        }
        done
    }
}
