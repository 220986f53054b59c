//! Annexes A and B: the XML documents and peerType as a declarative content model.

use serde::Deserialize;

/// One of the nine documents.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Root element, the only one qualified with the messaging namespace.
    pub root: String,
    /// Namespace of the root.
    pub namespace: String,
    /// Clause that describes it.
    pub clause: String,
    /// Requirement that it validates.
    pub requirement: String,
    /// State variable that holds it.
    pub variable: String,
    /// Type of the root.
    pub content: TypeRef,
}

/// A named type.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawShape")]
pub struct Shape {
    /// Name, unique.
    pub name: String,
    /// Where it is described.
    pub clause: String,
    /// Namespace of its qualified particles and attributes.
    pub namespace: Option<String>,
    /// What it contains.
    pub content: Content,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// What a type contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Elements, in order.
    Sequence(Vec<Item>),
    /// Text.
    Text {
        /// Built-in type of the text.
        base: Base,
        /// Pattern that the whole text has to match, in the syntax of XML Schema.
        pattern: Option<String>,
        /// Number of the table of its values, which the schema does not enforce.
        table: Option<u8>,
    },
}

/// A part of a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawItem")]
pub enum Item {
    /// An element.
    Element(Particle),
    /// One of several elements.
    Choice {
        /// 0 or 1.
        min: u32,
        /// The alternatives.
        particles: Vec<Particle>,
    },
    /// One element of any namespace other than the type's own.
    Foreign {
        /// Fewest.
        min: u32,
        /// Most.
        max: u32,
    },
}

/// An element in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particle {
    /// Local name.
    pub name: String,
    /// Fewest.
    pub min: u32,
    /// Most; `None` is unbounded.
    pub max: Option<u32>,
    /// Its type.
    pub content: TypeRef,
    /// Whether it is in the namespace of the enclosing type, else in none.
    pub qualified: bool,
}

/// A reference to a type.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum TypeRef {
    /// A built-in type of XML Schema, written `xsd:string`.
    Builtin(Base),
    /// A named type of ours.
    Named(String),
}

/// The built-in types used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Base {
    /// `xsd:string`
    String,
    /// `xsd:dateTime`
    DateTime,
    /// `xsd:nonNegativeInteger`
    NonNegativeInteger,
    /// `xsd:positiveInteger`
    PositiveInteger,
    /// `xsd:unsignedInt`
    UnsignedInt,
    /// `xsd:anyURI`
    AnyUri,
    /// `xsd:boolean`
    Boolean,
    /// `xsd:anyType`: any content and any attributes
    AnyType,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Local name.
    pub name: String,
    /// Built-in type of its value, written `xsd:string`.
    #[serde(rename = "type")]
    pub base: Base,
    /// Values it may have; empty: any.
    #[serde(default)]
    pub values: Vec<String>,
    /// Value when it is absent.
    pub default: Option<String>,
    /// Whether it has to be there.
    #[serde(default)]
    pub required: bool,
    /// Whether its name is in the type's namespace.
    pub qualified: Qualified,
}

/// Whether a name is in its type's namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Qualified {
    /// It is.
    Yes,
    /// It is in none.
    No,
    /// Both are taken.
    Either,
}

impl Base {
    const ALL: [(&'static str, Self); 8] = [
        ("xsd:string", Self::String),
        ("xsd:dateTime", Self::DateTime),
        ("xsd:nonNegativeInteger", Self::NonNegativeInteger),
        ("xsd:positiveInteger", Self::PositiveInteger),
        ("xsd:unsignedInt", Self::UnsignedInt),
        ("xsd:anyURI", Self::AnyUri),
        ("xsd:boolean", Self::Boolean),
        ("xsd:anyType", Self::AnyType),
    ];

    /// Its name with the conventional prefix, `xsd:string`.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, base)| *base == self)
            .map_or("xsd:string", |(name, _)| name)
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, base)| *base)
    }
}

impl TryFrom<String> for TypeRef {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        if name.starts_with("xsd:") {
            Base::named(&name)
                .map(Self::Builtin)
                .ok_or_else(|| format!("unknown built-in type `{name}`"))
        } else {
            Ok(Self::Named(name))
        }
    }
}

impl<'de> Deserialize<'de> for Base {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("unknown built-in type `{name}`")))
    }
}

/// How often, as the digest writes it.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
enum Occurs {
    #[default]
    #[serde(rename = "1")]
    Once,
    #[serde(rename = "?")]
    Optional,
    #[serde(rename = "*")]
    Any,
    #[serde(rename = "+")]
    Some,
}

impl Occurs {
    fn min(self) -> u32 {
        matches!(self, Self::Once | Self::Some).into()
    }

    fn max(self) -> Option<u32> {
        matches!(self, Self::Once | Self::Optional).then_some(1)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShape {
    name: String,
    clause: String,
    namespace: Option<String>,
    sequence: Option<Vec<Item>>,
    base: Option<Base>,
    pattern: Option<String>,
    table: Option<u8>,
    #[serde(default)]
    attributes: Vec<Attribute>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    element: Option<String>,
    #[serde(rename = "type")]
    content: Option<TypeRef>,
    #[serde(default)]
    qualified: bool,
    choice: Option<Vec<Item>>,
    foreign: Option<bool>,
    #[serde(default)]
    occurs: Occurs,
}

impl TryFrom<RawShape> for Shape {
    type Error = String;

    fn try_from(raw: RawShape) -> Result<Self, String> {
        let content = match (raw.sequence, raw.base) {
            (Some(items), None) if raw.pattern.is_none() && raw.table.is_none() => {
                Content::Sequence(items)
            }
            (None, Some(base)) => Content::Text {
                base,
                pattern: raw.pattern,
                table: raw.table,
            },
            _ => {
                return Err(format!(
                    "type `{}` needs either a sequence, or a base with pattern and table",
                    raw.name
                ));
            }
        };
        Ok(Self {
            name: raw.name,
            clause: raw.clause,
            namespace: raw.namespace,
            content,
            attributes: raw.attributes,
        })
    }
}

impl TryFrom<RawItem> for Item {
    type Error = String;

    fn try_from(raw: RawItem) -> Result<Self, String> {
        let (min, max) = (raw.occurs.min(), raw.occurs.max());
        match (raw.element, raw.content, raw.choice, raw.foreign) {
            (Some(name), Some(content), None, None) => Ok(Self::Element(Particle {
                name,
                min,
                max,
                content,
                qualified: raw.qualified,
            })),
            (None, None, Some(items), None) => Ok(Self::Choice {
                min,
                particles: items
                    .into_iter()
                    .map(|item| match item {
                        Self::Element(particle) => Ok(particle),
                        _ => Err("a choice holds elements only".to_owned()),
                    })
                    .collect::<Result<_, _>>()?,
            }),
            (None, None, None, Some(true)) => Ok(Self::Foreign {
                min,
                max: max.ok_or("foreign elements are at most one")?,
            }),
            _ => Err("an item is an element with a type, a choice, or foreign = true".to_owned()),
        }
    }
}
