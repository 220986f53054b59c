//! Scripted traces, as short as what they show.

use std::collections::BTreeMap;

use ctk_model::document::{FileInfo, FileInfoList, Message, Peer, Recipients};
use ctk_model::service::{Bench, Contradiction, Observation, Outcome, Source, What, Who, judge};

/// A trace under construction: each observation begins when the one before it is over.
pub(crate) struct Trace {
    pub(crate) bench: Bench,
    pub(crate) seen: Vec<Observation>,
    now: u64,
}

/// What a message is to say.
pub(crate) fn text(text: &str) -> Message {
    Message {
        class: "SMS".to_owned(),
        recipients: Recipients::to_ids(&["tel:+1"]),
        text: Some(text.to_owned()),
        ..Message::default()
    }
}

/// The message in a folder with a status.
pub(crate) fn filed(message: &Message, id: &str, folder: &str, status: &str) -> Message {
    let mut filed = message.clone();
    filed.id = id.to_owned();
    filed.folder = folder.to_owned();
    filed.status = status.to_owned();
    filed.recipients.from = Some(Peer::new("tel:+9"));
    filed
}

impl Trace {
    pub(crate) fn new() -> Self {
        Self {
            bench: Bench::full(),
            seen: Vec::new(),
            now: 0,
        }
    }

    /// Anything, from the control point or the far side, for 5 milliseconds.
    pub(crate) fn see(&mut self, who: Who, what: What) -> &mut Self {
        let from = self.now;
        self.now += 10;
        self.during(from, from + 5, who, what)
    }

    /// Anything, at a time of its own.
    pub(crate) fn during(&mut self, from: u64, to: u64, who: Who, what: What) -> &mut Self {
        let case = match &who {
            Who::ControlPoint(name) => name.clone(),
            _ => "far".to_owned(),
        };
        let exchange = u32::try_from(self.seen.len()).expect("a short trace") + 1;
        self.seen.push(Observation {
            source: Source { case, exchange },
            from,
            to: Some(to),
            who,
            what,
        });
        self
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, ms: u64) -> &mut Self {
        self.now += ms;
        self
    }

    pub(crate) fn by(
        &mut self,
        who: &str,
        name: &str,
        values: &[&str],
        outcome: Outcome,
    ) -> &mut Self {
        self.see(
            Who::ControlPoint(who.to_owned()),
            action(name, values, outcome),
        )
    }

    /// An action of control point A.
    pub(crate) fn act(&mut self, name: &str, values: &[&str], outcome: Outcome) -> &mut Self {
        self.by("A", name, values, outcome)
    }

    pub(crate) fn stimulus(
        &mut self,
        name: &str,
        fields: &[(&str, &str)],
        made: &str,
    ) -> &mut Self {
        let id = || Some(made.to_owned()).filter(|it| !it.is_empty());
        let fields: BTreeMap<String, String> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.see(
            Who::FarSide,
            What::Stimulus {
                name: name.to_owned(),
                fields,
                done: true,
                session_id: id().filter(|_| name == "incoming-session"),
                message_id: id().filter(|_| name == "incoming-message"),
            },
        )
    }

    pub(crate) fn event(&mut self, variable: &str, value: String) -> &mut Self {
        let before = self.seen.iter();
        let before = before.filter(|it| matches!(it.what, What::Event { .. }));
        let key = u32::try_from(before.count()).expect("a short trace") + 1;
        self.see(
            Who::Device,
            What::Event {
                subscription: "S".to_owned(),
                key: Some(key),
                properties: vec![(variable.to_owned(), value)],
            },
        )
    }

    pub(crate) fn send(&mut self, message: &Message, id: &str) -> &mut Self {
        self.act("SendMessage", &[&message.to_xml()], ok(id))
    }

    pub(crate) fn arrives(&mut self, id: &str, said: &str) -> &mut Self {
        let fields = [("class", "SMS"), ("from", "tel:+9"), ("text", said)];
        self.stimulus("incoming-message", &fields, id)
    }

