//! 5.3: the instance vectors, sent to the device in the arguments that take XML.
//!
//! Each vector is judged by itself; a case is all those that break the same layer in the same argument, or a selection
//! of them. A device that takes what is not valid is told which; what it leaves behind is told too (5.5.19).

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::req;
use ctk_vectors::{Answer, Breaks, Expected, Instance, Mark, instances};

use crate::arrange::session_parts::same_members;
use crate::case::{Case, Need, Phase};
use crate::derived::vectors::{Argument, Target, left_behind, participants, send, target};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// How many vectors the selection of a case has.
const SELECTED: usize = 8;
/// As many where each costs a session or a message.
const SELECTED_VALID: usize = 4;

/// The vector that lacks nothing but recipientFrom, which a list of recipients to remove can do without.
const WITHOUT_RECIPIENT_FROM: &str = "5.3.14/missing-recipient-from";

/// What the vectors of a case have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Broken(Breaks),
    Valid,
}

/// The cases: of each argument and kind a selection, and all.
pub(crate) fn cases() -> Vec<Case> {
    use Argument::{
        FileInfoList, MessageToSend, RecipientsToAdd, RecipientsToRemove, SessionRecipients,
    };
    use Kind::{Broken, Valid};
    let families = [
        (MessageToSend, Broken(Breaks::Xml)),
        (MessageToSend, Broken(Breaks::Schema)),
        (MessageToSend, Broken(Breaks::Rule)),
        (MessageToSend, Valid),
        (SessionRecipients, Broken(Breaks::Xml)),
        (SessionRecipients, Broken(Breaks::Schema)),
        (SessionRecipients, Valid),
        (RecipientsToAdd, Broken(Breaks::Xml)),
        (RecipientsToAdd, Broken(Breaks::Schema)),
        (RecipientsToAdd, Valid),
        (RecipientsToRemove, Broken(Breaks::Xml)),
        (RecipientsToRemove, Broken(Breaks::Schema)),
        (FileInfoList, Broken(Breaks::Xml)),
        (FileInfoList, Broken(Breaks::Schema)),
        (FileInfoList, Valid),
    ];
    families
        .into_iter()
        .flat_map(|(argument, kind)| [case(argument, kind, false), case(argument, kind, true)])
        .collect()
}

impl Kind {
    fn slug(self) -> &'static str {
        match self {
            Self::Broken(Breaks::Xml) => "malformed",
            Self::Broken(Breaks::Schema) => "not-valid",
            Self::Broken(Breaks::Rule) => "incomplete",
            Self::Valid => "valid",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Broken(Breaks::Xml) => "that is not well-formed is refused",
            Self::Broken(Breaks::Schema) => "that is not valid is refused",
            Self::Broken(Breaks::Rule) => "that lacks what its class demands is refused",
            Self::Valid => "that is valid is taken",
        }
    }
}

fn case(argument: Argument, kind: Kind, all: bool) -> Case {
    let (which, vectors) = if all {
        ("all-", "every vector")
    } else {
        ("", "a selection")
    };
    let id = format!(
        "{}/{which}vectors-{}{}",
        argument.head(),
        argument.slug(),
        kind.slug()
    );
    let purpose = format!("{} {} ({vectors})", argument.words(), kind.words());
    let (refuses, takes) = argument.requirements();
    let case = Case::new(id, purpose).needs(argument.needs()).derived();
    let case = match kind {
        Kind::Valid => {
            let messages = match argument {
                Argument::MessageToSend => chosen(argument, kind, all).len(),
                _ => 0,
            };
            let case = case
                .covering(takes)
                .own_objects(u32::try_from(messages).unwrap_or(u32::MAX));
            match argument {
                Argument::FileInfoList => case.covers(&[req::M_4_2_2]),
                _ => case,
            }
        }
        // Alone, so that whatever is there afterwards is of its making.
        Kind::Broken(_) if refuses == req::M_T46_4 => {
            case.covering(refuses).own_objects(0).phase(Phase::Hostile)
        }
        Kind::Broken(_) => case
            .covering(refuses)
            .covers(&[req::M_T46_4])
            .own_objects(0)
            .phase(Phase::Hostile),
    };
    let case = if all {
        case.needs(&[Need::Exhaustive])
    } else {
        case
    };
    case.body(move |t| {
        let vectors = chosen(argument, kind, all);
        match kind {
            Kind::Valid => judge_taken(t, argument, &vectors),
            Kind::Broken(_) => judge_refused(t, argument, &vectors),
        }
    })
}

