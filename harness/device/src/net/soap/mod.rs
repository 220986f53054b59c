//! Control: SOAP 1.1 over HTTP, both ways, on XML code of the device's own.

mod dispatch;
mod read;
mod write;

pub(crate) use dispatch::{Control, answer};

/// A control request as the device reads it, for those who compare readers.
pub(crate) fn read_control_request(
    body: &[u8],
    soap_action: Option<&str>,
) -> Result<(String, Vec<(String, String)>), String> {
    let read = read::read(
        body,
        soap_action,
        ctk_vectors::Uda::V2_0,
        &crate::defects::Deviations::default(),
    );
    match read {
        Ok(call) => Ok((
            call.action,
            call.arguments
                .into_iter()
                .map(|(name, value)| (name, value.unwrap_or_default()))
                .collect(),
        )),
        Err(read::NoCall::BadRequest(why)) => Err(why),
        Err(read::NoCall::Fault(fault)) => Err(format!("{fault:?}")),
    }
}

const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
const CONTROL: &str = "urn:schemas-upnp-org:control-1-0";
/// The service type without its version.
const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:";

/// A fault of SOAP or of the architecture.
#[derive(Debug, Clone, PartialEq, Eq)]
enum SoapFault {
    /// The envelope is of another version of SOAP.
    VersionMismatch,
    /// A header entry that has to be understood is not.
    MustUnderstand,
    /// An error code with its description (3.2.5).
    Upnp(u16, String),
}

impl SoapFault {
    fn invalid_action() -> SoapFault {
        SoapFault::Upnp(401, "Invalid Action".to_owned())
    }

    fn invalid_args() -> SoapFault {
        SoapFault::Upnp(402, "Invalid Args".to_owned())
    }

    fn not_implemented() -> SoapFault {
        SoapFault::Upnp(602, "Optional Action Not Implemented".to_owned())
    }
}
