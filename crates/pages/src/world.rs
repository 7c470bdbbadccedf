//! The base map: land and borders of the world, drawn as lines of SVG. `assets/world.txt` says where it is from.

use std::fmt::Write;
use std::sync::OnceLock;

const FILE: &str = include_str!("../assets/world.txt");

/// A ring of land or a stretch of border, in tenths of a degree: longitude, latitude.
struct Stroke {
    is_land: bool,
    points: Vec<(i32, i32)>,
}

fn strokes() -> &'static [Stroke] {
    static STROKES: OnceLock<Vec<Stroke>> = OnceLock::new();
    STROKES.get_or_init(|| FILE.lines().filter_map(stroke).collect())
}

fn stroke(line: &str) -> Option<Stroke> {
    let (kind, rest) = line.split_once(' ')?;
    let is_land = match kind {
        "land" => true,
        "border" => false,
        _ => return None,
    };
    let (mut points, mut at) = (Vec::new(), (0_i32, 0_i32));
    for step in rest.split(' ') {
        let (east, north) = step.split_once(',')?;
        at = (at.0 + east.parse::<i32>().ok()?, at.1 + north.parse::<i32>().ok()?);
        points.push(at);
    }
    // A ring that goes around the back of the map begins there, so that each of its parts stands together.
    if is_land && let Some(jump) = points.windows(2).position(is_jump) {
        points.rotate_left(jump + 1);
    }
    Some(Stroke { is_land, points })
}

/// Whether two points that follow each other lie on both sides of the 180th meridian.
fn is_jump(pair: &[(i32, i32)]) -> bool {
    matches!(pair, [(one, _), (other, _)] if one.abs_diff(*other) > 1800)
}

/// A part of the world on a sheet: equirectangular, true to scale along its middle parallel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    west: f64,
    north: f64,
    /// Units of the sheet to a degree of longitude, and of latitude.
    scale: (f64, f64),
    /// Its width and height in units.
    pub(crate) size: (f64, f64),
}

/// Metres to a degree of latitude, on a sphere of the Earth's mean radius (6371008.8 m, IUGG).
const DEGREE: f64 = 111_195.08;

impl Sheet {
    /// A sheet of a width for these bounds (west, south, east, north), no higher than so many units.
    pub(crate) fn of(bounds: (f64, f64, f64, f64), width: f64, highest: f64) -> Self {
        let (west, south, east, north) = bounds;
        let squeeze = cosine((south + north) / 2.0).max(0.1);
        let across = (east - west).max(0.01);
        let up = (north - south).max(0.01);
        let by_width = width / (across * squeeze);
        let vertical = by_width.min(highest / up);
        let scale = (vertical * squeeze, vertical);
        // What is not filled by the height is filled with more of the world to both sides.
        let more = (width / scale.0 - across) / 2.0;
        Self { west: west - more, north, scale, size: (width, up * vertical) }
    }

    /// Where a position lies on the sheet.
    pub(crate) fn place(&self, latitude: f64, longitude: f64) -> (f64, f64) {
        ((longitude - self.west) * self.scale.0, (self.north - latitude) * self.scale.1)
    }

    /// A length in units of the sheet.
    pub(crate) fn length(&self, metres: f64) -> f64 {
        metres / DEGREE * self.scale.1
    }

    /// A length in metres of so many units.
    pub(crate) fn metres(&self, units: f64) -> f64 {
        units * DEGREE / self.scale.1
    }

