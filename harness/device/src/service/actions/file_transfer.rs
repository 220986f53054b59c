//! 5.5.16 StartFileTransfer, 5.5.17 CancelFileTransfer, 5.5.18 GetFileTransferSession.

use std::sync::Arc;

use super::{Arguments, Outputs, one_output};
use crate::defects::{DefectId, VariationId};
use crate::service::caller::Caller;
use crate::service::documents::{FileInfo, read_file_info_list, write_file_info_list};
use crate::service::effects::{Job, SessionEvent, TransferControl, TransferJob};
use crate::service::fault::Fault;
use crate::service::session::Transfer;
use crate::service::store::{Store, now};
use crate::service::transfer::Reach;
use crate::service::values::{SessionClass, SessionStatus};

/// Transfers at the same time.
const MOST_TRANSFERS: usize = 64;

impl Store {
    /// 5.5.16: answers, and fetches the files afterwards.
    pub(super) fn start_file_transfer(
        &mut self,
        caller: &Caller,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let (id, files) = read_file_info_list(arguments.get("FileInfoList"), self.deviations())
            .map_err(|why| Fault::for_document(&why, Fault::INVALID_ARGS))?;
        if self.has(DefectId::TransferUnknownSession) && self.session(&id).is_none() {
            return Ok(Outputs::new());
        }
        let d = self.deviations().clone();
        let not_now = self.not_now();
        let running = self
            .sessions()
            .filter(|session| session.transfer.is_some())
            .count();
        let session = self.known_session(&id)?;
        if !session.class.is_some_and(SessionClass::transfers_files) {
            return Err(Fault::new(Fault::SESSION_CLASS));
        }
        if session.transfer.is_some() && d.has(DefectId::RefusedTransferReplacesMetadata) {
            session.files = Some(files);
            return Err(not_now);
        }
        let own_pending = session.status == SessionStatus::Pending && session.creator.is_some();
        if own_pending && d.varies(VariationId::TransferEstablishes) {
            session.accept(None, now());
        }
        let once = session.files.is_some() && d.has(DefectId::SecondTransferRefused);
        if session.status != SessionStatus::Running || session.transfer.is_some() || once {
            return Err(not_now);
        }
        if running >= MOST_TRANSFERS {
            return Err(Fault::new(Fault::OUT_OF_MEMORY));
        }
        let control = Arc::new(TransferControl::default());
        session.files = Some(files.clone());
        session.transfer = Some(Transfer {
            control: control.clone(),
            files: files.clone(),
        });
        self.announce(&id, SessionEvent::TransferStarted);
        self.note_transfer(&id, &files);
        self.jobs.push(Job::Transfer(TransferJob {
            session_id: id.clone(),
            files,
            control,
            reach: Reach::of(caller, &self.setup),
        }));
        self.cancel_at_once(&id);
        Ok(Outputs::new())
    }

    /// 5.5.17: stops what is going on; the session stays Running.
    pub(super) fn cancel_file_transfer(
        &mut self,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let id = arguments.get("SessionID");
        if self.has(DefectId::CancelUnknown709) && self.session(id).is_none() {
            return Err(Fault::new(Fault::NO_TRANSFER));
        }
        let session = self.known_session(id)?;
        let going_on = session.transfer.is_some() || session.memory.trail.take_held();
        if !going_on && self.has(DefectId::CancelWithoutTransfer) {
            return Ok(Outputs::new());
        }
        if !going_on {
            return Err(Fault::new(Fault::NO_TRANSFER));
        }
        if !self.has(DefectId::CancelKeepsTransfer) {
            self.end_transfer(id, SessionEvent::TransferCancelled);
            self.cancel_others();
            if self.varies(VariationId::CancelCloses) {
                self.close_session(id)?;
            }
        }
        Ok(Outputs::new())
    }

    /// 5.5.18: what was transferred in a session that is closed now.
    pub(super) fn get_file_transfer_session(
        &self,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let id = arguments.get("SessionID");
        let unknown = if self.has(DefectId::MetadataUnknown710) {
            Fault::SESSION_CLASS
        } else {
            Fault::SESSION_ID
        };
        let session = self.session(id).ok_or_else(|| Fault::new(unknown))?;
        let class = session.class.filter(|class| class.transfers_files());
        if class.is_none() {
            return if self.has(DefectId::MetadataOfChat) && session.class.is_some() {
                one_output(
                    "FileInfoList",
                    write_file_info_list(id, &[], self.deviations()),
                )
            } else {
                Err(Fault::new(Fault::SESSION_CLASS))
            };
        }
        match &session.files {
            Some(files)
                if session.status == SessionStatus::Closed
                    && !self.has(DefectId::TransferMetadataLost) =>
            {
                one_output(
                    "FileInfoList",
                    write_file_info_list(id, &self.shown(files), self.deviations()),
                )
            }
            _ => Err(Fault::new(Fault::SESSION_ID)),
        }
    }

    /// The files of a closed transfer.
    fn shown(&self, files: &[FileInfo]) -> Vec<FileInfo> {
        let mut files = self.files_shown(files).to_vec();
        if self.has(DefectId::MetadataFirstFileOnly) {
            files.truncate(1);
        }
        if self.has(DefectId::MetadataSizeDoubled) {
            for file in &mut files {
                file.size.push('0');
            }
        }
        for file in &mut files {
            self.alter_metadata(file);
        }
        files
    }
}
