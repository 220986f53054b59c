//! `xsd:dateTime` and the zone that RFC 3339 asks for.

use std::cmp::Ordering;

use super::collapse;

/// A date and time as XML Schema 1.0 writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateTime {
    seconds: i64,
    fraction: String,
    zone: Option<i32>,
}

/// Why a text is not an `xsd:dateTime`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateTimeError {
    /// The text is not of the form CCYY-MM-DDThh:mm:ss.
    #[error("not of the form CCYY-MM-DDThh:mm:ss with an optional fraction and zone")]
    Form,
    /// The year is 0000 or has a superfluous zero.
    #[error("the year is 0000 or has a leading zero beyond four digits")]
    Year,
    /// There is no such month or day.
    #[error("no such day in the calendar")]
    Day,
    /// There is no such hour, minute or second.
    #[error("no such time of day")]
    Time,
    /// The zone is beyond 14 hours or not of the form Z or ±hh:mm.
    #[error("the zone is neither Z nor ±hh:mm within 14 hours")]
    Zone,
}

impl DateTime {
    // dateTime ::= "-"? year "-" month "-" day "T" hour ":" minute ":" second ("." digit+)? zone?
    // zone     ::= "Z" | ("+" | "-") hour ":" minute

    /// Reads an `xsd:dateTime`; outer white space is ignored. Second 60 and 24:00:00 are taken,
    /// as XML Schema 1.0 takes them.
    ///
    /// # Errors
    /// A [`DateTimeError`] that names the part at fault.
    pub fn read(text: &str) -> Result<Self, DateTimeError> {
        let text = collapse(text);
        let (before_christ, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (date, time) = rest.split_once('T').ok_or(DateTimeError::Form)?;
        let days = read_date(date, before_christ)?;
        let (clock, zone) = split_zone(time)?;
        let (seconds, fraction) = read_clock(clock)?;
        Ok(Self {
            seconds: days * 86_400 + seconds,
            fraction,
            zone,
        })
    }

    /// Whether the text names a zone, as RFC 3339 asks.
    pub fn has_zone(&self) -> bool {
        self.zone.is_some()
    }

    /// The order of two moments; `None` when only one of them names a zone.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        if self.zone.is_some() != other.zone.is_some() {
            return None;
        }
        let moment = |d: &Self| d.seconds - i64::from(d.zone.unwrap_or(0)) * 60;
        Some(
            moment(self)
                .cmp(&moment(other))
                .then_with(|| self.fraction.cmp(&other.fraction)),
        )
    }

    /// Whole seconds since 1970-01-01T00:00:00Z; a text without zone counts as UTC.
    pub fn unix_seconds(&self) -> i64 {
        self.seconds - i64::from(self.zone.unwrap_or(0)) * 60
    }
}

// Days since 1970-01-01.
fn read_date(date: &str, before_christ: bool) -> Result<i64, DateTimeError> {
    let mut parts = date.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(DateTimeError::Form);
    };
    if year.len() < 4 || !is_digits(year) {
        return Err(DateTimeError::Form);
    }
    if year == "0000" || (year.len() > 4 && year.starts_with('0')) {
        return Err(DateTimeError::Year);
    }
    let year = within_reach(year).ok_or(DateTimeError::Year)?;
    // XML Schema 1.0 has no year 0: -0001 is the year before 0001.
    let year = if before_christ { 1 - year } else { year };
    let (month, day) = (
        two(month).ok_or(DateTimeError::Form)?,
        two(day).ok_or(DateTimeError::Form)?,
    );
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return Err(DateTimeError::Day);
    }
    Ok(days_from_civil(year, month, day))
}

// XML Schema ends years nowhere. Of more than nine digits one is taken that is as far off and has the same calendar: the
// leap rule repeats every 400 years, and 10000 is a multiple of 400.
fn within_reach(digits: &str) -> Option<i64> {
    if digits.len() <= 9 {
        return digits.parse().ok();
    }
    let last: i64 = digits[digits.len() - 4..].parse().ok()?;
    Some(999_990_000 + last)
}

