//! Seeds: from the vectors where there are some, and a few of each other kind.

mod vectors;
mod wire;

use ctk_device::{Config, Device};
use ctk_model::document::{
    Attachment, FileInfo, FileInfoList, Kind, MESSAGING, Message, PEER, Peer, Recipients,
};
use ctk_vectors::facts;
use ctk_wire::gena;

/// The seeds of a target: name and bytes. Those of the vectors are called as their vectors.
pub fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    if target == "bundle" {
        let bundle = crate::records::BUNDLE;
        let cut = &bundle[..bundle.len() / 2];
        return vec![
            ("seed-000".to_owned(), bundle.to_vec()),
            ("seed-001".to_owned(), cut.to_vec()),
        ];
    }
    if target == "model_trace" {
        // Every kind of observation once, and each number of bench flags.
        let every = |flags: u8| {
            let kinds = (0..96_u8).flat_map(|at| {
                [
                    at,
                    at.wrapping_mul(7),
                    at,
                    at / 2,
                    at / 3,
                    at.wrapping_mul(5),
                ]
            });
            std::iter::once(flags).chain(kinds).collect::<Vec<u8>>()
        };
        let named = (0..16_u8).map(|flags| (format!("seed-{flags:03}"), every(flags * 17)));
        return named.collect();
    }
    let texts: Vec<String> = match target {
        "lexical_uri" => words(&[
            "sip:alice@example.invalid",
            "tel:+1-201-555-0100",
            "http://h.example:80/a/b?c#d",
            "urn:x:y",
            "mailto:a@b",
        ]),
        "lexical_date" => words(&[
            "2012-12-10T10:11:12Z",
            "2012-12-10T10:11:12.5+01:00",
            "-0044-03-15T24:00:00",
        ]),
        "lexical_mime" => words(&["text/plain", "text/plain;charset=\"utf-8\", image/png", ""]),
        "lexical_id" => words(&["M0042", "S1.M2", ""]),
        "lexical_value" => words(&["0", "yes", "18446744073709551616"]),
        "profile" => words(&[
            "[ics]\nactions = [\"ReadMessage\"]\nfolders = [\"Received\"]\n[ixit]\nrecipients = { SMS = [\"tel:+1\"] }\ndelivery = \"5s\"\n[rulings]\nR-18 = \"fail\"\n",
            "[ics]\nsecure_eventing = true\n",
        ]),
        "journal" => words(&[JOURNAL]),
        "ssdp_message" => wire::datagrams(),
        "http_head" => wire::heads(),
        "http_chunks" => words(&[
            "4\r\nWiki\r\n5;x=y\r\npedia\r\n0\r\n\r\n",
            "1\na\n0\nX-Trailer: b\n\n",
            "0\r\n\r\n",
        ]),
        "soap_request" => wire::control_requests(),
        "soap_response" => wire::successes(),
        "soap_fault" => wire::faults(),
        "gena_notify" => vec![notify(
            "NewMessages",
            &format!("&lt;m:newMessages xmlns:m=\"{MESSAGING}\"/&gt;"),
        )],
        "scpd" => fetched("/messaging/scpd.xml"),
        "device_description" => fetched("/description.xml"),
        _ => documents(target),
    };
    texts
        .into_iter()
        .enumerate()
        .map(|(index, text)| (format!("seed-{index:03}"), text.into_bytes()))
        .chain(vectors::of(target))
        .collect()
}

const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:2";

const JOURNAL: &str = concat!(
    r#"{"event":"header","schema":"messaging-ctk/journal/1","tool":{"name":"messaging-ctk","version":"1","vectors":"sha256:0"},"started":"2026-01-01T00:00:00Z","seed":1,"command":["messaging-ctk"],"target":["embedded"]}"#,
    "\n",
    r#"{"event":"plan","cases":[{"id":"5.5.1/a","clause":"5.5.1","purpose":"p","requirements":["M-5.5.1-1"],"level":"shall"}],"requirements":[],"session_cells":[["Pending","JoinSession"]],"folder_cells":[],"error_pairs":[["JoinSession",708]]}"#,
    "\n",
    r#"{"event":"case-started","case":"5.5.1/a","at_ms":1}"#,
    "\n",
    r#"{"event":"case-finished","case":"5.5.1/a","verdict":"fail","reason":"r","suspect":"device","duration_ms":3}"#,
    "\n",
    r#"{"event":"footer","ended":"finished","exit_code":1,"verdict":"v","duration_ms":5}"#,
    "\n"
);

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

fn notify(variable: &str, value: &str) -> String {
    let body = format!(
        "<?xml version=\"1.0\"?><e:propertyset xmlns:e=\"urn:schemas-upnp-org:event-1-0\"><e:property><{variable}>{value}</{variable}></e:property></e:propertyset>"
    );
    let head = gena::unsubscribe("/cb/1", "h:1", "uuid:1").build();
    let head = String::from_utf8_lossy(&head).replace("UNSUBSCRIBE", "NOTIFY");
    let head = head.trim_end_matches("\r\n");
    format!(
        "{head}\r\nNT: upnp:event\r\nNTS: upnp:propchange\r\nSEQ: 1\r\nCONTENT-TYPE: text/xml\r\nCONTENT-LENGTH: {}\r\n\r\n{body}",
        body.len()
    )
}

