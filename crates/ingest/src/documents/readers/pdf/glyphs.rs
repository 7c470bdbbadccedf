//! What stands on a page: letters with their places, and whether anything else does.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};

use super::info::decode;

/// A letter, or several that one shape stands for, on the paper.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    /// The text, in the order in which it is read; nothing where the file does not say what the shape means.
    pub(super) text: Option<String>,
    /// Where its baseline begins: along the direction of writing, and across it, downwards.
    pub(super) from: f64,
    /// Where it ends along the direction of writing.
    pub(super) to: f64,
    /// Its place across the direction of writing.
    pub(super) line: f64,
    /// Its size.
    pub(super) size: f64,
    /// The direction of writing on the paper, in whole degrees.
    pub(super) turned: i32,
}

/// A page as it is being looked at.
pub(super) struct Seen {
    paper: Rect,
    /// The letters, in the order in which the page draws them.
    pub(super) glyphs: Vec<Letter>,
    /// Whether pictures cover most of the paper.
    pub(super) pictured: bool,
    /// Whether there is a picture at all, or so many shapes that they may be letters.
    pub(super) drawn: bool,
    shapes: u32,
    covered: f64,
    /// Stretches of the page for which the file says in other words what they mean, as they lie in one another:
    /// the text while no letter has taken it, and nothing afterwards.
    spans: Vec<Option<Option<String>>>,
    /// Where the run before began, and its codes: what is drawn twice to look bold is read once.
    before: Option<(Point, Vec<u32>)>,
}

/// The most letters of a page. A newspaper's page has thirty thousand.
const MOST: usize = 500_000;

/// So many shapes without a single letter may be letters.
const SHAPES: u32 = 200;

impl Seen {
    pub(super) fn new(paper: Rect) -> Self {
        Self {
            paper,
            glyphs: Vec::new(),
            pictured: false,
            drawn: false,
            shapes: 0,
            covered: 0.0,
            spans: Vec::new(),
            before: None,
        }
    }

    /// How many letters say what they are.
    pub(super) fn letters(&self) -> usize {
        let said =
            |letter: &&Letter| letter.text.as_ref().is_some_and(|text| !text.trim().is_empty());
        self.glyphs.iter().filter(said).count()
    }

    /// What a glyph means. Within a stretch that has words of its own, the first glyph takes them all.
    fn meaning(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        if let Some(span) = self.spans.iter_mut().rev().flatten().next() {
            return Some(span.take().unwrap_or_default());
        }
        match glyph.as_unicode()? {
            BfString::Char('\0') => None,
            BfString::Char(scalar) => Some(scalar.to_string()),
            BfString::String(text) => Some(text),
        }
    }
}

impl<'a> Device<'a> for Seen {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let placed: Vec<Affine> =
            run.glyphs().iter().map(|glyph| props.transform * glyph.transform()).collect();
        let start = placed.first().map(|transform| *transform * Point::ZERO);
        let size = placed.first().map_or(0.0, size_across);
        let codes: Vec<u32> = run.glyphs().iter().map(|glyph| glyph.char_code()).collect();
        if let (Some(start), Some((before, same))) = (start, &self.before)
            && codes == *same
            && start.distance(*before) < size * 0.1
        {
            return;
        }
        self.before = start.map(|start| (start, codes));
        for (glyph, transform) in run.glyphs().iter().zip(placed) {
            if self.glyphs.len() >= MOST {
                return;
            }
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(shape) => shape.advance_width(),
            };
            let origin = transform * Point::ZERO;
            let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
            let along = (transform * Point::new(1000.0, 0.0)) - origin;
            let text = self.meaning(glyph);
            let length = along.hypot();
            let size = size_across(&transform);
            if !(length.is_finite() && size.is_finite() && length > 0.0 && size > 0.0) {
                continue;
            }
            let (x, y) = (along.x / length, along.y / length);
            let project = |point: Point| (point.x * x + point.y * y, point.y * x - point.x * y);
            let ((from, line), (to, _)) = (project(origin), project(end));
            #[allow(clippy::cast_possible_truncation)]
            let turned = y.atan2(x).to_degrees().round() as i32;
            self.glyphs.push(Letter { text, from, to: to.max(from), line, size, turned });
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.shapes = self.shapes.saturating_add(1);
        self.drawn |= self.shapes >= SHAPES;
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let place = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        self.covered += place.intersect(self.paper).area().max(0.0);
        self.pictured |= self.covered > 0.5 * self.paper.area();
        // Ornaments and logos are no page of text.
        self.drawn |= self.covered > 0.05 * self.paper.area();
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let words = properties.and_then(|said| said.get::<PdfString<'_>>("ActualText"));
        self.spans.push(words.map(|words| Some(decode(words.as_bytes()))));
    }

    fn end_marked_content(&mut self) {
        self.spans.pop();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The height of a letter's square on the paper.
fn size_across(transform: &Affine) -> f64 {
    ((*transform * Point::new(0.0, 1000.0)) - (*transform * Point::ZERO)).hypot()
}
