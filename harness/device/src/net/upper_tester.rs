//! The upper tester's door: `POST {base}/{stimulus}` with a JSON object, answered with one.

use std::sync::Arc;

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
        let answer = match stimulus {
            CAPABILITIES => self.capabilities(),
            RESTART => {
                (self.restart)();
                json!({"status": "done"})
            }
            _ => self.service.stimulate(stimulus, fields),
        };
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