/// What the reference device serves at a path.
fn fetched(path: &str) -> Vec<String> {
    let Ok(device) = Device::start(Config::default()) else {
        return Vec::new();
    };
    let base = device
        .description_url()
        .trim_end_matches("/description.xml")
        .to_owned();
    let text = get(&base, path).unwrap_or_default();
    device.stop();
    vec![text]
}

fn get(base: &str, path: &str) -> Option<String> {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(base.strip_prefix("http://")?).ok()?;
    write!(stream, "GET {path} HTTP/1.0\r\nHOST: h\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer
        .split_once("\r\n\r\n")
        .map(|(_, body)| body.to_owned())
}

/// The valid and the invalid instances of the vectors, and what our writers write.
fn documents(target: &str) -> Vec<String> {
    let Some((kind, own)) = own(target) else {
        return Vec::new();
    };
    let mut texts = own;
    let facts = facts();
    if let Some(document) = facts.document(kind.root()) {
        texts.push(format!(
            "<m:{} xmlns:m=\"{}\"/>",
            kind.root(),
            document.namespace
        ));
    }
    texts
}

fn own(target: &str) -> Option<(Kind, Vec<String>)> {
    let recipients = Recipients {
        to: vec![Peer::new("sip:bob@example.invalid")],
        from: Some(Peer::new("sip:alice@example.invalid")),
        ..Recipients::default()
    };
    let message = message(&recipients);
    let files = files();
    let inner = |xml: &str| {
        xml.split_once("?>")
            .map_or(xml, |(_, rest)| rest)
            .trim()
            .to_owned()
    };
    let list = inner(&recipients.to_xml());
    let unqualified = |xml: &str, root: &str| {
        let start = xml.find('>').map_or(0, |at| at + 1);
        let end = xml.rfind("</").unwrap_or(xml.len());
        format!("<{root}>{}</{root}>", &xml[start..end.max(start)])
    };
    let local_list = unqualified(&list, "recipientsList");
    let root = |name: &str, content: &str| {
        format!(
            "<?xml version=\"1.0\"?><m:{name} xmlns:m=\"{MESSAGING}\" xmlns:peer=\"{PEER}\">{content}</m:{name}>"
        )
    };
    let session = format!(
        "<sessionID>S1</sessionID><sessionClass>Chat</sessionClass><sessionStatus>Running</sessionStatus>{local_list}<listOfMessages><messageID>S1.M1</messageID></listOfMessages><dateStarted>2012-12-10T10:11:12Z</dateStarted>"
    );
    let local_message = unqualified(&inner(&message.to_xml()), "message");
    Some(match target {
        "s5_3_02_messaging_capabilities" => (Kind::MessagingCapabilities, vec![root("messagingCapabilities", "<supportedMessageClasses><messageClass>SMS</messageClass></supportedMessageClasses><supportedSessionClasses/><supportedMessageFolders><messageFolder>Received</messageFolder><messageFolder>Outgoing</messageFolder><messageFolder>Sent</messageFolder></supportedMessageFolders>")]),
        "s5_3_03_new_messages" => (Kind::NewMessages, vec![root("newMessages", "<newMessage><messageID>M1</messageID><messageOverview>A &amp; B</messageOverview></newMessage>")]),
        "s5_3_04_session_updates" => (Kind::SessionUpdates, vec![root("sessionUpdates", "<sessionUpdate><sessionID>S1</sessionID><sessionEvent>session modified</sessionEvent><sessionStatus>Running</sessionStatus></sessionUpdate>")]),
        "s5_3_10_message" => (Kind::Message, vec![message.to_xml()]),
        "s5_3_11_message_list" => (Kind::MessageList, vec![root("messageList", &local_message)]),
        "s5_3_14_recipients_list" => (Kind::RecipientsList, vec![recipients.to_xml()]),
        "s5_3_15_session_info" => (Kind::SessionInfo, vec![root("sessionInfo", &session)]),
        "s5_3_16_sessions_list" => (Kind::SessionsList, vec![root("sessionsList", &format!("<sessionInfo>{session}</sessionInfo>"))]),
        "s5_3_20_file_info_list" => (Kind::FileInfoList, vec![files.to_xml()]),
        "a_peer_type" => (Kind::Peer, vec!["<peer:id>sip:a@b</peer:id><peer:name>A</peer:name><peer:contactInstanceId>0</peer:contactInstanceId><peer:image type=\"URL\"/><peer:location>1 2</peer:location>".to_owned(), format!("<peer:peer xmlns:peer=\"{PEER}\"><peer:id>x</peer:id></peer:peer>")]),
        _ => return None,
    })
}

fn files() -> FileInfoList {
    FileInfoList {
        session_id: "S1".to_owned(),
        files: vec![FileInfo {
            file_type: "image/png".to_owned(),
            size: "7".to_owned(),
            link: "http://h/f".to_owned(),
            progress: "1".to_owned(),
            time: Some("2".to_owned()),
        }],
    }
}

fn message(recipients: &Recipients) -> Message {
    Message {
        class: "MMS".to_owned(),
        session_id: Some("S1".to_owned()),
        recipients: recipients.clone(),
        subject: Some("a < b".to_owned()),
        text: Some("é中😀".to_owned()),
        attachments: vec![Attachment {
            uri: "http://h/a.png".to_owned(),
            size: Some("7".to_owned()),
            mime_type: None,
        }],
        ..Message::default()
    }
}
