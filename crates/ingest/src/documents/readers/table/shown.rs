//! What a cell shows.
//!
//! It is made of the cell's value and its format. Shown are: words as they are, numbers in full without
//! grouping, dates and times in their ISO form, percentages as such. What a formula shows is what the program
//! that saved the file had worked out.

use calamine::{Data, DataRef, ExcelDateTime};

/// A value as the readers of newer formats give it.
pub(super) fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(time) => DataRef::DateTimeIso(time.clone()),
        Data::DurationIso(time) => DataRef::DurationIso(time.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// What a cell with this value and format shows.
pub(super) fn shown(value: &DataRef<'_>, format: &str) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::Int(number) => percent(*number as f64, format).unwrap_or(number.to_string()),
        DataRef::Float(number) => percent(*number, format).unwrap_or_else(|| plain(*number)),
        DataRef::DateTime(time) => moment(time),
        DataRef::DateTimeIso(time) | DataRef::DurationIso(time) => time.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A number in as many digits as spreadsheets keep, fifteen, without those that say nothing.
fn plain(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// A share as the percentage that its format makes of it.
fn percent(number: f64, format: &str) -> Option<String> {
    let format = format.split(';').next()?;
    let digits = format.strip_suffix('%')?;
    let places = digits.split_once('.').map_or(0, |(_, places)| places.len());
    let simple = digits.chars().all(|scalar| matches!(scalar, '0' | '#' | '.' | ',' | '?'));
    simple.then(|| format!("{:.*}%", places.min(15), number * 100.0))
}

/// A date, a time of day, both, or a duration.
fn moment(time: &ExcelDateTime) -> String {
    let days = time.as_f64();
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let fraction = if milli > 0 { format!(".{milli:03}") } else { String::new() };
    if time.is_duration() {
        let seconds = (days.abs() * 86_400.0).round() as u64;
        let sign = if days < 0.0 { "-" } else { "" };
        return format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let clock = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    let date = format!("{year:04}-{month:02}-{day:02}");
    match ((0.0..1.0).contains(&days), days.fract() == 0.0) {
        (true, _) => clock,
        (false, true) => date,
        (false, false) => format!("{date} {clock}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    #[test]
    fn cells_show_what_people_read() {
        assert_eq!(shown(&DataRef::Float(0.1 + 0.2), "General"), "0.3");
        assert_eq!(shown(&DataRef::Float(1_000_000.0), "#,##0"), "1000000");
        assert_eq!(shown(&DataRef::Float(0.275), "0.0%"), "27.5%");
        let time =
            |days, kind| shown(&DataRef::DateTime(ExcelDateTime::new(days, kind, false)), "");
        assert_eq!(time(41_465.0, DateTime), "2013-07-10");
        assert_eq!(time(41_465.75, DateTime), "2013-07-10 18:00:00");
        assert_eq!(time(0.5, DateTime), "12:00:00");
        assert_eq!(time(1.5, TimeDelta), "36:00:00");
    }
}
