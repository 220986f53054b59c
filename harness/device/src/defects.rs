//! What the reference device does differently on purpose: defects, which break a requirement, and
//! variations, which a conformant device may show.
//!
//! A deviation is an entry in [`gallery`] or [`variations`], and one `if` at the decision it perverts.
//! None is ever on unless it was asked for.

mod gallery;
mod planted;
mod variations;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use gallery::{DEFECTS, DefectId};
pub use planted::{PLANTED, Planted, PlantedId};
pub use variations::{VARIATIONS, VariationId};

/// A way in which the reference device breaks a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect {
    /// Its kebab-case name.
    pub id: &'static str,
    /// The id of the requirement it breaks.
    pub breaks: &'static str,
    /// What the device does then.
    pub does: &'static str,
    /// The ids of the cases that catch it, each of them whenever it is run along with the others of the list.
    pub caught_by: &'static [&'static str],
    /// The ids of the cases that may fail by it too: they need what it broke, or the run shows it to them or does not.
    pub also_failed_by: &'static [&'static str],
    /// The first architecture that demands what it breaks: `1.0`, `1.1` or `2.0`.
    pub since: &'static str,
    /// How much it takes to see it. A deep one may name no case: whichever fails the requirement that it breaks catches it.
    pub depth: Depth,
}

/// How much it takes to see a defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// An exchange or a plain flow of them.
    Plain,
    /// Several steps that no plain flow takes, or a special value.
    Deep,
}

impl Defect {
    /// What an entry does not say.
    const PLAIN: Self = Self {
        id: "",
        breaks: "",
        does: "",
        caught_by: &[],
        also_failed_by: &[],
        since: "1.0",
        depth: Depth::Plain,
    };
}

/// A harmless difference: another answer that the standard, as ruled, leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variation {
    /// Its kebab-case name.
    pub id: &'static str,
    /// The ruling or clause that allows it.
    pub ruling: &'static str,
    /// How the device deviates from its default.
    pub deviate: &'static str,
    /// What of the device it varies.
    pub layer: Layer,
    /// Tried when it is named and not along with the others: it is too slow, or a case is known to fail by it.
    pub hidden: bool,
}

impl Variation {
    /// What an entry does not say.
    const PLAIN: Self = Self {
        id: "",
        ruling: "",
        deviate: "",
        layer: Layer::Wire,
        hidden: false,
    };
}

/// What a variation varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// How documents of 5.3 are written.
    Documents,
    /// What the service does with messages.
    PageMode,
    /// What the service does with sessions and transfers.
    Sessions,
    /// The architecture's half: discovery, description, control, eventing.
    Wire,
}

impl Layer {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Documents, Self::PageMode, Self::Sessions, Self::Wire];

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::PageMode => "page mode",
            Self::Sessions => "sessions",
            Self::Wire => "wire",
        }
    }
}

/// A name that no defect and no variation has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no {kind} is named `{name}`; the registry of the reference device lists them")]
pub struct UnknownDeviation {
    kind: &'static str,
    name: String,
}

/// The sentence that documents a variant: what its entry says the device does.
macro_rules! first_doc {
    (id: $id:literal, $other:ident: $about:literal, $field:ident: $text:literal $($rest:tt)*) => {
        concat!($about, ": ", $text, ".")
    };
}
use first_doc;

/// One enum over a list of entries: ids, look-up by name, and the entries as a constant in the same order.
macro_rules! registry {
    (
        $(#[$meta:meta])* $name:ident, $kind:literal, $list:ident: $entry:ident;
        $( $variant:ident { $($field:ident: $value:expr),+ $(,)? } )*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( #[doc = first_doc!($($field: $value),+)] $variant, )*
        }

        /// Every entry, in the order of the enum.
        pub const $list: &[$entry] = &[ $( {
            #[allow(clippy::needless_update, reason = "an entry may leave out what is plain")]
            let entry = $entry { $($field: $value,)+ ..$entry::PLAIN };
            entry
        } ),* ];

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [$name] = &[ $( $name::$variant ),* ];

            /// What the registry says about it.
            pub fn entry(self) -> &'static $entry {
                &$list[self as usize]
            }

            /// Its kebab-case name.
            pub fn as_str(self) -> &'static str {
                self.entry().id
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::defects::UnknownDeviation;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|one| one.as_str() == name).ok_or_else(|| {
                    $crate::defects::UnknownDeviation::new($kind, name)
                })
            }
        }
    };
}
use registry;

/// Asks one topic after the other for its entries, and makes the registry of all.
macro_rules! join {
    ({ [$next:ident $($more:ident)*] $all:tt $head:tt } $($entries:tt)*) => {
        join! { @add $next [$($more)*] $all $head $($entries)* }
    };
    (@add $next:ident $more:tt [$($all:tt)*] $head:tt $($entries:tt)*) => {
        $next! { join { $more [$($all)* $($entries)*] $head } }
    };
    ({ [] [$($all:tt)*] [$($head:tt)*] } $($entries:tt)*) => {
        registry! { $($head)* $($all)* $($entries)* }
    };
}
use join;

impl UnknownDeviation {
    fn new(kind: &'static str, name: &str) -> Self {
        Self {
            kind,
            name: name.chars().take(80).collect(),
        }
    }
}

/// The defects and variations that are on; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Deviations(Arc<On>);

/// What is on.
#[derive(Clone, Debug, Default)]
struct On {
    defects: BTreeSet<DefectId>,
    variations: BTreeSet<VariationId>,
    planted: BTreeSet<PlantedId>,
}

impl Deviations {
    /// Those given, and no others.
    pub fn new(
        defects: impl IntoIterator<Item = DefectId>,
        variations: impl IntoIterator<Item = VariationId>,
    ) -> Self {
        Self(Arc::new(On {
            defects: defects.into_iter().collect(),
            variations: variations.into_iter().collect(),
            planted: BTreeSet::new(),
        }))
    }

    /// The same, and these planted faults.
    #[must_use]
    pub fn and_planted(self, planted: &[PlantedId]) -> Self {
        Self(Arc::new(On {
            planted: planted.iter().copied().collect(),
            ..On::clone(&self.0)
        }))
    }

    /// Whether the planted fault is on.
    pub fn plants(&self, fault: PlantedId) -> bool {
        self.0.planted.contains(&fault)
    }

    /// Whether the defect is on.
    pub fn has(&self, defect: DefectId) -> bool {
        self.0.defects.contains(&defect)
    }

    /// Whether the variation is on.
    pub fn varies(&self, variation: VariationId) -> bool {
        self.0.variations.contains(&variation)
    }
}

#[cfg(test)]
mod tests;
