//! Values that do not come back as they were given.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::SentLineBreaksLost,
        |kit| text(kit, "a\nb"),
        "a\nb",
        "a b",
    ),
    (
        DefectId::SentOuterBlanksLost,
        |kit| text(kit, " a "),
        " a ",
        "a",
    ),
    (
        DefectId::SentLettersComposed,
        |kit| text(kit, "e\u{301}"),
        "e\u{301}",
        "é",
    ),
    (
        DefectId::SentAstralReplaced,
        |kit| text(kit, "\u{1F600}"),
        "\u{1F600}",
        "\u{FFFD}",
    ),
    (
        DefectId::SentLongTextCut,
        |kit| text(kit, &"x".repeat(2345)).len().to_string(),
        "2345",
        "2000",
    ),
    (
        DefectId::SentSubjectCutAtAmpersand,
        |kit| {
            let rest = "<subject>Salt &amp; pepper</subject>";
            child(
                &sent(kit, &mail(&lists(&["a@example.invalid"], &[], &[]), rest)),
                "subject",
            )
        },
        "Salt &amp; pepper",
        "Salt ",
    ),
    (
        DefectId::SecondCcLost,
        |kit| {
            addresses(&sent(
                kit,
                &mail(&lists(&["a@x"], &["b@x", "c@x"], &[]), ""),
            ))
        },
        "a@x b@x c@x",
        "a@x b@x",
    ),
    (
        DefectId::EleventhRecipientLost,
        |kit| {
            let to: Vec<String> = (0..11).map(|n| format!("{n}@x")).collect();
            let to: Vec<&str> = to.iter().map(String::as_str).collect();
            count(&sent(kit, &mail(&lists(&to, &[], &[]), "")), "recipientTo")
        },
        "11",
        "10",
    ),
    (
        DefectId::SentPeerNameLost,
        |kit| {
            let to = "<recipientTo><peer:id>a@x</peer:id><peer:name>Ann</peer:name></recipientTo>";
            child(&sent(kit, &mail(to, "")), "peer:name")
        },
        "Ann",
        "",
    ),
    (
        DefectId::BccShownAsCc,
        |kit| {
            let read = sent(kit, &mail(&lists(&["a@x"], &["b@x"], &["c@x"]), ""));
            count(&read, "recipientCc") + &count(&read, "recipientBcc")
        },
        "11",
        "20",
    ),
    (
        DefectId::SentSizeWraps,
        |kit| {
            child(
                &sent(kit, &with_files(&[("4294967301", "text/plain")])),
                "size",
            )
        },
        "4294967301",
        "5",
    ),
    (
        DefectId::SentTypeParametersLost,
        |kit| {
            child(
                &sent(kit, &with_files(&[("1", "text/plain; charset=utf-8")])),
                "mimeType",
            )
        },
        "text/plain; charset=utf-8",
        "text/plain",
    ),
    (
        DefectId::ThirdAttachmentLost,
        |kit| count(&sent(kit, &with_files(&[("1", "a/b"); 3])), "attachment"),
        "3",
        "2",
    ),
    (
        DefectId::ReplyIdLosesSession,
        |kit| {
            let rest = "<replyMessageID>s1.7</replyMessageID>";
            let mail = mail(&lists(&["a@x"], &[], &[]), "");
            child(
                &sent(
                    kit,
                    &mail.replace("<recipientsList>", &format!("{rest}<recipientsList>")),
                ),
                "replyMessageID",
            )
        },
        "s1.7",
        "7",
    ),
    (
        DefectId::ArrivalRecipientsReplaced,
        |kit| addresses(&arrived(kit)),
        "tel:+12015550199",
        "sip:device@example.invalid",
    ),
    (
        DefectId::ArrivalSenderNameLost,
        |kit| child(&arrived(kit), "peer:name"),
        "Ann",
        "",
    ),
    (
        DefectId::ArrivalOuterBlanksLost,
        |kit| child(&arrived(kit), "text"),
        " Hi ",
        "Hi",
    ),
    (
        DefectId::ArrivalSizeWraps,
        |kit| child(&arrived(kit), "size"),
        "4294967297",
        "1",
    ),
    (
        DefectId::SessionSubjectTrimmed,
        |kit| child(&created(kit, "e-Mail", " Lunch ", ""), "subject"),
        " Lunch ",
        "Lunch",
    ),
    (
        DefectId::SessionTypeParametersLost,
        |kit| {
            let types = "text/plain;charset=utf-8,image/png";
            child(&created(kit, "e-Mail", "", types), "supportedContentType")
        },
        "text/plain;charset=utf-8,image/png",
        "text/plain,image/png",
    ),
    (
        DefectId::SessionCcShownAsTo,
        |kit| count(&created(kit, "e-Mail", "", ""), "recipientCc"),
        "1",
        "0",
    ),
    (
        DefectId::MetadataTypeParametersLost,
        |kit| child(&transferred(kit), "fileType"),
        "text/plain;charset=utf-8",
        "text/plain",
    ),
    (
        DefectId::MetadataLinkQueryLost,
        |kit| child(&transferred(kit), "fileLink"),
        "http://nowhere.invalid/x?y=1",
        "http://nowhere.invalid/x",
    ),
    (
        DefectId::SentApostrophesDoubled,
        |kit| text(kit, "It's O'Neill's"),
        "It's O'Neill's",
        "It''s O''Neill''s",
    ),
    (
        DefectId::SentPercentDecoded,
        |kit| text(kit, "100%25 %zz %4"),
        "100%25 %zz %4",
        "100% %zz %4",
    ),
    (DefectId::SentZeroLost, |kit| text(kit, "0"), "0", ""),
    (
        DefectId::SentNamesakesMerged,
        |kit| {
            let to = ["a@x", "b@x"].map(|id| {
                format!(
                    "<recipientTo><peer:id>{id}</peer:id><peer:name>Ann</peer:name></recipientTo>"
                )
            });
            addresses(&sent(kit, &mail(&to.concat(), "")))
        },
        "a@x b@x",
        "a@x",
    ),
    (
        DefectId::ArrivalSubjectFolded,
        |kit| {
            let subject = "x".repeat(61);
            let id = arrives(
                kit,
                json!({"class": "e-Mail", "from": "a@x", "subject": subject}),
            );
            child(&read(kit, &id), "subject").len().to_string()
        },
        "61",
        "63",
    ),
    (
        DefectId::SentTabsExpanded,
        |kit| text(kit, "a\tb"),
        "a\tb",
        "a b",
    ),
    (
        DefectId::SentReferencesResolved,
        |kit| text(kit, "a &amp;lt; b"),
        "a &amp;lt; b",
        "a &lt; b",
    ),
    (
        DefectId::LikeFilesMerged,
        |kit| count(&sent(kit, &with_files(&[("1", "a/b"); 2])), "attachment"),
        "2",
        "1",
    ),
    (
        DefectId::SessionSecondTypeLost,
        |kit| {
            let types = "text/plain,image/png,audio/ogg";
            child(&created(kit, "e-Mail", "", types), "supportedContentType")
        },
        "text/plain,image/png,audio/ogg",
        "text/plain,image/png",
    ),
];

