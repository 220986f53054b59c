//! 5.3.14 A_ARG_TYPE_RecipientsList: who a message goes to, or takes part in a session.

use crate::a_peer_type::{self, Peer};
use crate::document::{
    Context, Direction, Judge, Kind, Mistake, Node, Place, Read, Writer, validate,
};

/// The content of `recipientsList`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipients {
    /// `recipientTo`.
    pub to: Vec<Peer>,
    /// `recipientCc`.
    pub cc: Vec<Peer>,
    /// `recipientBcc`.
    pub bcc: Vec<Peer>,
    /// `recipientFrom`: exactly one by the schema; left out of the document when `None`.
    pub from: Option<Peer>,
}

impl Recipients {
    /// Recipients by their ids, with an empty `recipientFrom` for the device to fill in.
    pub fn to_ids<S: AsRef<str>>(ids: &[S]) -> Self {
        let to = ids.iter().map(|id| Peer::new(id.as_ref())).collect();
        Self {
            to,
            from: Some(Peer::default()),
            ..Self::default()
        }
    }

    /// The document `recipientsList` for CreateSession and ModifySession.
    pub fn to_xml(&self) -> String {
        let mut w = Writer::begin("recipientsList");
        self.write(&mut w);
        w.end("recipientsList")
    }

    pub(crate) fn write(&self, w: &mut Writer) {
        self.to.iter().for_each(|peer| peer.write(w, "recipientTo"));
        self.cc.iter().for_each(|peer| peer.write(w, "recipientCc"));
        self.bcc
            .iter()
            .for_each(|peer| peer.write(w, "recipientBcc"));
        self.from
            .iter()
            .for_each(|peer| peer.write(w, "recipientFrom"));
    }
}

impl Recipients {
    /// The meaning of a `recipientsList` element.
    pub fn from_node(node: &Node) -> Self {
        let peers = |name: &str| node.children_named(name).map(Peer::from_node).collect();
        Self {
            to: peers("recipientTo"),
            cc: peers("recipientCc"),
            bcc: peers("recipientBcc"),
            from: node.child("recipientFrom").map(Peer::from_node),
        }
    }
}

/// Reads `recipientsList`.
pub fn read_recipients(text: &str, direction: Direction, context: &Context) -> Read<Recipients> {
    validate(Kind::RecipientsList, text, direction, context)
        .map(|node| Recipients::from_node(&node))
}

/// What a message or session of a class has to have (5.3.10.2, 5.3.15.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// `recipientTo`.
    To,
    /// `recipientTo`; where it is missing this ruling calls it a warning.
    ToBy(&'static str),
    /// One of `recipientTo`, `recipientCc`, `recipientBcc`.
    Any,
    /// Nothing is said.
    Nothing,
}

/// Whether the recipients are those that the class needs.
pub(crate) fn judge_needs(
    judge: &mut Judge<'_>,
    list: &Place<'_>,
    needs: Needs,
    class: &str,
    requirement: &str,
) {
    let has = |name: &str| list.node.child(name).is_some();
    let (met, expected) = match needs {
        Needs::Nothing => return,
        Needs::To | Needs::ToBy(_) => (has("recipientTo"), "recipientTo"),
        Needs::Any => (
            ["recipientTo", "recipientCc", "recipientBcc"]
                .into_iter()
                .any(has),
            "one of recipientTo, recipientCc, recipientBcc",
        ),
    };
    judge.check(requirement);
    if !met {
        judge.tell(|| {
            let mistake = Mistake::rule(
                requirement,
                list,
                expected,
                format!("{class} has no recipient"),
            );
            match needs {
                Needs::ToBy(ruling) => mistake.warning().ruling(ruling),
                _ => mistake,
            }
        });
    }
}

pub(crate) fn rules(judge: &mut Judge<'_>, list: &Place<'_>) {
    for name in [
        "recipientTo",
        "recipientCc",
        "recipientBcc",
        "recipientFrom",
    ] {
        for peer in list.all(name) {
            a_peer_type::rules(judge, &peer);
        }
    }
}
