//! Requests to a hosted device, and what it answers.

use ctk_wire::http::{RequestBytes, ResponseBytes};
use ctk_wire::soap;
use quick_xml::escape::escape;

use super::behaviour::{Called, Service};
use super::script::{Script, ScriptError};
use super::{gena, service_description};

/// What the device calls itself.
const SERVER: &str = "Unix/1.0 UPnP/1.0 CtkHosted/1.0";

/// A device with one hosted service.
#[derive(Debug)]
pub struct Hosted {
    service: Service,
    subscriptions: Vec<Subscription>,
    granted: u32,
}

#[derive(Debug)]
struct Subscription {
    sid: String,
    callback: String,
    seq: u32,
}

/// A notification to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The callback URL.
    pub to: String,
    /// The request.
    pub bytes: Vec<u8>,
}

impl Hosted {
    /// A device that behaves as the script says, with the defect or variation of this name; an empty name is none.
    ///
    /// # Errors
    /// There is no file of the service, or no such defect.
    pub fn new(script: &Script, difference: &str) -> Result<Self, ScriptError> {
        let defect = script.difference(difference)?;
        let mut state = script.state.clone();
        state.extend(defect.state.clone());
        let service = Service {
            known: script.known()?,
            script: script.clone(),
            defect,
            state,
        };
        Ok(Self {
            service,
            subscriptions: Vec::new(),
            granted: 0,
        })
    }

    /// The type of its service.
    pub fn service_type(&self) -> String {
        format!(
            "{}{}",
            self.service.known.family, self.service.script.version
        )
    }

    /// The answer to a request, and the notifications that come after it. `target` is the path.
    pub fn answer(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> (Vec<u8>, Vec<Told>) {
        let header = |name: &str| {
            let found = headers
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str())
        };
        match (method, target) {
            ("GET", "/device.xml") => (document(&self.description()), Vec::new()),
            ("GET", "/service.xml") => {
                let Service {
                    known,
                    script,
                    defect,
                    ..
                } = &self.service;
                (
                    document(&service_description::write(known, script, defect)),
                    Vec::new(),
                )
            }
            ("POST", "/control") => self.control(body),
            ("SUBSCRIBE", "/events") => match (header("sid"), header("callback")) {
                (Some(sid), None) => self.renewed(sid),
                (None, Some(callback)) => self.subscribed(callback),
                _ => (bare(400, "Bad Request"), Vec::new()),
            },
            ("UNSUBSCRIBE", "/events") => {
                let before = self.subscriptions.len();
                self.subscriptions
                    .retain(|it| header("sid") != Some(it.sid.as_str()));
                let gone = self.subscriptions.len() < before;
                let answer = if gone {
                    bare(200, "OK")
                } else {
                    bare(412, "Precondition Failed")
                };
                (answer, Vec::new())
            }
            (_, "/control" | "/events" | "/device.xml" | "/service.xml") => {
                (bare(405, "Method Not Allowed"), Vec::new())
            }
            _ => (bare(404, "Not Found"), Vec::new()),
        }
    }

