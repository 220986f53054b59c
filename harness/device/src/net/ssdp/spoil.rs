//! The defects of single datagrams.

use super::message::Announcer;
use crate::defects::DefectId;

/// Header lines: names and values.
type Lines = Vec<(&'static str, String)>;

/// Spoils an announcement.
pub(super) fn announcement(announcer: &Announcer, lines: &mut Lines) {
    let has = |defect| announcer.deviations.has(defect);
    if has(DefectId::AnnouncedWithoutServer) {
        lines.retain(|(name, _)| *name != "SERVER");
    }
    if has(DefectId::AnnouncedWithoutConfigId) {
        lines.retain(|(name, _)| *name != "CONFIGID.UPNP.ORG");
    }
    for (name, value) in lines {
        match *name {
            "HOST" if has(DefectId::AnnouncedHostOther) => {
                *value = "239.255.255.250:1901".to_owned();
            }
            "CACHE-CONTROL" if has(DefectId::CacheControlMore) => {
                value.push_str(", no-cache=\"Ext\"");
            }
            "LOCATION" if has(DefectId::AnnouncedLocationElsewhere) => value.push_str(".gone"),
            "SERVER" if has(DefectId::AnnouncedServerOther) => *value = "telephone".to_owned(),
            "CONFIGID.UPNP.ORG" if has(DefectId::AnnouncedConfigIdDiffers) => {
                *value = announcer.config_id.wrapping_add(1).to_string();
            }
            _ => {}
        }
    }
}

/// Spoils the answer to a search.
pub(super) fn answer(announcer: &Announcer, lines: &mut Lines) {
    let has = |defect| announcer.deviations.has(defect);
    if has(DefectId::SearchAnswerWithoutExt) {
        lines.retain(|(name, _)| *name != "EXT");
    }
    if has(DefectId::AnswerWithoutBootId) {
        lines.retain(|(name, _)| *name != "BOOTID.UPNP.ORG");
    }
    for (name, value) in lines {
        match *name {
            "LOCATION" if has(DefectId::AnswerLocationElsewhere) => value.push_str(".gone"),
            "SERVER" if has(DefectId::AnswerServerOther) => *value = "telephone".to_owned(),
            _ => {}
        }
    }
}
