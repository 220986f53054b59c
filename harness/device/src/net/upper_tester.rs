//! The upper tester's door: `POST {base}/{stimulus}` with a JSON object, answered with one.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::exchange::{Handler, Incoming};
use super::response::Response;
use crate::service::{STIMULI, Service};

/// The path that stimuli are posted under.
pub(crate) const BASE_PATH: &str = "/upper-tester";
/// The one stimulus that concerns the device, not its service.
const RESTART: &str = "restart";
/// The stimulus that lists the others.
const CAPABILITIES: &str = "capabilities";

/// What a stimulus acts on.
pub(crate) struct UpperTester {
    pub(crate) service: Arc<Service>,
    /// Leaves the network in order and comes back.
    pub(crate) restart: Box<dyn Fn() + Send + Sync>,
    /// Who gave stimuli, and how many.
    pub(crate) testers: Testers,
}

/// Who gave stimuli that have an effect, by the name in their field `tester`, and how many.
#[derive(Debug, Default)]
pub(crate) struct Testers(Mutex<BTreeMap<String, u64>>);

/// How many testers are told apart.
const TESTERS: usize = 50;
/// How much of a tester's name counts, in characters.
const NAME: usize = 40;

impl Testers {
    fn count(&self, fields: &Value) {
        let name = fields.get("tester").and_then(Value::as_str);
        let name: String = name.unwrap_or_default().chars().take(NAME).collect();
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = !counts.contains_key(&name);
        let name = if is_new && counts.len() >= TESTERS {
            String::new()
        } else {
            name
        };
        *counts.entry(name).or_default() += 1;
    }

    fn told(&self) -> Value {
        json!(*self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Handler for UpperTester {
    fn answer(&self, incoming: &Incoming) -> Response {
        let path = incoming.path().strip_prefix(BASE_PATH);
        let Some(stimulus) = path.and_then(|rest| rest.strip_prefix('/')) else {
            return Response::refusal(404, "stimuli are posted under /upper-tester");
        };
        if stimulus != RESTART && !STIMULI.contains(&stimulus) {
            return Response::refusal(404, "there is no such stimulus");
        }
        if incoming.method() != "POST" {
            return Response::method_not_allowed("POST");
        }
        let body = incoming.request.body.as_slice();
        let fields = if body.iter().all(u8::is_ascii_whitespace) {
            Value::Object(Map::new())
        } else {
            match serde_json::from_slice(body) {
                Ok(fields @ Value::Object(_)) => fields,
                Ok(_) => return Response::refusal(400, "the fields have to be a JSON object"),
                Err(error) => {
                    return Response::refusal(400, &format!("the body is no JSON: {error}"));
                }
            }
        };
        if stimulus != CAPABILITIES {
            self.testers.count(&fields);
        }
        let mut answer = match stimulus {
            CAPABILITIES => self.capabilities(),
            RESTART => {
                (self.restart)();
                json!({"status": "done"})
            }
            _ => self.service.stimulate(stimulus, fields),
        };
        answer["testers"] = self.testers.told();
        Response::with_body(200, "application/json", answer.to_string())
    }
}

impl UpperTester {
    /// What the service offers, and `restart`.
    fn capabilities(&self) -> Value {
        let mut answer = self
            .service
            .stimulate(CAPABILITIES, Value::Object(Map::new()));
        if let Some(Value::Array(stimuli)) = answer.get_mut("stimuli") {
            stimuli.push(RESTART.into());
        }
        answer
    }
}
