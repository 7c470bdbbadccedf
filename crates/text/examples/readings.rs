//! Prints what is read in a text given on standard input: `readings en < TEXT`.

use std::io::{self, Read as _};

use onus_text::ReadingLanguage;
use onus_text::read::readings;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tag = std::env::args().nth(1).unwrap_or_else(|| "en".to_owned());
    let language: ReadingLanguage = tag.parse()?;
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    for reading in readings(&text, language) {
        let (start, end) = (reading.range.start, reading.range.end);
        let closes = if reading.closes { " closes" } else { "" };
        println!(
            "{start}-{end}\t{}\t{}\t{}\t{}{closes}",
            reading.wording,
            reading.value.kind().word(),
            reading.value,
            reading.hedge
        );
    }
    Ok(())
}
