//! The three requests of a subscriber.

use crate::http::RequestBytes;

/// A new subscription at the path of an event URL. `callbacks` are URLs without brackets;
/// `timeout` is the whole value, as `Second-1800`.
pub fn subscribe(
    target: &str,
    host: &str,
    callbacks: &[&str],
    timeout: Option<&str>,
) -> RequestBytes {
    let callback: String = callbacks.iter().map(|url| format!("<{url}>")).collect();
    let request = RequestBytes::new("SUBSCRIBE", target)
        .header("HOST", host)
        .header("CALLBACK", &callback)
        .header("NT", "upnp:event");
    with_timeout(request, timeout)
}

/// The renewal of a subscription.
pub fn renew(target: &str, host: &str, sid: &str, timeout: Option<&str>) -> RequestBytes {
    let request = RequestBytes::new("SUBSCRIBE", target)
        .header("HOST", host)
        .header("SID", sid);
    with_timeout(request, timeout)
}

/// The cancellation of a subscription.
pub fn unsubscribe(target: &str, host: &str, sid: &str) -> RequestBytes {
    RequestBytes::new("UNSUBSCRIBE", target)
        .header("HOST", host)
        .header("SID", sid)
}

fn with_timeout(request: RequestBytes, timeout: Option<&str>) -> RequestBytes {
    match timeout {
        Some(timeout) => request.header("TIMEOUT", timeout),
        None => request,
    }
}
