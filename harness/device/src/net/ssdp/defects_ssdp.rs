//! Defects of single datagrams of discovery.

use crate::defects::{DefectId, Deviations};

/// Header lines: names and values.
type Lines = Vec<(&'static str, String)>;

/// Applies the defects of announcements.
pub(super) fn announcement(lines: &mut Lines, config_id: u32, deviations: &Deviations) {
    let has = |defect| deviations.has(defect);
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
                *value = config_id.wrapping_add(1).to_string();
            }
            _ => {}
        }
    }
}

/// Applies the defects of answers to searches.
pub(super) fn answer(lines: &mut Lines, deviations: &Deviations) {
    let has = |defect| deviations.has(defect);
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
