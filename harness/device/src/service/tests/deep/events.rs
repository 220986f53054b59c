//! What an event says.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::BatchNewestFirst,
        |kit| {
            let id = running(kit, "Chat");
            park(kit, &id);
            texts(kit, &id)
        },
        "one TelCP has left, one TelCP has joined",
        "one TelCP has joined, one TelCP has left",
    ),
    (
        DefectId::BatchShowsLastStatus,
        |kit| {
            let id = running(kit, "Chat");
            kit.on("LeaveSession", &id).expect("left");
            kit.on("CloseSession", &id).expect("closed");
            let updates = kit.updates(&id);
            updates
                .into_iter()
                .map(|(_, status)| status)
                .collect::<Vec<_>>()
                .join(" ")
        },
        "Parked Closed",
        "Closed Closed",
    ),
    (
        DefectId::AcceptedNamesAddress,
        |kit| {
            let to =
                "<recipientTo><peer:id>sip:ann@x</peer:id><peer:name>Ann</peer:name></recipientTo>";
            let id = kit.ok("CreateSession", &creation("Chat", &recipients_of(to)));
            kit.stimulate("peer-accepts-session", json!({"session_id": id}));
            texts(kit, &id)
        },
        "session accepted by: Ann",
        "session accepted by: sip:ann@x",
    ),
    (
        DefectId::RequestedNamesAddress,
        |kit| texts(kit, &requested(kit, "Chat")),
        "session requested by: Ann",
        "session requested by: sip:ann@example.invalid",
    ),
    (
        DefectId::PeerLeftNamesFirst,
        |kit| {
            let id = kit.ok(
                "CreateSession",
                &creation("Chat", &recipients(&["sip:a@x", "sip:b@x"])),
            );
            kit.stimulate("peer-accepts-session", json!({"session_id": id}));
            kit.updates(&id);
            kit.stimulate("peer-leaves", json!({"session_id": id, "peer": "sip:b@x"}));
            texts(kit, &id)
        },
        "sip:b@x has left",
        "sip:a@x has left",
    ),
    (
        DefectId::InitialEventListsRead,
        |kit| {
            let id = kit.incoming("one");
            read(kit, &id);
            count(&kit.service.value_now(Evented::NewMessages), "newMessage")
        },
        "0",
        "1",
    ),
    (
        DefectId::ProgressRestartsPerFile,
        |kit| last_progress(kit, "file transfer completed"),
        "file transfer progress: 10 Bytes",
        "file transfer progress: 5 Bytes",
    ),
    (
        DefectId::ProgressRoundedUp,
        |kit| last_progress(kit, "file transfer completed"),
        "file transfer progress: 10 Bytes",
        "file transfer progress: 1024 Bytes",
    ),
    (
        DefectId::FirstFileCompletes,
        |kit| {
            let (id, links) = (
                running(kit, "File-Transfer"),
                [server(FIVE, false), server(FIVE, false)],
            );
            start(kit, &id, &[(&links[0], 5, "0"), (&links[1], 5, "1")]).expect("started");
            until_over(kit, &id);
            let mut texts: Vec<String> =
                kit.updates(&id).into_iter().map(|(text, _)| text).collect();
            texts.pop().unwrap_or_default()
        },
        "file transfer completed",
        "file transfer progress: 10 Bytes",
    ),
    (
        DefectId::NinthArrivalLost,
        |kit| {
            (0..9).for_each(|_| drop(kit.incoming("one")));
            count(
                &kit.service
                    .collect(Evented::NewMessages)
                    .unwrap_or_default(),
                "newMessage",
            )
        },
        "9",
        "8",
    ),
    (
        DefectId::SecondRequestLost,
        |kit| {
            let ids = [requested(kit, "Chat"), requested(kit, "Chat")];
            let event = kit
                .service
                .collect(Evented::SessionUpdates)
                .unwrap_or_default();
            ids.map(|id| parse_updates(&event, &id).len().to_string())
                .concat()
        },
        "11",
        "10",
    ),
    (
        DefectId::RepeatedChangeUntold,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            park(kit, &id);
            kit.updates(&id);
            kit.on("LeaveSession", &id).expect("left");
            texts(kit, &id)
        },
        "one TelCP has left",
        "",
    ),
    (
        DefectId::ParkedClosingUntold,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            kit.updates(&id);
            kit.stimulate("peer-closes-session", json!({"session_id": id}));
            texts(kit, &id)
        },
        "session closed",
        "",
    ),
    (
        DefectId::BatchRepeatsFirstId,
        |kit| {
            let ids = [requested(kit, "Chat"), requested(kit, "Chat")];
            let event = kit
                .service
                .collect(Evented::SessionUpdates)
                .unwrap_or_default();
            ids.map(|id| parse_updates(&event, &id).len().to_string())
                .concat()
        },
        "11",
        "20",
    ),
    (
        DefectId::TypingNamesFirstTypist,
        |kit| {
            let id = running(kit, "Chat");
            for name in ["Ann", "Bob"] {
                kit.stimulate("peer-typing", json!({"session_id": id, "peer": name}));
            }
            texts(kit, &id)
        },
        "Ann is typing, Bob is typing",
        "Ann is typing, Ann is typing",
    ),
    (
        DefectId::EventNamesEscapedTwice,
        |kit| {
            let fields = json!({"class": "Chat", "from": "sip:ann@x", "from_name": "Ann & Bob"});
            let answer = kit.stimulate("incoming-session", fields);
            texts(kit, answer["session_id"].as_str().expect("an id"))
        },
        "session requested by: Ann &amp; Bob",
        "session requested by: Ann &amp;amp; Bob",
    ),
    (
        DefectId::ReadingDropsArrivals,
        |kit| {
            let first = kit.incoming("one");
            kit.incoming("two");
            read(kit, &first);
            let event = kit.service.collect(Evented::NewMessages);
            count(&event.unwrap_or_default(), "newMessage")
        },
        "1",
        "0",
    ),
    (
        DefectId::PeerJoinedNamesFirst,
        |kit| {
            let id = running(kit, "Chat");
            kit.stimulate("peer-joins", json!({"session_id": id, "peer": "Bob"}));
            texts(kit, &id)
        },
        "Bob has joined",
        "sip:ann@example.invalid has joined",
    ),
    (
        DefectId::SessionArrivalsMerged,
        |kit| {
            let id = running(kit, "Chat");
            (0..2).for_each(|_| drop(arrives_in(kit, &id)));
            (0..2).for_each(|_| drop(kit.incoming("one")));
            let event = kit.service.collect(Evented::NewMessages);
            count(&event.unwrap_or_default(), "newMessage")
        },
        "4",
        "3",
    ),
];

/// The last progress of a transfer of two files of five bytes.
fn last_progress(kit: &Kit, end: &str) -> String {
    let (id, link) = (running(kit, "File-Transfer"), server(FIVE, false));
    start(kit, &id, &[(&link, 5, "1"), (&link, 5, "1")]).expect("started");
    let events = events_until(kit, &id, end);
    let progress = events.into_iter().rfind(|text| text.contains("progress"));
    progress.unwrap_or_default()
}
