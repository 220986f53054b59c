//! Sessions: what parking, modifying, accepting and joining several of them does beside what it should.

use super::afterwards::Trail;
use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::caller::Caller;
use crate::service::documents::{Peer, Recipients};
use crate::service::effects::SessionEvent;
use crate::service::session::Session;
use crate::service::store::Store;
use crate::service::values::{SessionClass, SessionStatus};

/// What `sessions-cut-at-twelve` lists.
const TWELVE: usize = 12;
/// The time at which `fifth-leave-keeps-running` does.
const FIFTH: u32 = 5;

/// What defects remember of a session: how it was when it was accepted, and how often its last control point left.
#[derive(Clone, Debug, Default)]
pub(in crate::service) struct Memory {
    pub(in crate::service) class: Option<SessionClass>,
    pub(in crate::service) subject: Option<String>,
    pub(super) recipients: Recipients,
    content_types: Option<String>,
    parked: u32,
    typist: Option<String>,
    /// How often LeaveSession was refused while it was Parked.
    absent: u32,
    /// Whether CancelFileTransfer was refused.
    cancelled: bool,
    /// What is wrong later for the sake of what was done in it.
    pub(in crate::service) trail: Trail,
    /// The bytes of its transfers so far.
    pub(super) bytes: u64,
    /// What was last shown of it, and in which status.
    pub(super) shown: Option<(SessionStatus, String)>,
}

impl Memory {
    /// Who was the first to type.
    pub(in crate::service) fn first_typist(&mut self, name: &str) -> String {
        self.typist.get_or_insert_with(|| name.to_owned()).clone()
    }

    /// LeaveSession was refused while the session was Parked.
    pub(in crate::service) fn count_absent(&mut self) {
        self.absent += 1;
    }

    /// Whether who joins makes up for a LeaveSession that was refused.
    pub(in crate::service) fn makes_up(&mut self) -> bool {
        let owed = self.absent > 0;
        self.absent = self.absent.saturating_sub(1);
        owed
    }

    /// CancelFileTransfer was refused.
    pub(in crate::service) fn note_cancelled(&mut self) {
        self.cancelled = true;
    }

    /// Whether CancelFileTransfer was refused since the last transfer.
    pub(in crate::service) fn take_cancelled(&mut self) -> bool {
        std::mem::take(&mut self.cancelled)
    }
}

impl Session {
    /// How the session is as it starts to run.
    pub(in crate::service) fn remembered(&self) -> Memory {
        Memory {
            class: self.class,
            subject: self.subject.clone(),
            recipients: self.recipients.clone(),
            content_types: self.content_types.clone(),
            ..Memory::default()
        }
    }

    /// What a defect makes of a session that its last control point has left.
    pub(in crate::service) fn apply_parking_defects(&mut self, d: &Deviations, by: &Caller) {
        if d.has(DefectId::CreatorLeavingParks) && self.creator.as_ref() == Some(by) {
            self.status = SessionStatus::Parked;
            self.joined.clear();
        }
        if self.status != SessionStatus::Parked {
            return;
        }
        let memory = &mut self.memory;
        memory.parked += 1;
        memory.trail.parker = Some(by.clone());
        if d.has(DefectId::ParkingRestoresSubject) {
            self.subject.clone_from(&memory.subject);
        }
        if d.has(DefectId::ParkingRestoresRecipients) {
            self.recipients.clone_from(&memory.recipients);
        }
        if d.has(DefectId::ParkingRestoresTypes) {
            self.content_types.clone_from(&memory.content_types);
        }
        if d.has(DefectId::ParkingRestoresClass) {
            self.class = memory.class;
        }
        if d.has(DefectId::FifthLeaveKeepsRunning) && memory.parked == FIFTH {
            self.status = SessionStatus::Running;
            self.joined.insert(by.clone());
        }
    }

    /// What a defect makes of a session that has been modified: whether subject and content types were given, and
    /// whether the class has changed.
    pub(in crate::service) fn apply_modifying_defects(
        &mut self,
        d: &Deviations,
        [subject, types]: [bool; 2],
        class: bool,
    ) {
        let others = !self.recipients.to.is_empty();
        if subject && others && d.has(DefectId::SubjectChangeDropsCc) {
            self.recipients.cc.clear();
        }
        let started = self.date_started.is_some();
        if started && subject && !types && d.has(DefectId::SubjectChangeRestoresTypes) {
            self.content_types.clone_from(&self.memory.content_types);
        }
        if class && !subject && d.has(DefectId::ClassChangeRenames) {
            self.subject = self.class.map(|class| class.as_str().to_owned());
        }
    }

    /// Whether a defect's filter passes the session, which `right` says the filter of GetSessions does.
    pub(in crate::service) fn filtered(
        &self,
        (class, status): (Option<SessionClass>, Option<SessionStatus>),
        right: bool,
        d: &Deviations,
    ) -> bool {
        let of_class = class.is_some() && self.class == class;
        match status {
            Some(_)
                if class == Some(SessionClass::Mixed)
                    && d.has(DefectId::GetSessionsMixedDropsStatus) =>
            {
                self.class == class
            }
            Some(SessionStatus::Running)
                if of_class && d.has(DefectId::GetSessionsRunningFindsParked) =>
            {
                right || self.status == SessionStatus::Parked
            }
            Some(SessionStatus::Pending)
                if of_class && d.has(DefectId::GetSessionsPendingOwnOnly) =>
            {
                right && self.creator.is_some()
            }
            Some(SessionStatus::Closed)
                if class.is_some() && d.has(DefectId::GetSessionsClosedDropsClass) =>
            {
                self.status == SessionStatus::Closed
            }
            None if class.is_some() && d.has(DefectId::GetSessionsByFirstClass) => {
                self.memory.class.or(self.class) == class
            }
            _ => right,
        }
    }
}

