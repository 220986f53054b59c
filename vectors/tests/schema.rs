//! The schemas say what the shapes say: the same types, elements, occurrences and attributes.

use ctk_vectors::{Attribute, Content, Item, Particle, Qualified, Shape, TypeRef, facts};
use roxmltree::{Document, Node};

const MESSAGING: &str = include_str!("../messaging-2/schema/messaging.xsd");
const PEER: &str = include_str!("../messaging-2/schema/peer.xsd");
const PEER_NAMESPACE: &str = "urn:schemas-upnp-org:phone:peer";

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

fn only<'a, 'i>(node: Node<'a, 'i>) -> Node<'a, 'i> {
    elements(node).next().unwrap()
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

fn occurs(node: Node<'_, '_>) -> (u32, Option<u32>) {
    let min = node
        .attribute("minOccurs")
        .map_or(1, |text| text.parse().unwrap());
    let max = match node.attribute("maxOccurs") {
        Some("unbounded") => None,
        Some(text) => Some(text.parse().unwrap()),
        None => Some(1),
    };
    (min, max)
}

fn reference(name: &TypeRef) -> String {
    match name {
        TypeRef::Builtin(base) => base.name().replace("xsd:", "xs:"),
        TypeRef::Named(name) => facts()
            .shape(name)
            .and_then(|shape| shape.namespace.as_ref())
            .map_or_else(|| format!("m:{name}"), |_| format!("p:{name}")),
    }
}

fn same_element(node: Node<'_, '_>, particle: &Particle) {
    assert_eq!(node.attribute("name"), Some(particle.name.as_str()));
    assert_eq!(
        node.attribute("type"),
        Some(reference(&particle.content).as_str()),
        "{}",
        particle.name
    );
    assert_eq!(
        occurs(node),
        (particle.min, particle.max),
        "{}",
        particle.name
    );
}

fn same_item(node: Node<'_, '_>, item: &Item) {
    match item {
        Item::Element(particle) => same_element(node, particle),
        Item::Choice { min, particles } => {
            assert!(is(&node, "choice"));
            assert_eq!(occurs(node), (*min, Some(1)));
            assert_eq!(elements(node).count(), particles.len());
            elements(node)
                .zip(particles)
                .for_each(|(node, particle)| same_element(node, particle));
        }
        Item::Foreign { min, max } => {
            assert!(is(&node, "any"));
            assert_eq!(node.attribute("namespace"), Some("##other"));
            assert_eq!(occurs(node), (*min, Some(*max)));
        }
    }
}

fn same_attributes(node: Node<'_, '_>, schema: &Document<'_>, attributes: &[Attribute]) {
    let nodes: Vec<_> = elements(node)
        .filter(|child| is(child, "attribute"))
        .collect();
    let mut rest = nodes.as_slice();
    for attribute in attributes {
        let forms = if attribute.qualified == Qualified::Either {
            2
        } else {
            1
        };
        let (own, others) = rest.split_at(forms);
        rest = others;
        for node in own {
            assert_eq!(node.attribute("name"), Some(attribute.name.as_str()));
            let kind = node.attribute("type").unwrap();
            let values: Vec<_> = kind.strip_prefix("p:").map_or_else(Vec::new, |kind| {
                let simple = named(schema, "simpleType", kind).unwrap();
                elements(only(simple))
                    .filter_map(|value| value.attribute("value"))
                    .collect()
            });
            assert_eq!(values, attribute.values);
        }
    }
    assert!(rest.is_empty());
}

fn named<'a, 'i>(schema: &'a Document<'i>, kind: &str, name: &str) -> Option<Node<'a, 'i>> {
    elements(schema.root_element())
        .find(|node| is(node, kind) && node.attribute("name") == Some(name))
}

fn same_type(schema: &Document<'_>, shape: &Shape) {
    let complex = named(schema, "complexType", &shape.name);
    match (&shape.content, complex) {
        (Content::Sequence(items), Some(node)) => {
            let sequence = only(node);
            assert_eq!(elements(sequence).count(), items.len(), "{}", shape.name);
            elements(sequence)
                .zip(items)
                .for_each(|(node, item)| same_item(node, item));
            same_attributes(node, schema, &shape.attributes);
        }
        (Content::Text { base, .. }, Some(node)) => {
            let extension = only(only(node));
            assert_eq!(
                extension.attribute("base"),
                Some(base.name().replace("xsd:", "xs:").as_str())
            );
            same_attributes(extension, schema, &shape.attributes);
        }
        (Content::Text { base, pattern, .. }, None) => {
            let simple = named(schema, "simpleType", &shape.name);
            let restriction = only(simple.unwrap_or_else(|| panic!("no type {}", shape.name)));
            assert_eq!(
                restriction.attribute("base"),
                Some(base.name().replace("xsd:", "xs:").as_str())
            );
            let there = elements(restriction).find_map(|facet| facet.attribute("value"));
            assert_eq!(there, pattern.as_deref(), "{}", shape.name);
        }
        (Content::Sequence(_), None) => panic!("no type {}", shape.name),
    }
}

#[test]
fn every_shape_is_in_its_schema() {
    let (messaging, peer) = (
        Document::parse(MESSAGING).unwrap(),
        Document::parse(PEER).unwrap(),
    );
    for shape in &facts().shapes {
        match shape.namespace.as_deref() {
            Some(PEER_NAMESPACE) => same_type(&peer, shape),
            None => same_type(&messaging, shape),
            Some(other) => panic!("{}: no schema for {other}", shape.name),
        }
    }
    let complex = |schema: &Document<'_>| {
        elements(schema.root_element())
            .filter(|node| is(node, "complexType"))
            .filter_map(|node| node.attribute("name").map(str::to_owned))
            .collect::<Vec<_>>()
    };
    for name in complex(&messaging).into_iter().chain(complex(&peer)) {
        assert!(facts().shape(&name).is_some(), "{name} is in a schema only");
    }
}

#[test]
fn every_document_is_a_root_of_the_schema() {
    let messaging = Document::parse(MESSAGING).unwrap();
    let namespace = messaging.root_element().attribute("targetNamespace");
    let roots: Vec<_> = elements(messaging.root_element())
        .filter(|node| is(node, "element"))
        .map(|node| {
            (
                node.attribute("name").unwrap(),
                node.attribute("type").unwrap().to_owned(),
            )
        })
        .collect();
    let documents: Vec<_> = facts()
        .documents
        .iter()
        .inspect(|document| assert_eq!(namespace, Some(document.namespace.as_str())))
        .map(|document| (document.root.as_str(), reference(&document.content)))
        .collect();
    assert_eq!(roots, documents);
}
