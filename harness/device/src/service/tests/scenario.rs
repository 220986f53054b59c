//! One long conversation with the device, written down: every defect and every variation of the service
//! has to change it, and a device without any tells the same each time.

mod more_sessions;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::transfers::{file_list, serve_five};
use super::*;

struct Talk<'k> {
    kit: &'k Kit,
    said: String,
}

impl Talk<'_> {
    fn say(&mut self, what: &str, answer: Result<String, u16>) -> String {
        self.said.push_str(&format!("{what}: {answer:?}\n"));
        answer.unwrap_or_default()
    }

    fn by(&mut self, who: &str, action: &str, arguments: &[(&str, &str)]) -> String {
        let answer = self.kit.try_as(who, action, arguments);
        self.say(action, answer)
    }

    fn act(&mut self, action: &str, arguments: &[(&str, &str)]) -> String {
        self.by("cp", action, arguments)
    }

    fn on(&mut self, action: &str, session: &str) -> String {
        self.act(action, &[("SessionID", session)])
    }

    fn far(&mut self, name: &str, fields: Value) -> Value {
        let answer = self.kit.service.stimulate(name, fields);
        self.said.push_str(&format!("{name}: {answer}\n"));
        answer
    }

    fn search(&mut self, class: &str, folder: &str, status: &str, session: &str) {
        let answer = self.kit.search(class, folder, status, session);
        self.say("SearchMessages", answer);
    }

    fn sessions(&mut self, id: &str, class: &str, status: &str) {
        let criteria = [
            ("SessionID", id),
            ("SessionClass", class),
            ("SessionStatus", status),
        ];
        self.act("GetSessions", &criteria);
    }

    fn modify(&mut self, id: &str, add: &str, remove: &str, subject: &str, class: &str) {
        self.act(
            "ModifySession",
            &[
                ("SessionID", id),
                ("SessionRecipientsToAdd", add),
                ("SessionRecipientsToRemove", remove),
                ("Subject", subject),
                ("SupportedContentType", ""),
                ("SessionClass", class),
            ],
        );
        self.sessions(id, "", "");
    }

    fn events(&mut self) {
        for variable in [Evented::NewMessages, Evented::SessionUpdates] {
            let event = self.kit.service.collect(variable);
            self.said.push_str(&format!("event: {event:?}\n"));
        }
    }
}

fn tell(kit: &Kit) -> String {
    let mut talk = Talk {
        kit,
        said: String::new(),
    };
    talk.far("hold-outgoing", json!({"enabled": true}));
    page_mode(&mut talk);
    for (class, end) in [("Chat", "Running"), ("", "Parked"), ("Mixed", "Pending")] {
        sessions(&mut talk, class, end);
    }
    more_sessions::more_sessions(&mut talk);
    incoming(&mut talk);
    transfers(&mut talk);
    privileges(&mut talk);
    normal(&talk.said, kit)
}

