//! What is given again.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::SearchRepeatsAnswer,
        |kit| {
            let id = kit.incoming("one");
            let before = found(kit, ["", "", "Unread", ""]);
            read(kit, &id);
            before + &found(kit, ["", "", "Unread", ""])
        },
        "10",
        "11",
    ),
    (
        DefectId::SessionInfoRepeats,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            modified(kit, &id, ["", "", "Dinner", "", ""]);
            child(&kit.info(&id), "subject")
        },
        "Dinner",
        "Lunch",
    ),
    (
        DefectId::SentSubjectSticks,
        |kit| {
            let lists = lists(&["a@x"], &[], &[]);
            kit.send(&mail(&lists, "<subject>Lunch</subject>"));
            child(&sent(kit, &mail(&lists, "")), "subject")
        },
        "",
        "Lunch",
    ),
    (
        DefectId::SeventeenthSessionReplaces,
        |kit| {
            let first = kit.create("Chat");
            (0..15).for_each(|_| drop(kit.create("Chat")));
            let before = kit.status(&first);
            kit.create("Chat");
            before + " " + &kit.status(&first)
        },
        "Pending Pending",
        "Pending Nonexistent",
    ),
];