impl Store {
    /// How many sessions GetSessions lists at most.
    pub(in crate::service) fn most_sessions_listed(&self) -> usize {
        if self.has(DefectId::SessionsCutAtTwelve) {
            TWELVE
        } else {
            usize::MAX
        }
    }

    /// What the defect `join-leaves-others` does when a control point has joined a session.
    pub(in crate::service) fn leave_others(&mut self, caller: &Caller, id: &str) {
        if !self.has(DefectId::JoinLeavesOthers) {
            return;
        }
        let others: Vec<String> = self
            .sessions()
            .filter(|one| one.id != id && one.joined.contains(caller))
            .map(|one| one.id.clone())
            .collect();
        for other in others {
            if let Some(session) = self.session_mut(&other) {
                session.leave(caller);
                self.announce(&other, SessionEvent::TelCpLeft);
            }
        }
    }

    /// The session that is accepted when the one of this id is.
    pub(in crate::service) fn accepted_for(&self, id: &str) -> String {
        let asked = |one: &&Session| one.status == SessionStatus::Pending && one.creator.is_none();
        let oldest = self.sessions().find(asked).map(|one| one.id.clone());
        oldest
            .filter(|_| self.has(DefectId::AcceptTakesOldest))
            .filter(|_| self.session(id).as_ref().is_some_and(asked))
            .unwrap_or_else(|| id.to_owned())
    }

    /// What the defect `rejection-refuses-all` closes along with a session that a peer rejects.
    pub(in crate::service) fn refuse_others(&mut self) {
        if !self.has(DefectId::RejectionRefusesAll) {
            return;
        }
        let own = |one: &&Session| one.status == SessionStatus::Pending && one.creator.is_some();
        let ids: Vec<String> = (self.sessions().filter(own))
            .map(|one| one.id.clone())
            .collect();
        for id in ids {
            // All of them are Pending, and so can be closed.
            let _closed = self.close_session(&id);
        }
    }

    /// What the defect `cancel-ends-all` does when the transfer of a session has been cancelled.
    pub(in crate::service) fn cancel_others(&mut self) {
        if self.has(DefectId::CancelEndsAll) {
            let ids: Vec<String> = self.sessions().map(|one| one.id.clone()).collect();
            for id in ids {
                self.end_transfer(&id, SessionEvent::TransferCancelled);
            }
        }
    }

    /// The recipients to add and to remove as a defect understands them; `present` are those of the session.
    pub(in crate::service) fn alter_changes(
        &self,
        present: &Recipients,
        add: &mut Option<Recipients>,
        remove: &mut Option<Recipients>,
    ) {
        if self.has(DefectId::SecondAddedDropped)
            && let Some(add) = add
        {
            keep_first(add);
        }
        if self.has(DefectId::AddedCcBecomesTo)
            && let Some(add) = add
        {
            add.to.append(&mut add.cc);
        }
        if self.has(DefectId::ModifyBothForgetsRemoval) && add.is_some() {
            *remove = None;
        }
        let Some(remove) = remove else { return };
        if self.has(DefectId::SecondRemovedKept) {
            keep_first(remove);
        }
        if self.varies(VariationId::RemovalIgnoresCase) {
            let near = |peer: &&Peer| {
                let mut removed = remove.receivers();
                removed.any(|one| one.id.eq_ignore_ascii_case(&peer.id))
            };
            let near = present.receivers().filter(near).cloned().collect();
            remove.add(Recipients {
                to: near,
                ..Recipients::default()
            });
        }
        if self.has(DefectId::RemovalTakesLongerAddresses) {
            let longer = |peer: &&Peer| {
                let mut removed = remove.receivers();
                removed.any(|one| peer.id.starts_with(&one.id))
            };
            let longer = present.receivers().filter(longer).cloned().collect();
            remove.add(Recipients {
                to: longer,
                ..Recipients::default()
            });
        }
        if self.has(DefectId::RemoveTakesNeighbours) {
            let domains: Vec<String> = remove.receivers().filter_map(domain).collect();
            let near = |peer: &&Peer| domain(peer).is_some_and(|one| domains.contains(&one));
            let neighbours = present.receivers().filter(near).cloned().collect();
            remove.add(Recipients {
                to: neighbours,
                ..Recipients::default()
            });
        }
    }
}

fn keep_first(list: &mut Recipients) {
    list.to.truncate(1);
    if !list.to.is_empty() {
        list.cc.clear();
        list.bcc.clear();
    }
}

/// What follows the `@` of an address.
fn domain(peer: &Peer) -> Option<String> {
    peer.id.split_once('@').map(|(_, domain)| domain.to_owned())
}
