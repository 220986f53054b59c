//! Documents that stand in values: what a few of their elements say.

use crate::xml::{Source, XmlError, elements, own_text};

/// The texts of elements of a document, or of their attribute of this name. `*`: the children of the document element;
/// any other name: all elements of that local name. An empty document has none.
///
/// # Errors
/// It is no XML.
pub fn texts(document: &str, name: &str, attribute: &str) -> Result<Vec<String>, XmlError> {
    if document.trim().is_empty() {
        return Ok(Vec::new());
    }
    let source = Source::read(document.as_bytes())?;
    let parsed = source.parse()?;
    let root = parsed.root_element();
    let found: Vec<_> = match name {
        "*" => elements(root).collect(),
        name => root
            .descendants()
            .filter(|node| node.is_element() && node.tag_name().name() == name)
            .collect(),
    };
    let text = |node: roxmltree::Node<'_, '_>| match attribute {
        "" => Some(own_text(node)),
        attribute => node.attribute(attribute).map(str::to_owned),
    };
    Ok(found.into_iter().filter_map(text).collect())
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn elements_and_attributes_are_found() {
        let document = r#"<E xmlns="urn:x"><i val="0"><Volume val="7"/>t</i><c id="a"/></E>"#;
        let of = |name, attribute| texts(document, name, attribute).expect("it is XML");
        assert_eq!(of("Volume", "val"), ["7"]);
        assert_eq!(of("*", "id"), ["a"]);
        assert_eq!(of("i", ""), ["t"]);
        assert_eq!(of("none", "val").len(), 0);
        assert_eq!(texts("  ", "*", "").map(|it| it.len()), Ok(0));
        assert!(texts("<E>", "*", "").is_err());
    }
}