    /// The land and the borders on it, as the data of two SVG paths.
    pub(crate) fn paths(&self) -> (String, String) {
        let (mut land, mut borders) = (String::new(), String::new());
        for stroke in strokes() {
            let points = stroke.points.iter();
            let placed: Vec<(f64, f64)> = points
                .map(|(east, north)| self.place(f64::from(*north) / 10.0, f64::from(*east) / 10.0))
                .collect();
            let is_here = placed.iter().any(|point| self.is_near(*point));
            let is_around = stroke.is_land && surrounds(&placed, self.size);
            if !is_here && !is_around {
                continue;
            }
            let path = if stroke.is_land { &mut land } else { &mut borders };
            let mut last = (i32::MAX, i32::MAX);
            let mut before = None;
            for ((x, y), at) in placed.iter().zip(&stroke.points) {
                // Far outside, a point only says on which side: kept near, numbers stay short.
                let point = (tenth(*x, self.size.0), tenth(*y, self.size.1));
                if point == last && before.is_none_or(|before| !is_jump(&[before, *at])) {
                    before = Some(*at);
                    continue;
                }
                last = point;
                let goes_on = before.is_some_and(|before| !is_jump(&[before, *at]));
                before = Some(*at);
                let command = if goes_on { 'L' } else { 'M' };
                let _ = write!(path, "{command}{} {}", short(point.0), short(point.1));
            }
            if stroke.is_land {
                path.push('Z');
            }
        }
        (land, borders)
    }

    fn is_near(&self, (x, y): (f64, f64)) -> bool {
        let (width, height) = self.size;
        x > -width && x < 2.0 * width && y > -height && y < 2.0 * height
    }
}

/// Tenths of a unit, kept within a few lengths of the sheet.
#[allow(clippy::cast_possible_truncation, reason = "within a few lengths of a sheet")]
fn tenth(units: f64, length: f64) -> i32 {
    (units.clamp(-3.0 * length, 4.0 * length) * 10.0).round() as i32
}

fn short(tenths: i32) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        _ => format!("{:.1}", f64::from(tenths) / 10.0),
    }
}

/// Whether a ring may go around a sheet without a point near it.
fn surrounds(points: &[(f64, f64)], (width, height): (f64, f64)) -> bool {
    let side = |of: fn(&(f64, f64)) -> f64, middle: f64| {
        let below = points.iter().any(|point| of(point) < middle);
        below && points.iter().any(|point| of(point) > middle)
    };
    side(|point| point.0, width / 2.0) && side(|point| point.1, height / 2.0)
}

/// The cosine of degrees, by its series: the same on every machine.
fn cosine(degrees: f64) -> f64 {
    let x = degrees.clamp(-90.0, 90.0) * std::f64::consts::PI / 180.0;
    let square = x * x;
    let mut sum = 0.0;
    let mut term = 1.0;
    for step in 0..12 {
        sum += term;
        let next = f64::from(2 * step + 1) * f64::from(2 * step + 2);
        term *= -square / next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_map_can_be_read() {
        let lines = FILE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), strokes().len());
        assert!(strokes().iter().filter(|stroke| stroke.is_land).count() > 100);
        for stroke in strokes() {
            for (east, north) in &stroke.points {
                assert!((-1800..=1800).contains(east) && (-900..=900).contains(north));
            }
        }
    }

    #[test]
    fn positions_fall_where_they_are() {
        let sheet = Sheet::of((-180.0, -90.0, 180.0, 90.0), 360.0, 180.0);
        assert_eq!(sheet.place(0.0, 0.0), (180.0, 90.0));
        assert_eq!(sheet.place(90.0, -180.0), (0.0, 0.0));
        assert!((cosine(60.0) - 0.5).abs() < 1e-9 && cosine(90.0).abs() < 1e-9);
        // A degree is as long to the north as to the east at the middle parallel.
        let sheet = Sheet::of((50.0, 40.0, 60.0, 46.0), 700.0, 600.0);
        let (x, _) = sheet.place(43.0, 55.0);
        assert!((x - 350.0).abs() < 1e-6);
        assert!((sheet.length(DEGREE) - sheet.scale.1).abs() < 1e-9);
        // No line goes from one edge of the world to the other.
        let world = Sheet::of((-180.0, -90.0, 180.0, 90.0), 360.0, 180.0);
        for line in world.paths().0.split('M') {
            let x =
                line.split('L').filter_map(|point| point.split(' ').next()?.parse::<f64>().ok());
            let x: Vec<f64> = x.collect();
            assert!(x.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 180.0), "{line:.80}");
        }
        let (land, _) = sheet.paths();
        assert!(land.len() > 100 && land.len() < 60_000, "{}", land.len());
    }
}
