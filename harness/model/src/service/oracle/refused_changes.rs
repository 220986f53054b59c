//! A ModifySession that is refused adds nobody, and gives no part a value.

use std::collections::BTreeSet;

use super::things::SessionThing;
use super::{Job, Oracle, Target};
use crate::service::bench::FarSide;
use crate::service::call::Modification;
use crate::service::session::{self, Change, Move, Person, people, types};

impl Oracle {
    /// A refused ModifySession adds nobody.
    pub(super) fn begin_refused_change(
        &mut self,
        job: &mut Job<'_>,
        change: &Modification,
        code: u16,
    ) {
        let unasked = self.bench.strangers || self.bench.far_side == FarSide::Free;
        let requirement = match code {
            606 => "M-5.5.9-606",
            704 => "M-5.5.9-704",
            _ => return,
        };
        let Some(thing) = self.sessions.get_mut(&change.id) else {
            return;
        };
        let given = [
            ("subject", change.subject.clone()),
            ("content types", types(&change.types)),
            ("class", change.class.clone()),
        ];
        let given = given.into_iter().filter(|(_, value)| !value.is_empty());
        thing.refused_values = given
            .map(|(part, value)| (part, (value, requirement)))
            .collect();
        let Some(add) = &change.add else {
            return;
        };
        let Some(shown) = &thing.shown_people else {
            return;
        };
        let is_shown = |id: &String| shown.iter().any(|(_, it)| it == id);
        let strangers: BTreeSet<Person> = people(add)
            .into_iter()
            .filter(|(_, id)| !is_shown(id))
            .collect();
        if strangers.is_empty() || !thing.people.is_quiet() {
            return;
        }
        thing.refused = Some((strangers.clone(), requirement));
        let step = Move::Refused(strangers);
        let list = session::List { anything: unasked };
        thing
            .people
            .begin(&list, job.number, job.case, step.clone());
        job.targets.push(Target::People(change.id.clone(), step));
    }
}

impl SessionThing {
    /// The requirement on the request that was refused last, where what it would have added is shown.
    pub(super) fn left_by_refused(&mut self, target: &Target) -> Option<&'static str> {
        match target {
            Target::People(_, Move::Shown(shown)) => {
                self.shown_people = Some(shown.clone());
                let (strangers, requirement) = self.refused.as_ref()?;
                (!shown.is_disjoint(strangers)).then_some(*requirement)
            }
            Target::People(_, Move::Refused(_)) => None,
            Target::People(..) => {
                self.shown_people = None;
                self.refused = None;
                None
            }
            Target::Subject(_, change) => self.value_by_refused("subject", change),
            Target::Types(_, change) => self.value_by_refused("content types", change),
            Target::Class(_, change) => self.value_by_refused("class", change),
            _ => None,
        }
    }

    /// The same of a part with one value. Any change of class makes it Mixed.
    fn value_by_refused(&mut self, part: &'static str, change: &Change) -> Option<&'static str> {
        let Change::Shown(shown) = change else {
            self.refused_values.remove(part);
            return None;
        };
        let (value, requirement) = self.refused_values.get(part)?;
        let mixed = part == "class" && shown == "Mixed";
        (mixed || shown == value).then_some(*requirement)
    }
}