/// The vectors of a case, in the order of their files; of a selection as many, evenly spread.
fn chosen(argument: Argument, kind: Kind, all: bool) -> Vec<&'static Instance> {
    let fits = |vector: &&Instance| {
        let of_kind = match kind {
            Kind::Broken(breaks) => vector.breaks == Some(breaks),
            Kind::Valid => vector.result == Expected::Valid,
        };
        let blank = vector.written().is_some_and(|text| text.trim().is_empty());
        // To ModifySession an empty argument says that nothing is to change.
        let says_nothing = blank && argument.head() == "5.5.9";
        of_kind
            && vector.document == argument.document()
            && vector.direction.is_input()
            && vector.send
            && vector.fits_an_argument()
            && !says_nothing
    };
    let vectors: Vec<&'static Instance> = instances().vectors.iter().filter(fits).collect();
    let most = if kind == Kind::Valid {
        SELECTED_VALID
    } else {
        SELECTED
    };
    if all || vectors.len() <= most {
        return vectors;
    }
    (0..most)
        .map(|index| vectors[index * (vectors.len() - 1) / (most - 1)])
        .collect()
}

/// Nothing is wrong with it but the white space before its declaration: a vector breaks one rule at most.
fn is_indented(vector: &Instance) -> bool {
    let begins = |text: &str| {
        text.starts_with(char::is_whitespace) && text.trim_start().starts_with("<?xml")
    };
    vector.breaks == Some(Breaks::Xml) && vector.written().is_some_and(begins)
}

/// as a string it is not well-formed, but writers that indent make it.
fn indented(argument: Argument) -> Option<Expectation> {
    let (requirement, code) = match argument {
        Argument::MessageToSend => (req::M_5_5_6_703, 703),
        Argument::SessionRecipients => (req::M_5_5_8_704, 704),
        Argument::RecipientsToAdd | Argument::RecipientsToRemove => (req::M_5_5_9_704, 704),
        // A success is a warning there, whatever the list is.
        Argument::FileInfoList => return None,
    };
    let built = Expectation::fault(requirement, code).by("R-71", "input");
    Some(built.warn_fault(402, "R-26").warn_fault(600, "R-26"))
}

/// what an invalid argument is answered with.
fn refusal(argument: Argument, vector: &Instance) -> Expectation {
    if let Some(expectation) = indented(argument).filter(|_| is_indented(vector)) {
        return expectation;
    }
    match argument {
        Argument::MessageToSend => {
            Expectation::fault(req::M_5_5_6_703, 703).by("R-27", "malformed-message")
        }
        Argument::SessionRecipients => {
            Expectation::fault(req::M_5_5_8_704, 704).by("R-26", "invalid-recipients")
        }
        Argument::RecipientsToRemove if vector.id == WITHOUT_RECIPIENT_FROM => {
            Expectation::of(req::M_5_5_9_704).by("R-26", "removed-without-recipient-from")
        }
        Argument::RecipientsToAdd | Argument::RecipientsToRemove => {
            Expectation::fault(req::M_5_5_9_704, 704).by("R-26", "invalid-recipients")
        }
        Argument::FileInfoList => {
            let names_the_session = vector.breaks != Some(Breaks::Xml)
                && vector.written().is_some_and(|text| {
                    text.matches("<sessionID>{{session}}</sessionID>").count() == 1
                });
            let situation = if names_the_session {
                "invalid-file-info"
            } else {
                "invalid-file-info-and-id"
            };
            Expectation::of(req::M_T46_4).by("R-46", situation).allow(
                Answer::AnyFault,
                Mark::Warning,
                Some("R-58"),
            )
        }
    }
}

