//! Where it happened: positions as areas on a base map, and the same as a table.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{NotADocument, Record, Told, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, record, records, told, why};
use crate::words::Words;
use crate::world::Sheet;

#[derive(Deserialize)]
struct Map {
    located: Vec<Located>,
    unlocated: Vec<Place>,
}

#[derive(Deserialize)]
struct Located {
    place: Record,
    points: Vec<Point>,
    tied: Vec<Tied>,
    inside: Vec<Place>,
}

#[derive(Deserialize)]
struct Point {
    latitude: f64,
    longitude: f64,
    within: u32,
    told: Told,
}

#[derive(Deserialize)]
struct Place {
    place: Record,
    tied: Vec<Tied>,
}

#[derive(Deserialize)]
struct Tied {
    label: String,
    records: Vec<Record>,
}

/// How many records one line shows.
const MOST: usize = 12;

/// The width of the figures in their units, and how high they may be.
const WIDTH: f64 = 720.0;
const HIGHEST: f64 = 480.0;

/// The least radius at which an area can be seen, in units.
const LEAST: f64 = 5.0;

/// The fewest degrees that a figure spans: the base map knows no more.
const SPAN: f64 = 6.0;

/// The page of an `onus.map/1`.
///
/// # Errors
///
/// When the document is of another shape.
pub fn map(frame: &Frame<'_>, document: &Json) -> Result<String, NotADocument> {
    let words = frame.words;
    let map: Map = read(document)?;
    let title = words.say("p-room-map");
    let body = html! {
        (parts::title(
            html! { (words.number("p-map-number", map.located.len())) },
            &title,
            html! { p.lede { (words.say("p-map-lede")) } },
        ))
        @if map.located.is_empty() { p.prose { (words.say("p-map-none")) } } @else {
            (figure(words, &map.located))
            (table(words, &map.located))
        }
        @if !map.unlocated.is_empty() {
            section aria-labelledby="s-unlocated" {
                h2 #s-unlocated { (words.say("p-map-unlocated")) }
                p.small { (words.say("p-map-unlocated-note")) }
                ul.lines { @for place in &map.unlocated { li { (record(&place.place)) (tied(&place.tied)) } } }
            }
        }
    };
    Ok(page(frame, Room::Map, &title, body))
}

/// West, south, east and north of all areas, with room around them.
fn bounds(located: &[Located]) -> (f64, f64, f64, f64) {
    let mut bounds = (180.0_f64, 90.0_f64, -180.0_f64, -90.0_f64);
    for point in located.iter().flat_map(|located| &located.points) {
        let degrees = f64::from(point.within) / 111_000.0;
        bounds.0 = bounds.0.min(point.longitude - degrees);
        bounds.1 = bounds.1.min(point.latitude - degrees);
        bounds.2 = bounds.2.max(point.longitude + degrees);
        bounds.3 = bounds.3.max(point.latitude + degrees);
    }
    let wide = |low: f64, high: f64| {
        let around = ((high - low) * 0.15).max((SPAN - (high - low)) / 2.0).max(0.5);
        (low - around, high + around)
    };
    let (west, east) = wide(bounds.0, bounds.2);
    let (south, north) = wide(bounds.1, bounds.3);
    (west.max(-180.0), south.max(-90.0), east.min(180.0), north.min(90.0))
}

fn unit(value: f64) -> String {
    format!("{value:.1}")
}

