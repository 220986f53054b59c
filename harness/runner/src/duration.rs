//! Durations as users write them: `500ms`, `20s`, `5m`.

use std::time::Duration;

/// Reads a duration.
///
/// # Errors
/// What is wrong with it, and what one looks like.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number
        .parse()
        .map_err(|_| format!("`{text}` is not a duration; write 500ms, 20s or 5m"))?;
    let milliseconds = match unit {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        _ => {
            return Err(format!(
                "`{text}` has no unit that is known; write 500ms, 20s or 5m"
            ));
        }
    };
    match milliseconds {
        Some(ms) if ms <= 24 * 3_600_000 => Ok(Duration::from_millis(ms)),
        _ => Err(format!("`{text}` is more than a day")),
    }
}

/// Reads a duration that is longer than nothing.
///
/// # Errors
/// As [`parse_duration`]; or it is nothing.
pub fn parse_time(text: &str) -> Result<Duration, String> {
    match parse_duration(text)? {
        Duration::ZERO => Err("nothing can be done in no time; write 500ms, 20s or 5m".to_owned()),
        time => Ok(time),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        assert_eq!(parse_duration("20s"), Ok(Duration::from_secs(20)));
        assert_eq!(parse_duration("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(parse_duration("500ms"), Ok(Duration::from_millis(500)));
        assert!(parse_time("0s").is_err() && parse_time("1ms").is_ok());
        for bad in [
            "",
            "s",
            "20",
            "20h",
            "-1s",
            "1.5s",
            "99999999999999999999s",
            "1000000m",
        ] {
            assert!(parse_duration(bad).is_err(), "{bad}");
        }
    }
}
