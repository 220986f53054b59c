use super::*;

fn read(text: &str) -> Result<Element, XmlError> {
    parse(text.as_bytes())
}

#[test]
fn namespaces_references_and_cdata_are_resolved() {
    let text = "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- c --><?go x?>\
        <a:r xmlns:a=\"urn:a\" xmlns='urn:d' p='1' a:p=\"&lt;&#65;\"><b> x&amp;<![CDATA[<y>]]>&#x41;</b>\
        <c xmlns=''/></a:r> <!-- end -->";
    let root = read(text).unwrap();
    assert!(root.is("urn:a", "r"));
    assert_eq!(root.attribute("", "p"), Some("1"));
    assert_eq!(root.attribute("urn:a", "p"), Some("<A"));
    assert!(root.children[0].is("urn:d", "b"));
    assert_eq!(root.children[0].text(), " x&<y>A");
    assert!(root.children[1].is("", "c"));
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let bad = [
        "",
        "   ",
        "text",
        "<a>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>x",
        "x<a/>",
        "<a b=1/>",
        "<a b='1' b='2'/>",
        "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>",
        "<a b='<'/>",
        "<a>&nope;</a>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a>& b</a>",
        "<a>\u{1}</a>",
        "<a b='&#1;'/>",
        "<x:a/>",
        "<a x:b='1'/>",
        "<a>]]></a>",
        "<a><!-- -- --></a>",
        " <?xml version='1.0'?><a/>",
        "<a><?xml version='1.0'?></a>",
        "<1a/>",
        "<a:b:c xmlns:a='u'/>",
        "<a xmlns:b=''/>",
        "<a",
        "<a><![CDATA[",
    ];
    for text in bad {
        assert!(
            matches!(read(text), Err(XmlError::Malformed(_))),
            "{text:?} gave {:?}",
            read(text)
        );
    }
    assert_eq!(parse(b"<a>\xff</a>"), Err(XmlError::Encoding));
    assert_eq!(
        read("<?xml version='1.0' encoding='latin1'?><a/>"),
        Err(XmlError::Encoding)
    );
}

#[test]
fn hostile_documents_are_refused() {
    assert_eq!(
        read("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"),
        Err(XmlError::Doctype)
    );
    let deep = "<a>".repeat(100) + &"</a>".repeat(100);
    assert!(matches!(read(&deep), Err(XmlError::TooLarge(_))));
    let wide = format!("<r>{}</r>", "<a/>".repeat(5000));
    assert!(matches!(read(&wide), Err(XmlError::TooLarge(_))));
    let many: String = (0..100).map(|n| format!(" a{n}='1'")).collect();
    assert!(matches!(
        read(&format!("<r{many}/>")),
        Err(XmlError::TooLarge(_))
    ));
}