fn figure(words: &Words, located: &[Located]) -> Markup {
    let near = bounds(located);
    let sheet = Sheet::of(near, WIDTH, HIGHEST);
    let (land, borders) = sheet.paths();
    let (width, height) = sheet.size;
    let view = format!("0 0 {} {}", unit(width), unit(height));
    let world = Sheet::of((-180.0, -58.0, 180.0, 84.0), 240.0, 120.0);
    let (all, _) = world.paths();
    let inset = format!("0 0 {} {}", unit(world.size.0), unit(world.size.1));
    let (left, top) = world.place(near.3, near.0);
    let (right, bottom) = world.place(near.1, near.2);
    let scale = scale(&sheet);
    html! {
        figure.map {
            svg.map role="img" viewBox=(view) aria-labelledby="map-title" {
                title #map-title { (words.number("p-map-title", located.len())) }
                path.land d=(land) {}
                path.border d=(borders) {}
                @for (place, one) in located.iter().enumerate() {
                    @for point in &one.points {
                        @let (x, y) = sheet.place(point.latitude, point.longitude);
                        @let radius = sheet.length(f64::from(point.within));
                        // An area too small to be seen gets a ring around it, which is drawn otherwise.
                        @if radius >= LEAST { circle.area cx=(unit(x)) cy=(unit(y)) r=(unit(radius)) {} }
                        @else { circle.ring cx=(unit(x)) cy=(unit(y)) r=(unit(LEAST)) {} }
                        text.label x=(unit(x + radius.max(LEAST) + 3.0)) y=(unit(y + 4.0)) { (place + 1) }
                    }
                }
                @if let Some((length, metres)) = scale {
                    path.scale d={ "M16 " (unit(height - 14.0)) "v-5h" (unit(length)) "v5" } {}
                    text.label x="16" y=(unit(height - 24.0)) { (words.with("p-map-km", [("km", (metres / 1000).into())])) }
                }
            }
            svg.inset role="img" viewBox=(inset) aria-labelledby="inset-title" {
                title #inset-title { (words.say("p-map-inset")) }
                path.land d=(all) {}
                rect.here x=(unit(left)) y=(unit(top)) width=(unit((right - left).max(2.0))) height=(unit((bottom - top).max(2.0))) {}
            }
            figcaption.small { (words.say("p-map-caption")) }
        }
    }
}

/// A round length that fits the sheet: in units and in metres.
fn scale(sheet: &Sheet) -> Option<(f64, u64)> {
    let most = sheet.metres(sheet.size.0 / 4.0);
    let round = [1_u64, 2, 5]
        .into_iter()
        .flat_map(|first| (3..8).map(move |power| first * 10_u64.pow(power)));
    #[allow(clippy::cast_precision_loss, reason = "at most five hundred thousand kilometres")]
    let fitting = round.filter(|metres| *metres as f64 <= most).max()?;
    #[allow(clippy::cast_precision_loss, reason = "at most five hundred thousand kilometres")]
    let length = sheet.length(fitting as f64);
    Some((length, fitting))
}

/// Within how far a position is known.
fn within(words: &Words, metres: u32) -> String {
    match metres {
        0 => words.say("p-map-exact"),
        metres if metres < 1000 => {
            words.with("p-map-within-m", [("metres", u64::from(metres).into())])
        }
        metres => words.with("p-map-within-km", [("km", u64::from(metres / 1000).into())]),
    }
}

fn tied(list: &[Tied]) -> Markup {
    html! {
        @for one in list {
            div.small {
                (one.label) ": "
                (records(one.records.get(..MOST).unwrap_or(&one.records)))
                @if one.records.len() > MOST { " …" }
            }
        }
    }
}

fn table(words: &Words, located: &[Located]) -> Markup {
    let label = words.say("p-map-table");
    html! {
        div.scroll role="group" aria-label=(label) tabindex="0" {
            table {
                thead { tr {
                    th.num scope="col" { (words.say("p-map-no")) } th scope="col" { (words.say("p-map-where")) }
                    th scope="col" { (words.say("p-map-known")) } th scope="col" { (words.say("p-map-tied")) }
                } }
                tbody {
                    @for (place, one) in located.iter().enumerate() {
                        tr id={ "q" (place + 1) } {
                            td.num { a.n href={ "#q" (place + 1) } { (place + 1) } }
                            th scope="row" { (record(&one.place)) }
                            td {
                                @for point in &one.points {
                                    div { (told(words, &point.told, &why(&one.place.id, "point"))) }
                                    div.small { (within(words, point.within)) }
                                }
                            }
                            td {
                                (tied(&one.tied))
                                @for inner in &one.inside {
                                    div.small { (words.say("p-map-inside")) " " (record(&inner.place)) }
                                    (tied(&inner.tied))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
