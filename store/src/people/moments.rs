//! Packed authoring times: the gaps between sorted times, as integers of variable length.

use super::types::Authored;

/// A gap and an offset.
type Step = (u64, Option<i16>);

/// Packs sorted moments. Any seconds fit: gaps wrap around.
pub(super) fn pack(moments: &[Authored]) -> Vec<u8> {
    let mut before = 0;
    let steps = moments.iter().map(|moment| {
        let gap = moment.seconds.wrapping_sub(before).cast_unsigned();
        before = moment.seconds;
        (gap, moment.offset)
    });
    let steps: Vec<Step> = steps.collect();
    postcard::to_allocvec(&steps).expect("numbers in memory can be packed")
}

/// Reverses [`pack`].
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<Authored>, sqlx::Error> {
    let steps: Vec<Step> =
        postcard::from_bytes(bytes).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let mut seconds = 0_i64;
    let moments = steps.into_iter().map(|(gap, offset)| {
        seconds = seconds.wrapping_add(gap.cast_signed());
        Authored { seconds, offset }
    });
    Ok(moments.collect())
}

/// Merges the sorted moments of two readings. Each moment occurs as often as in the reading that has it more
/// often: a commit that was read twice counts once, and two commits of one second count twice.
pub(super) fn union(one: &[Authored], other: &[Authored]) -> Vec<Authored> {
    let mut both = Vec::with_capacity(one.len().max(other.len()));
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    while let Some(next) = [one.peek(), other.peek()].into_iter().flatten().min() {
        let next = **next;
        one.next_if_eq(&&next);
        other.next_if_eq(&&next);
        both.push(next);
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64, offset: Option<i16>) -> Authored {
        Authored { seconds, offset }
    }

    #[test]
    fn any_moments_come_back() {
        let mut moments = vec![
            at(i64::MIN, Some(i16::MIN)),
            at(i64::MIN, None),
            at(-1, Some(0)),
            at(0, None),
            at(0, None),
            at(1_790_000_000, Some(345)),
            at(i64::MAX, Some(i16::MAX)),
        ];
        moments.sort();
        assert_eq!(unpack(&pack(&moments)).unwrap(), moments);
        assert_eq!(unpack(&pack(&[])).unwrap(), []);
    }

    #[test]
    fn a_day_of_work_takes_a_few_bytes_a_commit() {
        let moments: Vec<_> = (0..100)
            .map(|n| at(1_790_000_000 + n * 600, None))
            .collect();
        assert!(pack(&moments).len() < 320, "{}", pack(&moments).len());
    }

    #[test]
    fn broken_bytes_are_an_error() {
        assert!(unpack(&[255]).is_err());
    }

    #[test]
    fn what_was_read_twice_counts_once() {
        let (a, b, c) = (at(1, None), at(1, Some(60)), at(2, None));
        assert_eq!(union(&[a, a, b], &[a, c]), [a, a, b, c]);
        assert_eq!(union(&[a, a, b], &[a, a, b]), [a, a, b]);
        assert_eq!(union(&[], &[c]), [c]);
    }
}
