//! Whom cases may send to.

use std::collections::BTreeMap;

use ctk_suite::service::Service;

use crate::dut::probe_request::ProbeRequest;

/// Whom cases may send to (do no harm): the profile's recipients, or on a test bench the reserved ones of the service.
pub fn recipients(
    request: &ProbeRequest,
    service: &Service,
    test_bench: bool,
) -> BTreeMap<String, Vec<String>> {
    if !request.profile.ixit.recipients.is_empty() {
        return request.profile.ixit.recipients.clone();
    }
    if !request.embedded && !test_bench {
        return BTreeMap::new();
    }
    let reserved = service.reserved_recipients.iter();
    reserved
        .map(|(class, to)| ((*class).to_owned(), to.map(str::to_owned).to_vec()))
        .collect()
}
