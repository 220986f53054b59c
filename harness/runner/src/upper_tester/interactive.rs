//! The upper tester that is the person at the terminal.

use std::collections::HashSet;
use std::io::{BufRead, Read, Write};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::{Kind, StimulusReply, UpperTester};

/// The longest line that a person writes.
const LINE: u64 = 4096;

/// Questions without a usable answer before the stimulus counts as failed.
const PATIENCE: u32 = 5;

/// Tells a person what to do, in one sentence, and asks how it went.
pub struct InteractiveTester {
    terminal: Mutex<Terminal>,
}

struct Terminal {
    input: Box<dyn BufRead + Send>,
    output: Box<dyn Write + Send>,
    /// What the person cannot do: it is not asked for again.
    cannot: HashSet<String>,
}

impl InteractiveTester {
    /// Reads answers from `input` and writes questions to `output`.
    pub fn new(input: impl BufRead + Send + 'static, output: impl Write + Send + 'static) -> Self {
        let terminal = Terminal {
            input: Box::new(input),
            output: Box::new(output),
            cannot: HashSet::new(),
        };
        Self {
            terminal: Mutex::new(terminal),
        }
    }
}

impl UpperTester for InteractiveTester {
    fn stimulate(&self, name: &str, fields: &Value) -> StimulusReply {
        let Some(sentence) = sentence(name, fields) else {
            return StimulusReply::unsupported("nobody is asked to do that by hand");
        };
        let mut terminal = self.terminal.lock().unwrap_or_else(PoisonError::into_inner);
        terminal.stimulate(name, &sentence).unwrap_or_else(|error| {
            terminal.cannot.insert(name.to_owned());
            StimulusReply::unsupported(format!("nobody answers at the terminal: {error}"))
        })
    }

    fn kind(&self) -> Kind {
        Kind::Interactive
    }

    fn target(&self, name: &str) -> (String, String) {
        ("ASK".to_owned(), name.to_owned())
    }
}

impl Terminal {
    fn stimulate(&mut self, name: &str, sentence: &str) -> std::io::Result<StimulusReply> {
        if self.cannot.contains(name) {
            return Ok(StimulusReply::unsupported(
                "the person at the terminal cannot do that",
            ));
        }
        for _ in 0..PATIENCE {
            let answer = self.ask(&format!("\n{sentence}\n[d]one, [c]annot, [f]ailed? "))?;
            match answer.to_ascii_lowercase().as_str() {
                "d" | "done" => {
                    let mut reply = StimulusReply::done("");
                    match name {
                        "incoming-session" => {
                            reply.session_id = self.ask_for(
                                "The session's id, if the device shows it (else Enter): ",
                            )?;
                        }
                        "incoming-message" => {
                            reply.message_id = self.ask_for(
                                "The message's id, if the device shows it (else Enter): ",
                            )?;
                        }
                        _ => {}
                    }
                    return Ok(reply);
                }
                "c" | "cannot" => {
                    self.cannot.insert(name.to_owned());
                    return Ok(StimulusReply::unsupported(
                        "the person at the terminal cannot do that",
                    ));
                }
                "f" | "failed" => {
                    return Ok(StimulusReply::failed(
                        "the person at the terminal says that it failed",
                    ));
                }
                _ => {}
            }
        }
        Ok(StimulusReply::failed("no answer that could be understood"))
    }

    fn ask_for(&mut self, question: &str) -> std::io::Result<Option<String>> {
        Ok(Some(self.ask(question)?).filter(|answer| !answer.is_empty()))
    }

    fn ask(&mut self, question: &str) -> std::io::Result<String> {
        self.output.write_all(question.as_bytes())?;
        self.output.flush()?;
        let mut line = Vec::new();
        let length = self
            .input
            .by_ref()
            .take(LINE)
            .read_until(b'\n', &mut line)?;
        if length == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(String::from_utf8_lossy(&line).trim().to_owned())
    }
}

/// What the person is to do; nothing for what is never done by hand.
#[expect(clippy::too_many_lines, reason = "one arm a stimulus")]
fn sentence(name: &str, fields: &Value) -> Option<String> {
    let quoted = |field: &str| {
        fields
            .get(field)
            .and_then(Value::as_str)
            .map(|text| format!("{text:?}"))
    };
    let field = |field: &str| quoted(field).unwrap_or_else(|| "(any)".to_owned());
    let with = |field: &str, before: &str| {
        quoted(field)
            .map(|text| format!("{before}{text}"))
            .unwrap_or_default()
    };
    let on = fields
        .get("enabled")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let session = || field("session_id");
    Some(match name {
        "restart" => "Restart the device, or its network connection, in order.".to_owned(),
        "incoming-message" => format!(
            "Send a message of class {} to the device from {}{}{}{}.",
            field("class"),
            field("from"),
            with("session_id", " within the session "),
            with("subject", " with the subject "),
            with("text", " with the text "),
        ),
        "incoming-session" => format!(
            "Ask the device for a session of class {} from {}{}.",
            field("class"),
            field("from"),
            with("subject", " with the subject "),
        ),
        "peer-accepts-session" => format!("Accept the session {} at the remote party.", session()),
        "peer-rejects-session" => format!("Refuse the session {} at the remote party.", session()),
        "peer-closes-session" => format!("End the session {} at the remote party.", session()),
        "peer-joins" => format!("Let {} join the session {}.", field("peer"), session()),
        "peer-leaves" => format!("Let {} leave the session {}.", field("peer"), session()),
        "peer-typing" => format!(
            "Type something as {} in the session {}, without sending it.",
            field("peer"),
            session()
        ),
        "hold-outgoing" if on => {
            "Keep the device from delivering the messages it sends, until told otherwise."
                .to_owned()
        }
        "hold-outgoing" => "Let the device deliver the messages it sends again.".to_owned(),
        "deliver-outgoing" => format!(
            "Let the device deliver the held message {}.",
            field("message_id")
        ),
        "complete-file-transfer" => format!(
            "Bring the file transfer of the session {} to its end.",
            session()
        ),
        "stall-file-transfer" if on => {
            "Keep file transfers from making progress, until told otherwise.".to_owned()
        }
        "stall-file-transfer" => "Let file transfers make progress again.".to_owned(),
        "assign-identity" => match quoted("uri") {
            Some(uri) => format!("Assign the identity {uri} to the device."),
            None => "Withdraw the device's identity.".to_owned(),
        },
        "authorize" if on => {
            "Allow the control points of the network to use the device.".to_owned()
        }
        "authorize" => "Forbid the control points of the network to use the device.".to_owned(),
        "local-read" => format!(
            "Read the message {} on the device itself.",
            field("message_id")
        ),
        // Destructive, or a question to a program.
        _ => return None,
    })
}