    fn description(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<root xmlns=\"urn:schemas-upnp-org:device-1-0\"><specVersion><major>1</major><minor>0</minor></specVersion><device><deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType><friendlyName>Hosted {name}</friendlyName><manufacturer>messaging-ctk</manufacturer><modelName>Hosted</modelName><UDN>uuid:6f1e0c52-3b7a-4d19-8a44-91d2c07be3f1</UDN><serviceList><service><serviceType>{kind}</serviceType><serviceId>urn:upnp-org:serviceId:{name}</serviceId><SCPDURL>/service.xml</SCPDURL><controlURL>/control</controlURL><eventSubURL>/events</eventSubURL></service></serviceList></device></root>",
            name = self.service.known.name,
            kind = self.service_type()
        )
    }

    fn control(&mut self, body: &[u8]) -> (Vec<u8>, Vec<Told>) {
        let Some(asked) = soap::read_request(body) else {
            return (bare(400, "Bad Request"), Vec::new());
        };
        let called: Called = self.service.call(&asked.action, &asked.arguments);
        let kind = self.service_type();
        match called {
            Ok((outputs, changed)) => {
                let inside: String = outputs
                    .iter()
                    .map(|(name, value)| format!("<{name}>{}</{name}>", escape(value)))
                    .collect();
                let action = escape(&asked.action).into_owned();
                let inside =
                    format!("<u:{action}Response xmlns:u=\"{kind}\">{inside}</u:{action}Response>");
                (control_answer(200, "OK", &inside), self.tell(&changed))
            }
            Err(code) => {
                let inside = format!(
                    "<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail><UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>{code}</errorCode><errorDescription>refused</errorDescription></UPnPError></detail></s:Fault>"
                );
                (
                    control_answer(500, "Internal Server Error", &inside),
                    Vec::new(),
                )
            }
        }
    }

    fn tell(&mut self, changed: &[String]) -> Vec<Told> {
        let properties = gena::properties(&self.service, Some(changed));
        if properties.is_empty() {
            return Vec::new();
        }
        let body = gena::body(&properties);
        self.subscriptions
            .iter_mut()
            .map(|subscription| notify(subscription, &body))
            .collect()
    }

    fn subscribed(&mut self, callback: &str) -> (Vec<u8>, Vec<Told>) {
        let url = callback
            .trim_start_matches('<')
            .split('>')
            .next()
            .unwrap_or_default();
        self.granted += 1;
        let mut subscription = Subscription {
            sid: format!("uuid:6f1e0c52-3b7a-4d19-8a44-{:012x}", self.granted),
            callback: url.to_owned(),
            seq: 0,
        };
        let body = gena::body(&gena::properties(&self.service, None));
        let told = notify(&mut subscription, &body);
        let answer = granted(&subscription.sid);
        self.subscriptions.push(subscription);
        (answer, vec![told])
    }

    fn renewed(&self, sid: &str) -> (Vec<u8>, Vec<Told>) {
        let known = self.subscriptions.iter().any(|it| it.sid == sid);
        let answer = if known {
            granted(sid)
        } else {
            bare(412, "Precondition Failed")
        };
        (answer, Vec::new())
    }
}

fn notify(subscription: &mut Subscription, body: &str) -> Told {
    let rest = subscription.callback.splitn(4, '/').collect::<Vec<_>>();
    let (host, path) = match rest.as_slice() {
        [_, _, host, path] => (*host, format!("/{path}")),
        [_, _, host] => (*host, "/".to_owned()),
        _ => ("", "/".to_owned()),
    };
    let bytes = RequestBytes::new("NOTIFY", &path)
        .header("HOST", host)
        .header("CONTENT-TYPE", "text/xml; charset=\"utf-8\"")
        .header("NT", "upnp:event")
        .header("NTS", "upnp:propchange")
        .header("SID", &subscription.sid)
        .header("SEQ", &subscription.seq.to_string())
        .body(body)
        .build();
    subscription.seq += 1;
    Told {
        to: subscription.callback.clone(),
        bytes,
    }
}

fn granted(sid: &str) -> Vec<u8> {
    ResponseBytes::new(200, "OK")
        .header("SERVER", SERVER)
        .header("SID", sid)
        .header("TIMEOUT", "Second-1800")
        .build()
}

fn control_answer(status: u16, reason: &str, inside: &str) -> Vec<u8> {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>{inside}</s:Body></s:Envelope>"
    );
    ResponseBytes::new(status, reason)
        .header("CONTENT-TYPE", "text/xml; charset=\"utf-8\"")
        .header("EXT", "")
        .header("SERVER", SERVER)
        .body(body)
        .build()
}

fn document(text: &str) -> Vec<u8> {
    ResponseBytes::new(200, "OK")
        .header("CONTENT-TYPE", "text/xml; charset=\"utf-8\"")
        .header("SERVER", SERVER)
        .body(text)
        .build()
}

fn bare(status: u16, reason: &str) -> Vec<u8> {
    ResponseBytes::new(status, reason)
        .header("SERVER", SERVER)
        .build()
}
