//! A place on the globe with the radius of what is not known.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Comparison, Kind, ValueError};

/// Mean radius of the Earth in metres (IUGG).
const EARTH_RADIUS: f64 = 6_371_008.8;

/// The great circle on a sphere is within 0.6 % of the distance on the ellipsoid.
const SPHERE_ERROR: f64 = 0.006;

/// A position (WGS 84) within a radius.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    latitude: Decimal,
    longitude: Decimal,
    radius: u32,
}

impl Point {
    /// The position at `latitude` (−90 to 90) and `longitude` (−180 to 180) degrees, known to within
    /// `radius` metres.
    ///
    /// # Errors
    ///
    /// When a coordinate lies outside its range.
    pub fn new(latitude: Decimal, longitude: Decimal, radius: u32) -> Result<Self, ValueError> {
        if latitude.abs() > Decimal::from(90) || longitude.abs() > Decimal::from(180) {
            return Err(ValueError::new(
                Kind::Point,
                &format!("{latitude},{longitude}"),
                "latitude goes from -90 to 90 and longitude from -180 to 180",
            ));
        }
        Ok(Self { latitude: latitude.normalize(), longitude: longitude.normalize(), radius })
    }

    /// Degrees north of the equator.
    #[must_use]
    pub fn latitude(&self) -> Decimal {
        self.latitude
    }

    /// Degrees east of Greenwich.
    #[must_use]
    pub fn longitude(&self) -> Decimal {
        self.longitude
    }

    /// Metres around the position within which the place lies.
    #[must_use]
    pub fn radius(&self) -> u32 {
        self.radius
    }

    /// The least and the most metres between the two centres.
    ///
    /// Great-circle distance by the haversine formula, widened by what a sphere gets wrong. The
    /// functions of `libm` give the same bits on every machine.
    #[must_use]
    pub fn metres_to(&self, other: &Self) -> (f64, f64) {
        let radians = |degrees: Decimal| {
            f64::try_from(degrees).unwrap_or_default() * (std::f64::consts::PI / 180.0)
        };
        let half_chord = |angle: f64| {
            let sine = libm::sin(angle / 2.0);
            sine * sine
        };
        let (own, others) = (radians(self.latitude), radians(other.latitude));
        let turn = radians(other.longitude) - radians(self.longitude);
        let chord =
            half_chord(others - own) + libm::cos(own) * libm::cos(others) * half_chord(turn);
        let metres = 2.0 * EARTH_RADIUS * libm::asin(libm::sqrt(chord.clamp(0.0, 1.0)));
        (metres * (1.0 - SPHERE_ERROR), metres * (1.0 + SPHERE_ERROR))
    }

    /// Whether this place lies inside `other`, outside it, or cannot be told.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        if self == other {
            return Comparison::Entails;
        }
        let (least, most) = self.metres_to(other);
        Comparison::of_sets(
            most + f64::from(self.radius) <= f64::from(other.radius),
            least > f64::from(self.radius) + f64::from(other.radius),
        )
    }
}

impl fmt::Display for Point {
    /// Prints `43.338,52.855 within 500`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{} within {}", self.latitude, self.longitude, self.radius)
    }
}

impl FromStr for Point {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = || {
            ValueError::new(
                Kind::Point,
                text,
                "write latitude,longitude within metres, as in 43.338,52.855 within 500",
            )
        };
        let (position, radius) = text.trim().split_once(" within ").ok_or_else(error)?;
        let (latitude, longitude) = position.split_once(',').ok_or_else(error)?;
        let degrees = |text: &str| text.trim().parse::<Decimal>().map_err(|_| error());
        Self::new(
            degrees(latitude)?,
            degrees(longitude)?,
            radius.trim().parse().map_err(|_| error())?,
        )
    }
}
