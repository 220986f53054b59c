//! What both descriptions have in common: how they begin, and what a vendor adds at their end.

use super::identity::Identity;
use super::xml::DECLARATION;

/// The attribute and specVersion that both documents begin with (UDA-DESC-21, -22).
pub(super) fn opening(
    element: &str,
    namespace: &str,
    identity: &Identity,
    config_id: u32,
    comment: bool,
) -> String {
    let (major, minor) = identity.spec_version();
    let attribute = if identity.is_1_1() {
        format!(" configId=\"{config_id}\"")
    } else {
        String::new()
    };
    let comment = if comment {
        "<!-- made by hand --><?note x?>\n"
    } else {
        ""
    };
    format!(
        "{}{comment}<{element} xmlns=\"{namespace}\"{attribute}>\n{comment}\
         <specVersion><major>{major}</major><minor>{minor}</minor></specVersion>\n",
        DECLARATION
    )
}

/// A vendor's addition, at the end of a standard element, in a namespace of its own (UDA-DESC-36).
pub(super) const VENDOR_ELEMENT: &str =
    "<v:X_Colour xmlns:v=\"urn:example-com:note-1-0\"><v:X_Hue>blue</v:X_Hue></v:X_Colour>\n";
