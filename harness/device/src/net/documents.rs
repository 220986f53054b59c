//! The two documents that describe the device, made once: they do not change while it is advertised (UDA-DESC-40).

use super::description;
use super::identity::Identity;
use super::scpd;
use super::second_service;
use super::xml::requoted;
use crate::defects::{Deviations, VariationId};
use crate::service::Setup;

/// Device and service description, and the number that changes with them.
pub(crate) struct Documents {
    pub(crate) description: Vec<u8>,
    pub(crate) scpd: Vec<u8>,
    /// The description of the second service.
    pub(crate) second: Vec<u8>,
    /// CONFIGID.UPNP.ORG and the attribute configId.
    pub(crate) config_id: u32,
}

impl Documents {
    pub(crate) fn new(identity: &Identity, setup: &Setup, deviations: &Deviations) -> Documents {
        let unnumbered = [
            description::document(identity, 0, deviations),
            scpd::document(identity, 0, setup, deviations),
        ];
        let config_id = config_id(&unnumbered);
        Documents {
            description: finish(
                description::document(identity, config_id, deviations),
                deviations,
            ),
            scpd: finish(
                scpd::document(identity, config_id, setup, deviations),
                deviations,
            ),
            second: finish(
                second_service::document(identity, config_id, deviations),
                deviations,
            ),
            config_id,
        }
    }
}

/// 0 to 16777215 may be chosen freely (UDA-DISC-19): FNV-1a over the documents, folded to 24 bits.
fn config_id(documents: &[String]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in documents.iter().flat_map(|text| text.bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (hash >> 24) ^ (hash & 0x00ff_ffff)
}

fn finish(text: String, deviations: &Deviations) -> Vec<u8> {
    let marked = deviations.varies(VariationId::ByteOrderMark);
    let mut out = if marked {
        "\u{FEFF}".as_bytes().to_vec()
    } else {
        Vec::new()
    };
    // Quotes in character data are escaped.
    let mut text = requoted(text, deviations);
    if deviations.varies(VariationId::CrlfLines) {
        text = text.replace('\n', "\r\n");
    }
    out.extend(text.into_bytes());
    out
}
