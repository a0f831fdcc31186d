//! The pages' plots, as SVG text.

use std::ops::Range;

use plotters::coord::Shift;
use plotters::prelude::*;

/// Sizes in pixels: a row, what stands above and below the rows, the plot, the labels on the left.
const ROW: u32 = 22;
const AROUND: u32 = 100;
const WIDTH: u32 = 800;
const LABELS: u32 = 180;
const DOT: i32 = 4;
const TEXT: (&str, i32) = ("sans-serif", 13);
const TITLE: (&str, i32) = ("sans-serif", 16);
const INK: RGBColor = RGBColor(33, 37, 41);
const FAINT: RGBColor = RGBColor(222, 226, 230);
const MARK: RGBColor = RGBColor(11, 94, 215);
const LIMIT: RGBColor = RGBColor(176, 42, 55);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// Why a drawing failed. Drawing into a text hardly ever does.
pub(crate) type Problem = DrawingAreaErrorKind<std::io::Error>;

/// The parts of a plot around its rows.
#[derive(Clone, Debug)]
pub(crate) struct Frame<'a> {
    /// Above the plot.
    pub(crate) title: &'a str,
    /// Below the axis: what it counts, in which unit.
    pub(crate) axis: &'a str,
    /// Where the axis begins and ends.
    pub(crate) range: Range<f64>,
    /// The label at a value of the axis.
    pub(crate) tick: fn(f64) -> String,
    /// Where a red line marks a limit.
    pub(crate) limit: Option<f64>,
}

/// One estimate with its interval, in the axis' unit. What lies beyond the axis is cut off.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// Label on the left.
    pub(crate) label: String,
    /// The estimate.
    pub(crate) at: f64,
    /// The interval's lower and upper bound.
    pub(crate) interval: (f64, f64),
}

/// Plots one estimate per row, the first at the top: a dot, with its interval as a line.
///
/// # Errors
/// When the drawing fails.
pub(crate) fn intervals(frame: &Frame<'_>, rows: &[Row]) -> Result<String, Problem> {
    let mut svg = String::new();
    let height = AROUND + ROW * u32::try_from(rows.len()).unwrap_or_default();
    let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
    draw(&area, frame, rows)?;
    area.present()?;
    drop(area);
    Ok(svg)
}

fn draw(area: &Area<'_>, frame: &Frame<'_>, rows: &[Row]) -> Result<(), Problem> {
    area.fill(&WHITE)?;
    // The axis of the rows points up, and they are read downwards.
    let rows: Vec<_> = rows.iter().rev().collect();
    // An axis of one slot would have no labels.
    let slots = 0..rows.len().saturating_sub(1).max(1);
    let mut chart = ChartBuilder::on(area)
        .caption(frame.title, TITLE.into_font().color(&INK))
        .margin(8)
        .margin_right(32)
        .x_label_area_size(44)
        .y_label_area_size(LABELS)
        .build_cartesian_2d(frame.range.clone(), slots.into_segmented())?;
    let label = |place: &SegmentValue<usize>| match place {
        SegmentValue::Exact(row) | SegmentValue::CenterOf(row) => {
            rows.get(*row).map(|row| row.label.clone())
        }
        SegmentValue::Last => None,
    };
    chart
        .configure_mesh()
        .disable_y_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT)
        .y_labels(rows.len() + 1)
        .x_desc(frame.axis)
        .x_label_formatter(&|value| (frame.tick)(*value))
        .y_label_formatter(&|place| label(place).unwrap_or_default())
        .label_style(TEXT.into_font().color(&INK))
        .draw()?;
    if let Some(limit) = frame.limit {
        let line = [(limit, SegmentValue::Exact(0)), (limit, SegmentValue::Last)];
        chart.draw_series(LineSeries::new(line, LIMIT.stroke_width(1)))?;
    }
    let within = |value: f64| value.clamp(frame.range.start, frame.range.end);
    for (number, row) in rows.iter().enumerate() {
        let (low, high) = row.interval;
        let line = [low, high].map(|end| (within(end), SegmentValue::CenterOf(number)));
        chart.draw_series(LineSeries::new(line, MARK.stroke_width(2)))?;
        if frame.range.contains(&row.at) {
            let place = (row.at, SegmentValue::CenterOf(number));
            chart.draw_series([Circle::new(place, DOT, MARK.filled())])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame<'static> {
        Frame {
            title: "Shares",
            axis: "people, %",
            range: 0.0..2.0,
            tick: |value| format!("{value} %"),
            limit: Some(1.5),
        }
    }

    fn row(label: &str, at: f64, interval: (f64, f64)) -> Row {
        Row {
            label: label.to_owned(),
            at,
            interval,
        }
    }

    #[test]
    fn every_row_has_its_label_and_its_dot() {
        let rows = [
            row("first", 0.5, (0.2, 0.9)),
            row("second", 1.0, (0.1, 9.0)),
        ];
        let svg = intervals(&frame(), &rows).expect("drawn");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        let at = |text: &str| svg.find(text).unwrap_or_else(|| panic!("{text}: {svg}"));
        let _ = (at("first"), at("second"), at("people, %"), at("1 %"));
        assert_eq!(svg.matches("<circle").count(), rows.len());
    }

    #[test]
    fn what_lies_beyond_the_axis_is_cut_off() {
        let svg = intervals(&frame(), &[row("far", 7.0, (5.0, 9.0))]).expect("drawn");
        assert_eq!(svg.matches("<circle").count(), 0);
        assert!(svg.contains("far"));
    }

    #[test]
    fn labels_are_escaped() {
        let svg = intervals(&frame(), &[row("<b>&", 1.0, (1.0, 1.0))]).expect("drawn");
        assert!(svg.contains("&lt;b&gt;&amp;") && !svg.contains("<b>"));
    }
}