    pub(crate) fn arrives_in(&mut self, id: &str, session: &str) -> &mut Self {
        let fields = [
            ("class", "Instant Message"),
            ("from", "sip:p@x"),
            ("text", "hello there"),
            ("session_id", session),
        ];
        self.stimulus("incoming-message", &fields, id)
    }

    /// ReadMessage shows this.
    pub(crate) fn reads(&mut self, id: &str, shown: &Message) -> &mut Self {
        self.act("ReadMessage", &[id], ok(&shown.to_xml()))
    }

    pub(crate) fn deletes(&mut self, id: &str) -> &mut Self {
        self.act("DeleteMessage", &[id], done())
    }

    /// SearchMessages by class, folder, status and session gives this.
    pub(crate) fn finds(&mut self, criteria: [&str; 4], list: &[Message]) -> &mut Self {
        self.act("SearchMessages", &criteria, ok(&message_list_of(list)))
    }

    pub(crate) fn finds_nothing(&mut self) -> &mut Self {
        self.finds(["", "", "", ""], &[])
    }

    pub(crate) fn creates(&mut self, id: &str, class: &str, subject: &str) -> &mut Self {
        let people = Recipients::to_ids(&["sip:p@x", "sip:q@x"]).to_xml();
        self.act("CreateSession", &[class, &people, subject, ""], ok(id))
    }

    /// A Chat that is Running, with A in it.
    pub(crate) fn runs(&mut self, id: &str) -> &mut Self {
        self.creates(id, "Chat", "a subject").stimulus(
            "peer-accepts-session",
            &[("session_id", id)],
            "",
        )
    }

    /// GetSessions by id, class and status gives this.
    pub(crate) fn sessions(&mut self, criteria: [&str; 3], list: &[String]) -> &mut Self {
        self.act("GetSessions", &criteria, ok(&sessions_list_of(list)))
    }

    /// GetSessions by id shows the session in this status.
    pub(crate) fn is(&mut self, id: &str, status: &str) -> &mut Self {
        let info = info(id, "Chat", status);
        self.sessions([id, "", ""], &[info])
    }

    pub(crate) fn on(&mut self, who: &str, action: &str, id: &str, outcome: Outcome) -> &mut Self {
        self.by(who, action, &[id], outcome)
    }

    pub(crate) fn modifies(&mut self, id: &str, subject: &str, class: &str) -> &mut Self {
        self.act("ModifySession", &[id, "", "", subject, "", class], done())
    }

    pub(crate) fn transfers(&mut self, id: &str, outcome: Outcome) -> &mut Self {
        let list = FileInfoList {
            session_id: id.to_owned(),
            files: vec![FileInfo {
                file_type: "text/plain".to_owned(),
                size: "300".to_owned(),
                link: "http://127.0.0.1/f".to_owned(),
                progress: "1".to_owned(),
                time: Some("1".to_owned()),
            }],
        };
        self.act("StartFileTransfer", &[&list.to_xml()], outcome)
    }

    pub(crate) fn judged(&self) -> Vec<Contradiction> {
        judge(&self.bench, &self.seen).contradictions
    }

    /// Nothing contradicts the model, and neither does the beginning of the trace.
    #[track_caller]
    pub(crate) fn passes(&self) {
        for end in 0..=self.seen.len() {
            let judged = judge(&self.bench, &self.seen[..end]);
            assert_eq!(judged.contradictions, [], "the first {end} observations");
        }
    }

    /// The last observation contradicts the model, by this rule and requirement; what comes before it does not.
    #[track_caller]
    pub(crate) fn fails(&self, rule: &str, requirement: &str) {
        let before = judge(&self.bench, &self.seen[..self.seen.len() - 1]);
        assert_eq!(before.contradictions, [], "before the last observation");
        let judged = self.judged();
        let broken: Vec<(&str, &str)> = judged
            .iter()
            .map(|it| (it.rule.as_str(), it.requirement.as_str()))
            .collect();
        assert_eq!(broken, [(rule, requirement)], "{judged:#?}");
    }
}

