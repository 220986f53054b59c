use super::*;
use ctk_record::sample::{HOSTILE, cut_short, sample, small};
use quick_xml::Reader;
use quick_xml::events::Event;

/// The page's text by tag soup: names of all elements, all attributes as written, and the text between.
fn tags(page: &str) -> Vec<String> {
    let body = &page[page.find("</style>").unwrap()..page.find("<script>").unwrap()];
    let body = format!("{body}</body></html>");
    let mut names = Vec::new();
    let mut rest = body.as_str();
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').unwrap();
        names.push(
            rest[at + 1..end]
                .split([' ', '\n'])
                .next()
                .unwrap()
                .to_owned(),
        );
        rest = &rest[end + 1..];
    }
    names
}

#[test]
fn snapshot() {
    let page = html(&sample());
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    // The style sheet is a file of its own, and one element a line is what a reader can compare.
    let without_style = page.replace(&page[style], "<style>");
    let script = without_style.find("<script>").unwrap()..without_style.find("</script>").unwrap();
    let without_style = without_style.replace(&without_style[script], "<script>");
    insta::assert_snapshot!(without_style.replace("><", ">\n<"));
}

#[test]
fn elements_are_balanced() {
    for record in [sample(), cut_short(), small(&[])] {
        let mut open = Vec::new();
        for name in tags(&html(&record)) {
            match name.strip_prefix('/') {
                Some("style") | Some("head") => {}
                Some(closed) if ["body", "html"].contains(&closed) && open.is_empty() => {}
                Some(closed) => {
                    let opened: Option<String> = open.pop();
                    if closed != "html" {
                        assert_eq!(opened.as_deref(), Some(closed));
                    }
                }
                None if ["br", "input", "meta"].contains(&name.as_str()) => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn the_page_holds_everything_and_loads_nothing() {
    let page = html(&sample());
    for forbidden in ["<link", "<img", "<iframe", "src=", "@import", "url("] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert_eq!(page.matches("<script").count(), 1, "its own");
    for case in &sample().cases {
        assert!(
            page.contains(&format!("id=\"{}\"", anchor(&case.planned.id))),
            "{}",
            case.planned.id
        );
    }
    for section in [
        "failed",
        "open",
        "warnings",
        "session",
        "folder",
        "errors",
        "requirements",
        "cases",
    ] {
        assert_eq!(
            page.matches(&format!("id=\"{section}\"")).count(),
            1,
            "{section}"
        );
        assert!(page.contains(&format!("href=\"#{section}\"")), "{section}");
    }
}

#[test]
fn every_link_has_its_target() {
    let page = html(&sample());
    let mut rest = page.as_str();
    while let Some(at) = rest.find("href=\"#") {
        let target = &rest[at + 7..];
        let target = &target[..target.find('"').unwrap()];
        assert!(page.contains(&format!("id=\"{target}\"")), "{target}");
        rest = &rest[at + 7..];
    }
}

#[test]
fn hostile_text_is_text() {
    let mut record = sample();
    record.device.as_mut().unwrap().friendly_name =
        format!("</title></style><script>alert(1)</script>{HOSTILE}");
    record.cases[0].planned.id = "5.3.10/\"><b onclick=x>".into();
    let page = html(&record);
    assert!(
        !tags(&page)
            .iter()
            .any(|name| name == "b" && page.contains("<b onclick"))
    );
    assert!(page.matches("<script").count() == 1 && !page.contains("</title></style>"));
    assert!(
        page.chars()
            .all(|c| c == '\n' || c == '\t' || !c.is_control())
    );
    assert!(!page.contains('\u{202e}'));
    assert!(page.contains("&lt;b&gt;&amp;amp;&quot;"));
    assert!(page.contains("id=\"case-5.3.10/___b_onclick_x_\""));
}

#[test]
fn partial_runs_say_so() {
    let page = html(&cut_short());
    assert!(page.contains("interrupted; ") && page.contains("incomplete"));
    assert!(!page.contains("conformant"));
}

#[test]
fn the_matrices_show_every_cell() {
    let page = html(&sample());
    let section = |from: &str, to: &str| {
        let from = page.find(&format!("id=\"{from}\"")).unwrap();
        page[from..from + page[from..].find(&format!("id=\"{to}\"")).unwrap()].to_owned()
    };
    assert_eq!(section("session", "folder").matches("<td").count(), 15);
    assert_eq!(section("folder", "errors").matches("<td").count(), 15);
    assert_eq!(
        section("errors", "requirements")
            .matches("class=\"chip")
            .count(),
        4
    );
    // The tables are XML too: a reader that knows no HTML finds them balanced.
    let table = section("session", "folder");
    let table =
        &table[table.find("<table").unwrap()..table.find("</table>").unwrap() + "</table>".len()];
    let mut reader = Reader::from_str(table);
    loop {
        match reader.read_event().expect("balanced") {
            Event::Eof => break,
            _ => continue,
        }
    }
}