/// The text as it comes back.
fn text(kit: &Kit, text: &str) -> String {
    let rest = format!("<text>{text}</text>");
    let read = sent(kit, &message("SMS", "", &["tel:+12015550101"], &rest));
    child(&read, "text")
}

fn with_files(files: &[(&str, &str)]) -> String {
    let files: String = files
        .iter()
        .map(|(size, kind)| {
            format!("<attachment><uRI>http://h/f</uRI><size>{size}</size><mimeType>{kind}</mimeType></attachment>")
        })
        .collect();
    let lists = lists(&["a@x"], &[], &[]);
    mail(&lists, &format!("<attachments>{files}</attachments>"))
}

fn arrived(kit: &Kit) -> String {
    let id = arrives(
        kit,
        json!({
            "class": "MMS", "from": "tel:+12015550101", "from_name": "Ann", "text": " Hi ",
            "to": "tel:+12015550199", "attachments": [{"uri": "http://h/f", "size": 4_294_967_297_u64}],
        }),
    );
    read(kit, &id)
}

fn created(kit: &Kit, class: &str, subject: &str, types: &str) -> String {
    let recipients = recipients_of(&lists(&["a@x"], &["b@x"], &[]));
    let arguments = [
        ("SessionClass", class),
        ("SessionRecipients", recipients.as_str()),
        ("Subject", subject),
        ("SupportedContentType", types),
    ];
    let id = kit.ok("CreateSession", &arguments);
    kit.info(&id)
}

fn transferred(kit: &Kit) -> String {
    let id = running(kit, "File-Transfer");
    let list = file_list(&id, &[("http://nowhere.invalid/x?y=1", 1, "0")]);
    let list = list.replace("text/plain", "text/plain;charset=utf-8");
    kit.ok("StartFileTransfer", &[("FileInfoList", &list)]);
    kit.on("CloseSession", &id).expect("closed");
    kit.on("GetFileTransferSession", &id).expect("metadata")
}