/// Each vector is refused, and afterwards nothing is different. One that is taken does not hide the next.
fn judge_refused(t: &mut Tester<'_>, argument: Argument, vectors: &[&'static Instance]) -> Flow {
    let word = t.unique("Ctk")?;
    let mut here: Option<(Target, Vec<String>)> = None;
    let mut worst = Ok(());
    let (mut sent, mut taken) = (0, 0);
    for vector in vectors {
        // A message's class decides whom to send to; all else stays where it is.
        if argument == Argument::MessageToSend || here.is_none() {
            here = match target(t, argument, vector)? {
                Some(target) => {
                    let before = participants(t, argument, &target)?;
                    Some((target, before))
                }
                None => None,
            };
        }
        let Some((target, _)) = &here else { continue };
        let reply = send(t, argument, target, vector, &word)?;
        sent += 1;
        let expectation = refusal(argument, vector);
        let judged = match argument {
            Argument::MessageToSend => t.judge_pair(&reply, &expectation, 703),
            Argument::FileInfoList => t.judge(&reply, &expectation),
            _ => t.judge_pair(&reply, &expectation, 704),
        };
        worst = go_on(worst, judged)?;
        if reply.succeeded() {
            // What it did is told, and not to be held against those that follow.
            taken += 1;
            here = None;
        }
    }
    if sent == 0 {
        return Err(none_fits());
    }
    let Some((target, before)) = here.filter(|_| taken == 0) else {
        return worst;
    };
    let judged = judge_same(t, argument, (&target, &before), &word, sent)?;
    go_on(worst, judged)?
}

/// Afterwards there is what there was before.
fn judge_same(
    t: &mut Tester<'_>,
    argument: Argument,
    (target, before): (&Target, &[String]),
    word: &str,
    sent: usize,
) -> Flow<Flow> {
    let mut after = left_behind(t, argument, target, word)?;
    after.extend(participants(t, argument, target)?);
    let texts = |list: &[String]| list.join(", ");
    let same = same_members(
        &before.iter().map(String::as_str).collect::<Vec<_>>(),
        &after.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let judged = t.record(
        Judgement::met(req::M_T46_4, same)
            .asked(format!("what there is after {sent} vectors were refused"))
            .accepts(["what there was before"])
            .observed(format!(
                "before: [{}]; after: [{}]",
                texts(before),
                texts(&after)
            )),
    );
    Ok(judged)
}

/// Each vector is taken. Where it takes a ruling to make it valid, a refusal is a warning.
fn judge_taken(t: &mut Tester<'_>, argument: Argument, vectors: &[&'static Instance]) -> Flow {
    let word = t.unique("Ctk")?;
    let mut worst = Ok(());
    let mut sent = 0;
    for vector in vectors {
        let Some(target) = target(t, argument, vector)? else {
            continue;
        };
        let reply = send(t, argument, &target, vector, &word)?;
        sent += 1;
        let (_, takes) = argument.requirements();
        let requirement = match vector.rule.as_deref() {
            Some(req::M_4_2_2) => req::M_4_2_2,
            _ => takes,
        };
        let expectation = Expectation::success(requirement);
        let expectation = match &vector.ruling {
            Some(ruling) => expectation.allow(Answer::AnyFault, Mark::Warning, Some(ruling)),
            None => expectation,
        };
        let judged = t.judge(&reply, &expectation);
        worst = go_on(worst, judged)?;
    }
    if sent == 0 {
        return Err(none_fits());
    }
    worst
}

/// Keeps a fail in mind and goes on; everything else ends the case.
fn go_on(worst: Flow, judged: Flow) -> Flow<Flow> {
    match judged {
        Ok(()) => Ok(worst),
        Err(Stop::Judged) => Ok(Err(Stop::Judged)),
        Err(other) => Err(other),
    }
}

fn none_fits() -> Stop {
    Stop::NotApplicable("the device supports the class of none of these messages".to_owned())
}
