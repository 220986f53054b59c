//! The draft of a profile: what the device shows, with comments for who edits it.

use std::fmt::Write as _;

use ctk_reports::visible::visible;
use ctk_suite::under_test::Dut;
use ctk_vectors::facts;
use toml::Value;

use super::claims::is_required;

/// Classes that a person can be reached by, and how their addresses look.
const RECIPIENTS: &str = r#"# Whom the cases may really send to, by class; each address gets messages that cost what messages cost. Without them, and
# without an upper tester that resets the device, what sends is not judged.
# recipients = { "SMS" = ["tel:+12015550100"], "e-Mail" = ["nobody@example.invalid"], "Chat" = ["sip:nobody@example.invalid"] }
# How long the effect of a stimulus, and a delivery, may take on this bench.
# stimulus_settle = "2s"
# delivery = "5s"
# Two addresses of this machine that reach the device: for cases that need two control points.
# local_addresses = ["192.0.2.10", "192.0.2.11"]
# A command that restarts the device.
# restart_command = ""
# The address and port that the device fetches files from.
# file_server_bind = "192.0.2.10:8080"
"#;

/// The profile of the device, in TOML.
pub(super) fn profile(dut: &Dut) -> String {
    let mut text = String::new();
    let service = dut.first();
    let device = dut.device();
    let mut comment = |line: String| {
        // Writing to a string cannot fail; a device's text stays in its comment.
        let _ = writeln!(text, "# {}", visible(&line).replace(['\n', '\r'], " "));
    };
    comment(format!(
        "What {} claims of {}, as it shows it now.",
        device.description.friendly_name(),
        service.service_type
    ));
    comment(format!("{} at {}", service.udn, device.description_url));
    comment("Take out what the product does not claim. What is left out is not judged; what the device does not show fails a case ics/….".to_owned());
    text.push_str("\n[ics]\n");
    let ics = &service.ics;
    actions(&mut text, &ics.actions);
    list(
        &mut text,
        "message_classes",
        "Table 3, as GetMessagingCapabilities says.",
        &ics.message_classes,
    );
    list(
        &mut text,
        "session_classes",
        "Table 6.",
        &ics.session_classes,
    );
    list(&mut text, "folders", "Table 4.", &ics.folders);
    text.push_str(
        "# Events carry ids only, and details come over TLS (5.4).\nsecure_eventing = false\n",
    );
    text.push_str("# The revision of the device architecture, for the report.\n# uda_revision = \"2020-04\"\n");
    text.push_str("\n[ixit]\n");
    text.push_str(RECIPIENTS);
    text.push_str(
        "\n[rulings]\n# How a ruling's warnings are read: pass, warning or fail. `messaging-ctk explain R-18` shows one.\n# R-18 = \"fail\"\n",
    );
    text
}

fn actions(text: &mut String, shown: &[String]) {
    text.push_str(
        "# The service description declares these; `required` by Table 9.\nactions = [\n",
    );
    for action in shown {
        let required = if is_required(action) {
            " # required"
        } else {
            ""
        };
        let _ = writeln!(text, "    {},{required}", quoted(action));
    }
    text.push_str("]\n");
    let absent = facts()
        .actions
        .iter()
        .filter(|action| !shown.contains(&action.name));
    for action in absent {
        let which = if is_required(&action.name) {
            "required by Table 9"
        } else {
            "optional"
        };
        let _ = writeln!(text, "# not declared, {which}: {}", action.name);
    }
}

fn list(text: &mut String, key: &str, comment: &str, shown: &[String]) {
    let shown: Vec<String> = shown.iter().map(|value| quoted(value)).collect();
    let _ = writeln!(text, "# {comment}\n{key} = [{}]", shown.join(", "));
}

fn quoted(value: &str) -> String {
    Value::String(value.to_owned()).to_string()
}
