//! The head of an answer, for messages.

pub(super) fn head_of(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(5)]
}

pub(super) fn excerpt(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned()
}

/// Where the first head ends, its empty line included; lines may end in a bare LF.
pub(super) fn head_end(bytes: &[u8]) -> Option<usize> {
    let mut line_start = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' {
            let line = &bytes[line_start..at];
            if line_start > 0 && matches!(line, b"" | b"\r") {
                return Some(at + 1);
            }
            line_start = at + 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_with_an_empty_line() {
        assert_eq!(head_end(b"HTTP/1.1 100 Continue\r\n\r\nHTTP"), Some(25));
        assert_eq!(head_end(b"HTTP/1.1 100 Continue\nX: y\n\n"), Some(28));
        assert_eq!(head_end(b"HTTP/1.1 100 Continue\r\n"), None);
    }
}
