//! Fits a text into a length: it leaves out records first, then findings, and says so.

use crate::figures::counted;

/// A text in pieces. Some may be left out; each ends in a newline.
pub(super) struct Draft {
    /// What to do; never left out.
    pub(super) call: String,
    /// The text before the table.
    pub(super) opening: String,
    /// The table's head.
    pub(super) head: String,
    /// The table's rows, the most important first.
    pub(super) rows: Vec<String>,
    /// The text below the table.
    pub(super) middle: String,
    /// Folded records, the most important first.
    pub(super) records: Vec<String>,
    /// The end; never left out.
    pub(super) closing: String,
    /// Where everything is, as the end of a sentence: "`countersign pr …` shows everything".
    pub(super) rest: String,
}

/// Room for the notes about what is left out, in characters.
const NOTES: usize = 1_500;

impl Draft {
    /// The text in at most `most` characters. The pieces that are never left out must fit.
    pub(super) fn fit(self, most: usize) -> String {
        let fixed = [
            &self.call,
            &self.opening,
            &self.head,
            &self.middle,
            &self.closing,
        ];
        let fixed: usize = fixed.into_iter().map(|piece| length(piece)).sum();
        let Some(mut room) = most.checked_sub(fixed + NOTES) else {
            let note = format!("\nThe findings do not fit here: {}.\n", self.rest);
            return self.call + &note + &self.closing;
        };
        let rows = fitting(&self.rows, &mut room);
        let records = match self.rows.len() - rows {
            0 => fitting(&self.records, &mut room),
            _ => 0,
        };
        let mut text = self.call + &self.opening + &self.head;
        text.extend(self.rows[..rows].iter().map(String::as_str));
        let more = |left: usize, one, many| counted(left as u64, one, many);
        if rows < self.rows.len() {
            let left = more(
                self.rows.len() - rows,
                "more finding does",
                "more findings do",
            );
            text += &format!("\n**{left} not fit here: {}.**\n", self.rest);
        }
        text += &self.middle;
        text.extend(self.records[..records].iter().map(String::as_str));
        if records < self.records.len() {
            let left = more(self.records.len() - records, "finding do", "findings do");
            text += &format!("\nThe records of {left} not fit here: {}.\n", self.rest);
        }
        text + &self.closing
    }
}

/// How many pieces, from the first, fit in the room. Takes their length from it.
fn fitting(pieces: &[String], room: &mut usize) -> usize {
    let mut fits = 0;
    for piece in pieces {
        let Some(left) = room.checked_sub(length(piece)) else {
            break;
        };
        *room = left;
        fits += 1;
    }
    fits
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(rows: usize, records: usize) -> Draft {
        Draft {
            call: "call\n".to_owned(),
            opening: "opening\n".to_owned(),
            head: "head\n".to_owned(),
            rows: vec!["row\n".repeat(100); rows],
            middle: "middle\n".to_owned(),
            records: vec!["record\n".repeat(100); records],
            closing: "closing\n".to_owned(),
            rest: "it is elsewhere".to_owned(),
        }
    }

    #[test]
    fn everything_stands_where_it_fits() {
        let text = draft(2, 2).fit(10_000);
        assert!(!text.contains("not fit"), "{text}");
        assert_eq!(text.matches("record").count(), 200);
    }

    #[test]
    fn records_go_before_findings_do() {
        for most in (1_600..12_000).step_by(50) {
            let text = draft(10, 10).fit(most);
            assert!(length(&text) <= most);
            let (rows, records) = (
                text.matches("row").count(),
                text.matches("record\n").count(),
            );
            assert!(
                records == 0 || rows == 1_000,
                "{most}: {rows} rows, {records} records"
            );
            assert_eq!(rows < 1_000, text.contains(" more finding"), "{most}");
            assert_eq!(records < 1_000, text.contains("The records of"), "{most}");
            assert!(text.starts_with("call\n") && text.ends_with("closing\n"));
        }
    }

    #[test]
    fn where_nothing_fits_it_still_says_what_to_do() {
        let text = draft(1, 1).fit(100);
        assert_eq!(
            text,
            "call\n\nThe findings do not fit here: it is elsewhere.\nclosing\n"
        );
    }
}
