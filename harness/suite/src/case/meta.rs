//! What is known of a case before it runs.

use std::borrow::Cow;

use ctk_record::Suspect;

use super::{Claims, Effect, Need, Phase, Reach, Things, Window};
use crate::under_test::Dut;

/// Who waits that long for something else than answers hardly takes the device's attention, in milliseconds.
const MOSTLY_WAITS_MS: u64 = 2_000;

/// What is known of a case before it runs: enough to list it, to plan a run, and to say whether it applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseMeta {
    /// `HEAD/slug`: permanent, never reused.
    pub id: Cow<'static, str>,
    /// The sub-clause where the behaviour is defined.
    pub clause: Cow<'static, str>,
    /// What is so on a conformant device: one sentence, no modal verbs, at most 90 characters.
    pub purpose: Cow<'static, str>,
    /// The requirements that its judgements may name.
    pub requirements: Vec<Cow<'static, str>>,
    /// What it needs.
    pub needs: Vec<Need>,
    /// The name of the service that it is about; absent where it is about any.
    pub service: Option<&'static str>,
    /// What it may change.
    pub effect: Effect,
    /// What the change concerns that it makes of whatever service there is, where it makes no other.
    pub changes: Option<Things>,
    /// With whom it takes turns at what must be undisturbed.
    pub window: Option<Window>,
    /// When it runs.
    pub phase: Phase,
    /// How often it runs where there are several services.
    pub reach: Reach,
    /// How many messages it sends at most.
    pub messages: u32,
    /// The longest wait of the standard's in it, in milliseconds.
    pub waits_ms: u64,
    /// The part of it that no device makes shorter, in milliseconds.
    pub demanded_ms: u64,
    /// One of several that are derived from a table; `--budget` may drop it where another judges the same requirement.
    pub derived: bool,
    /// Who is suspected first when it fails.
    pub suspect: Suspect,
}

impl CaseMeta {
    /// Of this id and purpose; the clause is the id's head, and the case changes nothing and needs nothing.
    pub fn new(id: impl Into<Cow<'static, str>>, purpose: impl Into<Cow<'static, str>>) -> Self {
        let id = id.into();
        let clause = id
            .rsplit_once('/')
            .map_or(id.as_ref(), |(head, _)| head)
            .to_owned();
        let of_service = ["uda/control", "uda/eventing", "uda/scpd"];
        let reach = if of_service.contains(&clause.as_str()) {
            Reach::EachService
        } else {
            Reach::Device
        };
        Self {
            id,
            clause: clause.into(),
            purpose: purpose.into(),
            requirements: Vec::new(),
            needs: Vec::new(),
            service: None,
            effect: Effect::None,
            changes: None,
            window: None,
            phase: Phase::Main,
            reach,
            messages: 0,
            waits_ms: 0,
            demanded_ms: 0,
            derived: false,
            suspect: Suspect::Device,
        }
    }

    /// What it uses of the device: which cases may run beside it. A case that is about any service may make whatever the
    /// service has.
    pub fn claims(&self) -> Claims {
        let with_sessions = self.service.is_none() || self.needs.iter().any(Need::is_of_sessions);
        let mut claims = Claims::of(self.effect, with_sessions);
        if let Some(changes) = self.changes {
            claims.touches = changes.and(Things::TRAFFIC);
        }
        // What silences a device for a while would be held against it by every case that searches for it then.
        claims.touches.searches |= self.needs.contains(&Need::Multicast);
        // Between its few requests the device is quiet.
        claims.touches.traffic &= !self.mostly_waits();
        claims.together = self.window.map(|window| window.of);
        claims
    }

    /// What it changes is known, now that the device is.
    pub fn met(&mut self, dut: &Dut) {
        if self.changes.is_some() {
            let changes = dut.services().map(|it| (it.service().changes)(it));
            self.changes = Some(changes.fold(Things::NOTHING, Things::and));
        }
    }

    /// It makes a few requests, and waits long for what comes of each.
    fn mostly_waits(&self) -> bool {
        let is_modest = matches!(self.effect, Effect::None | Effect::OwnObjects);
        is_modest && self.waits_ms >= MOSTLY_WAITS_MS
    }

    /// The cases that wait at the same time as this one, though they need the same things undisturbed: those of its turn; of
    /// searches all those that take turns, because they do so only where something has gone wrong.
    pub fn shares_wait_with(&self) -> Option<Window> {
        let searches = self.claims().undisturbed.searches;
        self.window.map(|window| match searches {
            true => Window { turn: 0, ..window },
            false => window,
        })
    }

    /// The part of the id before the last slash: a clause, `annex-a`, `uda/discovery` and the like.
    pub fn head(&self) -> &str {
        self.id.rsplit_once('/').map_or(&self.id, |(head, _)| head)
    }
}

#[cfg(test)]
mod tests {
    use crate::case::{Case, Need, Things};

    #[test]
    fn a_change_of_any_service_may_be_of_anything_until_the_device_is_known() {
        let sessions = Case::new("a/b", "a purpose").undisturbed(Things::SESSIONS);
        let sessions = sessions.meta.claims();
        let mut changes = Case::new("a/b", "a purpose").changes_a_variable().meta;
        assert!(!changes.claims().may_run_beside(sessions));
        changes.changes = Some(Things::MESSAGES);
        assert!(changes.claims().may_run_beside(sessions));
    }

    #[test]
    fn who_measures_is_not_disturbed_by_those_who_mostly_wait() {
        let case = |waits| Case::new("a/b", "a purpose").own_objects(0).waits(waits);
        let measures = case(2_000).undisturbed(Things::SESSIONS.and(Things::TRAFFIC));
        let measures = measures.meta.claims();
        let beside = |waits| case(waits).meta.claims().may_run_beside(measures);
        assert!(beside(4_000) && !beside(1_100) && !beside(0));
    }

    #[test]
    fn odd_searches_find_no_other_case_searching() {
        let case = |needs: &[Need]| Case::new("a/b", "a purpose").needs(needs);
        let searching = case(&[Need::Multicast]).meta.claims();
        let odd = case(&[Need::Multicast]).undisturbed(Things::SEARCHES);
        let odd = odd.meta.claims();
        assert!(!odd.may_run_beside(searching) && !searching.may_run_beside(odd));
        assert!(searching.may_run_beside(searching));
        assert!(odd.may_run_beside(case(&[]).meta.claims()));
    }
}