fn split_zone(time: &str) -> Result<(&str, Option<i32>), DateTimeError> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Ok((clock, Some(0)));
    }
    let Some(at) = time.find(['+', '-']) else {
        return Ok((time, None));
    };
    let (clock, zone) = time.split_at(at);
    let (hours, minutes) = zone[1..].split_once(':').ok_or(DateTimeError::Zone)?;
    let hours = two(hours).ok_or(DateTimeError::Zone)?;
    let minutes = two(minutes).ok_or(DateTimeError::Zone)?;
    if minutes > 59 || hours * 60 + minutes > 14 * 60 {
        return Err(DateTimeError::Zone);
    }
    let offset = i32::try_from(hours * 60 + minutes).map_err(|_| DateTimeError::Zone)?;
    Ok((
        clock,
        Some(if zone.starts_with('-') {
            -offset
        } else {
            offset
        }),
    ))
}

fn read_clock(clock: &str) -> Result<(i64, String), DateTimeError> {
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) if is_digits(fraction) => (whole, fraction),
        Some(_) => return Err(DateTimeError::Form),
        None => (clock, ""),
    };
    let mut parts = whole.split(':');
    let (Some(h), Some(m), Some(s), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(DateTimeError::Form);
    };
    let read = |part| two(part).ok_or(DateTimeError::Form);
    let (hour, minute, second) = (read(h)?, read(m)?, read(s)?);
    let fraction = fraction.trim_end_matches('0').to_owned();
    let midnight = hour == 24 && minute == 0 && second == 0 && fraction.is_empty();
    if (hour > 23 && !midnight) || minute > 59 || second > 60 {
        return Err(DateTimeError::Time);
    }
    Ok((hour * 3600 + minute * 60 + second, fraction))
}

fn two(text: &str) -> Option<i64> {
    (text.len() == 2 && is_digits(text))
        .then(|| text.parse().ok())
        .flatten()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

// The usual count over eras of 400 years, the year beginning in March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_schema_takes() {
        for (text, zone) in [
            ("2012-12-10T00:00:00Z", true),
            ("2012-12-10T24:00:00", false),
            ("2016-12-31T23:59:60Z", true),
            ("2012-02-29T12:30:15.250+05:30", true),
            ("-0044-03-15T12:00:00-14:00", true),
            ("12012-01-01T00:00:00", false),
            ("24294967296012-02-29T00:00:00", false),
            ("-0005-02-29T00:00:00", false),
            (" 2012-12-10T00:00:00\n", false),
        ] {
            assert_eq!(
                DateTime::read(text).map(|d| d.has_zone()),
                Ok(zone),
                "{text}"
            );
        }
    }

    #[test]
    fn what_it_refuses_and_why() {
        use DateTimeError::{Day, Form, Time, Year, Zone};
        for (text, why) in [
            ("", Form),
            ("2012-12-10", Form),
            ("2012-12-10 00:00:00", Form),
            ("2012-12-10t00:00:00z", Form),
            ("2012-12-10T00:00", Form),
            ("2012-12-10T00:00:00.", Form),
            ("12-12-10T00:00:00", Form),
            ("2012-1-1T00:00:00", Form),
            ("0000-01-01T00:00:00", Year),
            ("02012-01-01T00:00:00", Year),
            ("2013-02-29T00:00:00", Day),
            ("24294967296013-02-29T00:00:00", Day),
            ("-0004-02-29T00:00:00", Day),
            ("2012-13-01T00:00:00", Day),
            ("2012-12-10T24:00:01", Time),
            ("2012-12-10T00:60:00", Time),
            ("2012-12-10T00:00:61", Time),
            ("2012-12-10T00:00:00+1400", Zone),
            ("2012-12-10T00:00:00+14:01", Zone),
        ] {
            assert_eq!(DateTime::read(text), Err(why), "{text}");
        }
    }

    #[test]
    fn moments_are_compared_across_zones() {
        let read = |text| DateTime::read(text).expect("a valid date");
        let noon = read("2012-12-10T12:00:00Z");
        assert_eq!(
            noon.order(&read("2012-12-10T14:00:00+02:00")),
            Some(Ordering::Equal)
        );
        assert_eq!(
            noon.order(&read("2012-12-10T12:00:00.5Z")),
            Some(Ordering::Less)
        );
        assert_eq!(noon.order(&read("2012-12-10T12:00:00")), None);
        let far = read("24294967296012-12-10T12:00:00Z");
        assert_eq!(noon.order(&far), Some(Ordering::Less));
        assert_eq!(read("1970-01-02T00:00:00Z").unix_seconds(), 86_400);
        assert_eq!(read("2012-12-10T12:00:00Z").unix_seconds(), 1_355_140_800);
    }
}