impl Trace {
    /// As [`Trace::fails`], where the same observation breaks further rules.
    #[track_caller]
    pub(crate) fn fails_first(&self, rule: &str, requirement: &str) {
        let before = judge(&self.bench, &self.seen[..self.seen.len() - 1]);
        assert_eq!(before.contradictions, [], "before the last observation");
        let judged = self.judged();
        let first = judged.first().expect("a contradiction");
        assert_eq!(
            (first.rule.as_str(), first.requirement.as_str()),
            (rule, requirement)
        );
    }
}

pub(crate) fn action(name: &str, values: &[&str], outcome: Outcome) -> What {
    let action = ctk_vectors::facts().action(name).expect("an action");
    assert_eq!(action.inputs.len(), values.len(), "{name}");
    let arguments = action
        .inputs
        .iter()
        .zip(values)
        .map(|(input, value)| (input.name.clone(), (*value).to_owned()))
        .collect();
    What::Action {
        name: name.to_owned(),
        arguments,
        outcome,
    }
}

/// Success with one out argument.
pub(crate) fn ok(value: &str) -> Outcome {
    Outcome::Success(vec![("Out".to_owned(), value.to_owned())])
}

/// Success without out arguments.
pub(crate) fn done() -> Outcome {
    Outcome::Success(Vec::new())
}

pub(crate) fn fault(code: u16) -> Outcome {
    Outcome::Fault(code)
}

/// A session as a list shows it.
pub(crate) fn info(id: &str, class: &str, status: &str) -> String {
    info_with(
        id,
        class,
        status,
        Some("a subject"),
        &["sip:p@x", "sip:q@x"],
        &[],
    )
}

pub(crate) fn info_with(
    id: &str,
    class: &str,
    status: &str,
    subject: Option<&str>,
    to: &[&str],
    messages: &[&str],
) -> String {
    let subject = subject.map_or(String::new(), |it| format!("<subject>{it}</subject>"));
    let to: String = to
        .iter()
        .map(|id| format!("<recipientTo><peer:id>{id}</peer:id></recipientTo>"))
        .collect();
    let messages: String = messages
        .iter()
        .map(|id| format!("<messageID>{id}</messageID>"))
        .collect();
    format!(
        "<sessionInfo><sessionID>{id}</sessionID><sessionClass>{class}</sessionClass>{subject}\
         <sessionStatus>{status}</sessionStatus><recipientsList>{to}<recipientFrom><peer:id>sip:me@x</peer:id>\
         </recipientFrom></recipientsList><listOfMessages>{messages}</listOfMessages></sessionInfo>"
    )
}

fn document(root: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><m:{root} xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" \
         xmlns:peer=\"urn:schemas-upnp-org:phone:peer\">{content}</m:{root}>"
    )
}

pub(crate) fn sessions_list_of(list: &[String]) -> String {
    document("sessionsList", &list.concat())
}

/// The list, with the content of each message's own document.
pub(crate) fn message_list_of(list: &[Message]) -> String {
    let content: String = list
        .iter()
        .map(|message| {
            let xml = message.to_xml();
            let from = xml.find("<messageID>").expect("a message has an id");
            let to = xml.rfind("</").expect("a document ends");
            format!("<message>{}</message>", &xml[from..to])
        })
        .collect();
    document("messageList", &content)
}

/// A value of NewMessages.
pub(crate) fn new_messages(ids: &[&str]) -> String {
    let content: String = ids
        .iter()
        .map(|id| format!("<newMessage><messageID>{id}</messageID></newMessage>"))
        .collect();
    document("newMessages", &content)
}

/// A value of SessionUpdates.
pub(crate) fn updates(all: &[(&str, &str, &str)]) -> String {
    let content: String = all
        .iter()
        .map(|(id, event, status)| {
            format!(
                "<sessionUpdate><sessionID>{id}</sessionID><sessionEvent>{event}</sessionEvent>\
                 <sessionStatus>{status}</sessionStatus></sessionUpdate>"
            )
        })
        .collect();
    document("sessionUpdates", &content)
}

/// A list of messages without any.
pub(crate) fn empty_list() -> String {
    message_list_of(&[])
}
