//! A drawing as SVG, to stand in a page or alone.

use std::fmt::Write as _;

use super::scene::{Anchor, Ink, Mark, Place, Scene, Shape};
use crate::report::brief::text::escaped;

/// The drawing as an `svg` element. `id` makes the ids inside it unique on the page.
///
/// Colours are attributes, so that a style sheet can set others for a dark screen, by the classes.
pub fn svg(scene: &Scene, id: &str) -> String {
    let (width, height) = (tenths(scene.width), tenths(scene.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"Arial, Helvetica, 'Liberation Sans', sans-serif\""
    );
    if scene.title.is_empty() {
        out.push_str(" aria-hidden=\"true\">");
    } else {
        let id = escaped(id);
        let _ = write!(
            out,
            " role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>",
            escaped(&scene.title),
            escaped(&scene.description)
        );
    }
    // Dots of one kind share what they look like: there can be thousands of them.
    let alike = |a: &Shape, b: &Shape| matches!((a, b), (Shape::Mark(a, _), Shape::Mark(b, _)) if a == b);
    let shapes: Vec<String> = scene.shapes.chunk_by(alike).map(together).collect();
    if scene.title.is_empty() {
        out.push_str(&shapes.concat());
    } else {
        let _ = write!(out, "\n{}\n", shapes.join("\n"));
    }
    out.push_str("</svg>");
    out
}

/// Shapes in a row: one, or several marks of a kind.
fn together(shapes: &[Shape]) -> String {
    match shapes {
        [one] => shape(one),
        [Shape::Mark(mark, _), ..] => {
            let marks: String = shapes
                .iter()
                .filter_map(|s| if let Shape::Mark(mark, at) = s { Some(outline(*mark, *at)) } else { None })
                .map(|(element, geometry)| format!("<{element} {geometry}/>"))
                .collect();
            format!("<g {}>{marks}</g>", looks(*mark))
        }
        several => several.iter().map(shape).collect(),
    }
}

fn shape(shape: &Shape) -> String {
    match shape {
        Shape::Line(ink, places) => format!("<polyline {} points=\"{}\"/>", stroke(*ink), points(places)),
        Shape::Area(ink, places) => {
            let pen = ink.pen();
            format!("<polygon class=\"{}\" fill=\"{}\" points=\"{}\"/>", pen.class, colour(pen.colour), points(places))
        }
        Shape::Mark(mark, at) => {
            let (element, geometry) = outline(*mark, *at);
            format!("<{element} {} {geometry}/>", looks(*mark))
        }
        Shape::Text { ink, at, anchor, size, text } => {
            let pen = ink.pen();
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            format!(
                "<text class=\"{}\" fill=\"{}\" x=\"{}\" y=\"{}\" font-size=\"{}\"{anchor}>{}</text>",
                pen.class,
                colour(pen.colour),
                tenths(at.x),
                tenths(at.y),
                tenths(*size),
                escaped(text)
            )
        }
    }
}

fn stroke(ink: Ink) -> String {
    let pen = ink.pen();
    let dash = pen.dash.map_or_else(String::new, |d| format!(" stroke-dasharray=\"{}\"", tenths(d)));
    format!(
        "class=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{dash}",
        pen.class,
        colour(pen.colour),
        tenths(pen.width)
    )
}

/// Class and colours of a mark.
fn looks(mark: Mark) -> String {
    let sign = mark.sign();
    let ink = colour(sign.colour);
    let inside = match (sign.cross, sign.filled) {
        (true, _) => "none",
        (false, true) => ink.as_str(),
        (false, false) => "#ffffff",
    };
    let width = if sign.is_dot() { "0.8" } else { "1.5" };
    format!("class=\"mark {}\" fill=\"{inside}\" stroke=\"{ink}\" stroke-width=\"{width}\"", sign.class)
}

/// The element that draws a mark, and its form and place.
fn outline(mark: Mark, at: Place) -> (&'static str, String) {
    let sign = mark.sign();
    let corner = |&(dx, dy): &(i32, i32)| format!("{},{}", tenths(at.x + dx), tenths(at.y + dy));
    let corners: Vec<String> = sign.corners.iter().map(corner).collect();
    if sign.cross {
        let strokes: String = corners.chunks(2).map(|two| format!("M{}", two.join("L"))).collect();
        ("path", format!("d=\"{strokes}\""))
    } else if corners.is_empty() {
        ("circle", format!("cx=\"{}\" cy=\"{}\" r=\"{}\"", tenths(at.x), tenths(at.y), tenths(sign.half)))
    } else {
        ("polygon", format!("points=\"{}\"", corners.join(" ")))
    }
}

fn points(places: &[Place]) -> String {
    places.iter().map(|p| format!("{},{}", tenths(p.x), tenths(p.y))).collect::<Vec<_>>().join(" ")
}

/// Tenths as a decimal number.
fn tenths(n: i32) -> String {
    let (sign, n) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
    if n.is_multiple_of(10) { format!("{sign}{}", n / 10) } else { format!("{sign}{}.{}", n / 10, n % 10) }
}

fn colour([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
