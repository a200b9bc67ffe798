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
    let shapes: Vec<String> = scene.shapes.iter().map(shape).collect();
    if scene.title.is_empty() {
        out.push_str(&shapes.concat());
    } else {
        let _ = write!(out, "\n{}\n", shapes.join("\n"));
    }
    out.push_str("</svg>");
    out
}

fn shape(shape: &Shape) -> String {
    match shape {
        Shape::Line(ink, places) => format!("<polyline {} points=\"{}\"/>", stroke(*ink), points(places)),
        Shape::Area(ink, places) => {
            let pen = ink.pen();
            format!("<polygon class=\"{}\" fill=\"{}\" points=\"{}\"/>", pen.class, colour(pen.colour), points(places))
        }
        Shape::Mark(mark, at) => sign(*mark, *at),
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

fn sign(mark: Mark, at: Place) -> String {
    let sign = mark.sign();
    let ink = colour(sign.colour);
    let (class, inside) = if sign.filled { (" filled", ink.as_str()) } else { ("", "#ffffff") };
    let outline = format!("stroke=\"{ink}\" stroke-width=\"{}\"", if sign.half < 30 { "0.8" } else { "1.5" });
    let corner = |&(dx, dy): &(i32, i32)| format!("{},{}", tenths(at.x + dx), tenths(at.y + dy));
    let corners: Vec<String> = sign.corners.iter().map(corner).collect();
    if sign.cross {
        let strokes: Vec<String> = corners.chunks(2).map(|two| format!("M{}", two.join("L"))).collect();
        return format!("<path class=\"mark {}\" fill=\"none\" {outline} d=\"{}\"/>", sign.class, strokes.concat());
    }
    let class = format!("class=\"mark {}{class}\" fill=\"{inside}\" {outline}", sign.class);
    if corners.is_empty() {
        format!("<circle {class} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", tenths(at.x), tenths(at.y), tenths(sign.half))
    } else {
        format!("<polygon {class} points=\"{}\"/>", corners.join(" "))
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