fn page_mode(talk: &mut Talk<'_>) {
    talk.act("GetMessagingCapabilities", &[]);
    talk.act("GetTelephonyIdentity", &[]);
    talk.far("assign-identity", json!({"uri": null}));
    talk.act("GetTelephonyIdentity", &[]);
    talk.far("assign-identity", json!({"uri": "sip:me@example.invalid"}));
    let arrive = |talk: &mut Talk<'_>, text: &str| {
        let fields =
            json!({"class": "SMS", "from": "tel:+12015550101", "subject": "S", "text": text});
        talk.far("incoming-message", fields)["message_id"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let ids = [
        arrive(talk, "one"),
        arrive(talk, "two"),
        arrive(talk, "three"),
    ];
    talk.events();
    talk.search("SMS", "", "Unread", "");
    talk.act("ReadMessage", &[("MessageID", &ids[0])]);
    talk.search("", "", "Read", "");
    talk.far("local-read", json!({"message_id": ids[1]}));
    arrive(talk, "four");
    talk.act("ReadMessage", &[("MessageID", &ids[0])]);
    talk.events();
    talk.act("GetNewMessages", &[]);
    let rest =
        "<text>x</text><attachments><attachment><uRI>http://h/</uRI></attachment></attachments>";
    let to = &["tel:+12015550101", "tel:+12015550102"];
    for xml in [
        message("MMS", "", to, rest),
        sms(),
        message("SMS", "", &[], ""),
        "<".to_owned(),
        message("MMS", "nosession", to, rest),
    ] {
        let id = talk.act("SendMessage", &[("MessageToSend", &xml)]);
        talk.search("", "Outgoing", "", "");
        talk.far("deliver-outgoing", json!({"message_id": id}));
        talk.search("", "Sent", "", "");
        talk.act("ReadMessage", &[("MessageID", &id)]);
    }
    for (class, folder, status, session) in [
        ("MMS", "", "", ""),
        ("", "Sent", "", ""),
        ("MMS", "Sent", "Read", ""),
        ("SMS", "Sent", "Unread", ""),
        ("Telegram", "", "", ""),
        ("WebpageURL", "", "", ""),
        ("", "Attic", "", ""),
        ("", "", "Lost", ""),
        ("", "", "", "nosession"),
    ] {
        talk.search(class, folder, status, session);
    }
    for id in [&ids[2], &ids[2], &ids[2], &"nothing".to_owned()] {
        talk.act("DeleteMessage", &[("MessageID", id)]);
        talk.act("ReadMessage", &[("MessageID", id)]);
        talk.search("", "Deleted", "", "");
    }
    let id = arrive(talk, "five");
    talk.act("DeleteMessage", &[("MessageID", &id)]);
    talk.search("", "Deleted", "", "");
}

fn sessions(talk: &mut Talk<'_>, class: &str, end: &str) {
    let ann = recipients(&["sip:ann@example.invalid"]);
    let bob = recipients(&["sip:bob@example.invalid"]);
    let id = talk.act("CreateSession", &creation(class, &ann));
    talk.act("CreateSession", &creation("Chat", "<"));
    talk.act("CreateSession", &creation("Party", &ann));
    talk.sessions(&id, "SMS", "Closed");
    for action in ["JoinSession", "LeaveSession"] {
        talk.on(action, &id);
        talk.on(action, "nosession");
    }
    talk.modify(&id, "", "", "Pending", "");
    if end == "Pending" {
        talk.on("CloseSession", &id);
        talk.sessions(&id, "", "");
        let id = talk.act("CreateSession", &creation(class, &ann));
        talk.on("AcceptSession", &id);
        talk.sessions(&id, "", "");
        return talk.events();
    }
    talk.far("peer-accepts-session", json!({"session_id": id}));
    talk.sessions("", "Chat", "Running");
    talk.sessions("", "", "Pending");
    talk.sessions("", "SMS", "");
    talk.sessions("nosession", "", "");
    talk.on("AcceptSession", &id);
    talk.on("JoinSession", &id);
    let sent = talk.act("SendMessage", &[("MessageToSend", &instant_message(&id))]);
    talk.act("SendMessage", &[("MessageToSend", &instant_message(&id))]);
    talk.act("ReadMessage", &[("MessageID", &sent)]);
    talk.search("", "", "", &id);
    talk.modify(&id, &bob, &ann, "", "");
    talk.modify(&id, "", "<", "Refused", "");
    talk.modify(&id, "", "", "", "SMS");
    talk.modify(&id, "", "", "", "MMS");
    talk.by("stranger", "LeaveSession", &[("SessionID", &id)]);
    talk.by("other", "JoinSession", &[("SessionID", &id)]);
    talk.on("LeaveSession", &id);
    talk.sessions(&id, "", "");
    talk.by("other", "LeaveSession", &[("SessionID", &id)]);
    talk.sessions(&id, "", "");
    talk.on("LeaveSession", &id);
    talk.act("GetSessionUpdates", &[]);
    if end == "Running" {
        talk.on("JoinSession", &id);
    }
    talk.sessions(&id, "", "");
    talk.on("CloseSession", &id);
    talk.sessions(&id, "", "");
    talk.act("ReadMessage", &[("MessageID", &sent)]);
    talk.modify(&id, "", "", "Closed", "");
    talk.act("SendMessage", &[("MessageToSend", &instant_message(&id))]);
    talk.on("CloseSession", &id);
    talk.events();
}

fn incoming(talk: &mut Talk<'_>) {
    let fields = json!({"class": "MMS", "from": "tel:+12015550101", "text": "x", "attachments": [{"uri": "http://h/"}]});
    let answer = talk.far("incoming-message", fields);
    let id = answer["message_id"].as_str().unwrap_or_default().to_owned();
    talk.act("ReadMessage", &[("MessageID", &id)]);
    let id = talk.act(
        "CreateSession",
        &creation("SMS", &recipients(&["tel:+12015550101"])),
    );
    talk.sessions(&id, "", "");
    talk.on("CloseSession", &id);
    let fields = json!({"class": "Chat", "from": "sip:bob@example.invalid", "from_name": "Bob"});
    let answer = talk.far("incoming-session", fields);
    let id = answer["session_id"].as_str().unwrap_or_default().to_owned();
    talk.on("AcceptSession", &id);
    talk.sessions(&id, "", "");
    let fields = json!({"class": "Instant Message", "from": "sip:bob@example.invalid", "text": "x", "session_id": id});
    talk.far("incoming-message", fields);
    talk.act("GetNewMessages", &[]);
    talk.events();
    talk.on("LeaveSession", &id);
    talk.far("peer-closes-session", json!({"session_id": id}));
    talk.sessions(&id, "", "");
    talk.on("GetFileTransferSession", &id);
    talk.events();
}

fn transfers(talk: &mut Talk<'_>) {
    let fetched = std::sync::Arc::new(AtomicUsize::new(0));
    let good = serve_five(&fetched);
    let picture = "<peer:image peer:type=\"URL\"/></recipientTo>";
    let ann = recipients(&["sip:ann@example.invalid"]).replacen("</recipientTo>", picture, 1);
    for (link, progress, stalled) in [
        (good.as_str(), "0", false),
        (good.as_str(), "1", false),
        ("http://nowhere.invalid/", "0", false),
        ("http://nowhere.invalid/", "yes", true),
        ("http://nowhere.invalid/", "0", true),
    ] {
        talk.far("stall-file-transfer", json!({"enabled": stalled}));
        let id = talk.act("CreateSession", &creation("File-Transfer", &ann));
        talk.far("peer-accepts-session", json!({"session_id": id}));
        talk.on("CancelFileTransfer", &id);
        // A period that never comes round, however slow the machine.
        let list = file_list(&id, &[(link, 5, progress)]).replace("time=\"1\"", "time=\"3600\"");
        let started = talk
            .kit
            .attempt("StartFileTransfer", &[("FileInfoList", &list)]);
        let runs = started.is_ok();
        talk.say("StartFileTransfer", started);
        if stalled && progress == "yes" {
            talk.on("CancelFileTransfer", &id);
            talk.on("CancelFileTransfer", &id);
        } else if !stalled && runs {
            // What was told is over with one of the two; the events of it are written down together.
            let told = Mutex::new(Vec::new());
            talk.kit.until("the end of the transfer", |kit| {
                let mut told = lock(&told);
                told.extend(kit.updates(&id));
                let ends = |text: &str| text.ends_with("completed") || text.ends_with("failed");
                told.last().is_some_and(|(text, _)| ends(text))
            });
            talk.said.push_str(&format!("{:?}\n", lock(&told)));
        }
        talk.on("CloseSession", &id);
        talk.sessions(&id, "", "");
        talk.on("GetFileTransferSession", &id);
        talk.events();
    }
    let unknown = file_list("nosession", &[("http://nowhere.invalid/", 5, "0")]);
    talk.act("StartFileTransfer", &[("FileInfoList", &unknown)]);
    talk.said
        .push_str(&format!("fetched {}\n", fetched.load(Ordering::SeqCst)));
}

fn privileges(talk: &mut Talk<'_>) {
    talk.far("authorize", json!({"enabled": false}));
    talk.search("", "", "", "");
}

/// Takes out what differs from one device to the next: the prefix of its ids, times, ports.
fn normal(said: &str, kit: &Kit) -> String {
    kit.stimulate("authorize", json!({"enabled": true}));
    let prefix = kit.create("Chat")[..6].to_owned();
    let mut normal = String::new();
    for part in said.replace(&prefix, "PREFIX").split_inclusive('>') {
        let date = part
            .find("Z</date")
            .filter(|at| *at > 10 && part.contains('T'));
        let port = part.find("http://127.0.0.1:");
        match (date, port) {
            (Some(at), _) => normal.push_str(&format!("DATE{}", &part[at..])),
            (_, Some(_)) => normal.push_str("LINK"),
            _ => normal.push_str(part),
        }
    }
    normal
}

fn first_difference(one: &str, other: &str) -> Option<String> {
    let differs = one.lines().zip(other.lines()).find(|(a, b)| a != b);
    differs
        .map(|(a, b)| format!("{a}\n{b}"))
        .or_else(|| (one != other).then(String::new))
}

/// The service's sources without its tests.
fn sources(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder)
        .expect("the sources are there")
        .flatten();
    entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            match entry.path() {
                path if path.is_dir() && name != "tests" => sources(&path),
                path if name.ends_with(".rs") && name != "tests.rs" => {
                    std::fs::read_to_string(path).expect("a source file is readable")
                }
                _ => String::new(),
            }
        })
        .collect()
}

/// What the device of the conversation lacks, so that something standard is unsupported.
const WITHOUT: [&str; 1] = ["message-class:WebpageURL"];

#[test]
fn every_deviation_shows_and_nothing_else_does() {
    let plain = tell(&kit_without(&WITHOUT));
    assert_eq!(
        first_difference(&plain, &tell(&kit_without(&WITHOUT))),
        None,
        "a device without deviations"
    );
    let source = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/service"));
    let mut silent = Vec::new();
    for defect in DefectId::ALL {
        let ours = source.contains(&format!("DefectId::{defect:?}"));
        if ours && tell(&kit_with(&WITHOUT, [*defect], [])) == plain {
            silent.push(defect.as_str());
        }
    }
    for variation in VariationId::ALL {
        let ours = source.contains(&format!("VariationId::{variation:?}"));
        if ours && tell(&kit_with(&WITHOUT, [], [*variation])) == plain {
            silent.push(variation.as_str());
        }
    }
    assert!(silent.is_empty(), "nothing shows of {silent:?}");
}
