//! Faults, right and deviant.

use super::*;

#[test]
fn a_fault_without_findings() {
    let (reading, findings) = read(
        500,
        &fault("s:Client", "UPnPError", &upnp_error("708")),
        Claim::V2_0,
    );
    let expected = ControlResult::Fault {
        code: Some(708),
        description: Some("No".to_owned()),
        faultcode: Some("s:Client".to_owned()),
        faultstring: Some("UPnPError".to_owned()),
    };
    assert_eq!(reading, expected);
    assert_eq!(findings, []);
    let (_, findings) = read(
        500,
        &wrap(
            "<s:Fault><faultcode>s:MustUnderstand</faultcode><faultstring>no</faultstring></s:Fault>",
        ),
        Claim::V1_1,
    );
    assert_eq!(findings, []);
}

#[test]
fn faults_are_read_through_deviations() {
    let good = upnp_error("708");
    let early = upnp_error("402");
    let code = |reading: &ControlResult| match reading {
        ControlResult::Fault { code, .. } => *code,
        other => panic!("{other:?} is no fault"),
    };
    for (status, body, expected_code, expected) in [
        (
            200,
            fault("s:Client", "UPnPError", &good),
            Some(708),
            one("CTRL-35", Grade::Fail),
        ),
        (
            500,
            fault("s:Server", "UPnPError", &good),
            Some(708),
            one("CTRL-37", Grade::Fail),
        ),
        (
            500,
            fault("s:Server", "UPnPError", &early),
            Some(402),
            one("CTRL-37", Grade::Warning),
        ),
        (
            500,
            fault("Client", "UPnPError", &good),
            Some(708),
            one("CTRL-37", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "Bad", &good),
            Some(708),
            one("CTRL-38", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "Bad", &early),
            Some(402),
            one("CTRL-38", Grade::Warning),
        ),
        (
            500,
            fault("s:Client", "UPnPError", ""),
            None,
            one("CTRL-39", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &good.replace("708", "x")),
            None,
            one("CTRL-39", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &good.replace("control-1", "c")),
            Some(708),
            one("CTRL-39", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &upnp_error("801")),
            Some(801),
            one("CTRL-43", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &upnp_error("404")),
            Some(404),
            one("CTRL-43", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &good).replace("faultstring", "s:faultstring"),
            Some(708),
            one("CTRL-36", Grade::Warning),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &good).replace("s:Fault", "Fault"),
            Some(708),
            one("CTRL-36", Grade::Fail),
        ),
    ] {
        let (reading, findings) = read(status, &body, Claim::V1_0);
        assert_eq!(code(&reading), expected_code, "{body}");
        assert_eq!(findings, expected, "{body}");
    }
}
