//! 5.3.2 messagingCapabilities.

use super::writer::Writer;
use crate::defects::DefectId;
use crate::service::setup::Setup;
use crate::service::values::MessageFolder;

/// 5.3.2: the classes and folders that the device has.
pub(in crate::service) fn write_capabilities(setup: &Setup) -> String {
    let deviations = &setup.deviations;
    let mut writer = Writer::new("messagingCapabilities", false, deviations);
    if deviations.has(DefectId::CapabilitiesCounted) {
        writer.leaf("count", "3");
    }
    writer.open("supportedMessageClasses");
    if deviations.has(DefectId::CapabilitiesEmptyClass) {
        writer.leaf("messageClass", "");
    }
    for class in &setup.message_classes {
        writer.leaf("messageClass", class.as_str());
    }
    if deviations.has(DefectId::CapabilitiesAlteredClass) {
        writer.leaf("messageClass", "E-Mail");
    }
    writer.close();
    writer.open("supportedSessionClasses");
    for class in &setup.session_classes {
        writer.leaf("sessionClass", class.as_str());
    }
    if deviations.has(DefectId::CapabilitiesAlteredSessionClass) {
        writer.leaf("sessionClass", "Webpage-Sync");
    }
    writer.close();
    writer.open("supportedMessageFolders");
    for folder in &setup.folders {
        if *folder == MessageFolder::Sent && deviations.has(DefectId::CapabilitiesLackSent) {
            continue;
        }
        writer.leaf("messageFolder", folder.as_str());
    }
    writer.finish()
}
