//! Detection over the number of commits: one panel per persona, one line per degree of care.

use countersign_careers::{Care, PERSONAS, Persona};
use plotters::coord::Shift;
use plotters::prelude::*;

use super::counts::{Cell, Counts};

/// One share to plot.
pub(super) struct Measure {
    /// Name of the file.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    count: fn(&Cell, &Persona) -> usize,
}

pub(super) const MEASURES: [Measure; 3] = [
    Measure {
        id: "note",
        title: "At note or above: share of personas, by commits per name",
        count: |cell, _| cell.note,
    },
    Measure {
        id: "review",
        title: "At review or above: share of personas, by commits per name",
        count: |cell, _| cell.review,
    },
    Measure {
        id: "pattern",
        title: "Matches its own pattern: share of personas, by commits per name",
        count: |cell, persona| cell.matches(persona.pattern),
    },
];

const SIZE: (u32, u32) = (900, 1_230);
const COLUMNS: usize = 3;
const TEXT: (&str, i32) = ("sans-serif", 13);
const TITLE: (&str, i32) = ("sans-serif", 16);
const INK: RGBColor = RGBColor(33, 37, 41);
const FAINT: RGBColor = RGBColor(222, 226, 230);
/// Careless to perfect; the colours differ in lightness too.
const LINES: [RGBColor; 4] = [
    RGBColor(127, 23, 52),
    RGBColor(214, 93, 14),
    RGBColor(69, 133, 188),
    RGBColor(150, 160, 170),
];

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Problem = DrawingAreaErrorKind<std::io::Error>;

/// The plot as SVG text.
pub(super) fn draw(counts: &Counts, measure: &Measure) -> Result<String, Problem> {
    let mut svg = String::new();
    let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
    draw_on(&root, counts, measure)?;
    root.present()?;
    drop(root);
    Ok(svg)
}

fn draw_on(root: &Area<'_>, counts: &Counts, measure: &Measure) -> Result<(), Problem> {
    root.fill(&WHITE)?;
    let area = root.titled(measure.title, TITLE.into_font().color(&INK))?;
    let (legend, area) = area.split_vertically(24);
    explain(&legend)?;
    let rows = PERSONAS.len().div_ceil(COLUMNS);
    for (panel, persona) in area.split_evenly((rows, COLUMNS)).iter().zip(&PERSONAS) {
        draw_panel(panel, counts, measure, persona)?;
    }
    Ok(())
}

fn explain(area: &Area<'_>) -> Result<(), Problem> {
    for (position, care) in Care::ALL.into_iter().enumerate() {
        let (x, y) = (250 + 110 * position as i32, 12);
        area.draw(&PathElement::new(
            [(x, y), (x + 22, y)],
            line(care).stroke_width(3),
        ))?;
        let text = Text::new(care.as_str(), (x + 28, y - 6), TEXT.into_font().color(&INK));
        area.draw(&text)?;
    }
    Ok(())
}

fn line(care: Care) -> RGBColor {
    LINES[care as usize]
}

fn draw_panel(
    area: &Area<'_>,
    counts: &Counts,
    measure: &Measure,
    persona: &Persona,
) -> Result<(), Problem> {
    let lengths = counts.lengths();
    let ends = lengths.first().zip(lengths.last());
    let (first, last) = ends.map_or((1.0, 2.0), |(a, b)| (*a as f64, *b as f64));
    let mut chart = ChartBuilder::on(area)
        .caption(persona.id, TEXT.into_font().color(&INK))
        .margin(6)
        .margin_right(16)
        .x_label_area_size(24)
        .y_label_area_size(44)
        .build_cartesian_2d(
            (first..last)
                .log_scale()
                .with_key_points(lengths.iter().map(|n| *n as f64).collect()),
            0.0..100.0,
        )?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT)
        .y_labels(5)
        .x_label_formatter(&|commits| format!("{commits}"))
        .y_label_formatter(&|percent| format!("{percent} %"))
        .label_style(TEXT.into_font().color(&INK))
        .draw()?;
    for care in Care::ALL {
        let cells = counts.personas.iter();
        let own = cells.filter(|cell| cell.life == persona.id && cell.care == care.as_str());
        let points: Vec<_> = own
            .map(|cell| {
                (
                    cell.commits as f64,
                    100.0 * cell.share((measure.count)(cell, persona)),
                )
            })
            .collect();
        let style = line(care).stroke_width(2);
        chart.draw_series(LineSeries::new(points.iter().copied(), style))?;
        let dots = points
            .iter()
            .map(|point| Circle::new(*point, 3, line(care).filled()));
        chart.draw_series(dots)?;
    }
    Ok(())
}
