//! Reads a text as one of the documents: declaration, root, namespaces, schema, rules.

use ctk_vectors::{TypeRef, facts};

use super::context::{Context, Direction};
use super::encoding::decode;
use super::findings::{Layer, Read};
use super::judge::{Judge, Mistake};
use super::kind::Kind;
use super::node::{MISPRINT, Malformed, Node, Parsed, parse};
use super::place::{Place, shown_name};
use super::writer::{MESSAGING, PEER};
use crate::lexical::is_xml_space;
use crate::s5_3_10_message_rules::{self, Among};

/// Reads the text as a document of this kind and judges it: schema, Tables 3 to 7, and the rules beyond the schema.
///
/// The tree is given whenever the text can be parsed and its root is the document's.
pub fn validate(kind: Kind, text: &str, direction: Direction, context: &Context) -> Read<Node> {
    let mut judge = Judge::new(text, direction, context);
    judge.check(kind.requirement());
    judge.check("M-xml-decl");
    let nowhere = Node::default();
    let malformed = |malformed: Malformed| {
        Mistake::rule(
            kind.requirement(),
            &Place::root(&nowhere),
            "well-formed XML",
            malformed.why,
        )
        .layer(Layer::NotWellFormed)
        .clause(kind.clause())
        .at_offset(malformed.offset)
        .path("/".to_owned())
    };
    let blank = text.len() - text.trim_start_matches(is_xml_space).len();
    if blank == text.len() {
        judge.tell(|| {
            malformed(Malformed {
                offset: 0,
                why: "the document is empty".to_owned(),
            })
        });
        return judge.finish(None);
    }
    // White space before the declaration is not well-formed, and yet everybody knows what is meant.
    let misplaced_declaration = blank > 0 && has_declaration(&text[blank..]);
    let parsed = match parse(text, if misplaced_declaration { blank } else { 0 }) {
        Ok(parsed) => parsed,
        Err(why) => {
            let why = seen_through(text, why);
            judge.tell(|| malformed(why));
            return judge.finish(None);
        }
    };
    if misplaced_declaration {
        let why = "white space stands before the XML declaration".to_owned();
        judge.tell(|| malformed(Malformed { offset: 0, why }));
    } else if !has_declaration(text.trim_start_matches('\u{feff}')) {
        judge.tell(|| no_declaration(&Place::root(&parsed.root)));
    }
    let known = judge.root(kind, &parsed);
    judge.finish(known.then_some(parsed.root))
}

/// Reads bytes as a document of this kind and judges it, see [`validate`] and [`decode`].
pub fn validate_bytes(
    kind: Kind,
    bytes: &[u8],
    direction: Direction,
    context: &Context,
) -> Read<Node> {
    let why = match decode(bytes) {
        Ok(text) => return validate(kind, &text, direction, context),
        Err(why) => why,
    };
    let mut judge = Judge::new("", direction, context);
    judge.check(kind.requirement());
    judge.tell(|| {
        let nowhere = Node::default();
        let expected = "a text in UTF-8, or in the encoding that it declares";
        Mistake::rule(
            kind.requirement(),
            &Place::root(&nowhere),
            expected,
            why.to_string(),
        )
        .layer(Layer::NotWellFormed)
        .clause(kind.clause())
        .path("/".to_owned())
    });
    judge.finish(None)
}

impl Judge<'_> {
    fn root(&mut self, kind: Kind, parsed: &Parsed) -> bool {
        let place = Place::root(&parsed.root);
        let scope = kind.requirement();
        let qualified = if kind == Kind::Peer { PEER } else { MESSAGING };
        let named = kind.is_root(&parsed.root.name);
        let document = |expected: String, text: String| {
            Mistake::rule(scope, &place, expected, text)
                .layer(Layer::NotValid)
                .clause(kind.clause())
        };
        if !named {
            self.tell(|| {
                let text = format!("the root element is `{}`", shown_name(place.node));
                document(format!("`{}` in namespace {qualified}", kind.root()), text)
            });
            if !parsed.root.name.eq_ignore_ascii_case(kind.root()) {
                return false;
            }
        }
        self.check("M-5.3-ns");
        self.root_namespace(scope, &place, qualified);
        if kind.declares_peer() && !parsed.declares_peer {
            self.tell(|| {
                let text = "the peer namespace is not declared, and no peer is there";
                Mistake::rule("M-5.3-ns", &place, format!("a declaration of {PEER}"), text)
                    .warning()
            });
        }
        let mut scopes = vec![scope];
        self.element(&place, content_of(kind), &mut scopes);
        self.rules(kind, &place);
        true
    }

    /// M-5.3-ns, of the root element.
    fn root_namespace(&mut self, scope: &'static str, place: &Place<'_>, qualified: &'static str) {
        match place.node.namespace.as_deref() {
            Some(namespace) if namespace == qualified => {}
            Some(MISPRINT) if qualified == MESSAGING => self.tell(|| {
                let text = "the namespace is that of the published schema, a misprint".to_owned();
                Mistake::rule("M-5.3-ns", place, MESSAGING, text)
                    .layer(Layer::NotValid)
                    .warning()
                    .ruling("R-03")
            }),
            other => self.tell(|| {
                let text = match other {
                    None => "the root element is in no namespace".to_owned(),
                    Some(other) => format!(
                        "the root element is in namespace {}",
                        super::simple::shown(other)
                    ),
                };
                Mistake::rule("M-5.3-ns", place, qualified, text)
                    .layer(Layer::NotValid)
                    .also([scope])
            }),
        }
    }

    fn rules(&mut self, kind: Kind, root: &Place<'_>) {
        match kind {
            Kind::MessagingCapabilities => crate::s5_3_02_messaging_capabilities::rules(self, root),
            Kind::NewMessages => crate::s5_3_03_new_messages::rules(self, root),
            Kind::SessionUpdates => crate::s5_3_04_session_updates::rules(self, root),
            Kind::Message => s5_3_10_message_rules::rules(self, root, Among::Alone),
            Kind::MessageList => crate::s5_3_11_message_list::rules(self, root),
            Kind::RecipientsList => crate::s5_3_14_recipients_list::rules(self, root),
            Kind::SessionInfo => crate::s5_3_15_session_info::rules(self, root),
            Kind::SessionsList => crate::s5_3_16_sessions_list::rules(self, root),
            Kind::FileInfoList => crate::s5_3_20_file_info_list::rules(self, root),
            Kind::Peer => crate::a_peer_type::rules(self, root),
        }
    }
}

fn content_of(kind: Kind) -> &'static TypeRef {
    static PEER_TYPE: std::sync::LazyLock<TypeRef> =
        std::sync::LazyLock::new(|| TypeRef::Named("peerType".to_owned()));
    facts()
        .document(kind.root())
        .map_or(&PEER_TYPE, |document| &document.content)
}

// XMLDecl ::= "<?xml" S …
fn no_declaration(root: &Place<'_>) -> Mistake {
    let expected = "<?xml version=\"1.0\"?> before the root element";
    Mistake::rule(
        "M-xml-decl",
        root,
        expected,
        "the XML declaration is missing",
    )
    .at_offset(0)
    .warning()
    .ruling("R-21")
}

/// What is wrong with a text that is not well-formed, where its cause can be guessed.
fn seen_through(text: &str, why: Malformed) -> Malformed {
    if text.trim_start().starts_with("&lt;") {
        Malformed {
            why: "the document is escaped twice".to_owned(),
            ..why
        }
    } else {
        why
    }
}

fn has_declaration(text: &str) -> bool {
    text.strip_prefix("<?xml")
        .is_some_and(|rest| rest.starts_with(is_xml_space))
}
