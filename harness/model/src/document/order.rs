//! Which children of a sequence are out of order: as few as possible.

/// For each child the slot that it belongs to, or none; the result says which children are out of order.
///
/// The longest run of slots that never falls is kept, of equals the one that begins earliest, so that one child out of
/// place is one mistake, wherever it went.
pub(super) fn misplaced(slots: &[Option<usize>]) -> Vec<bool> {
    let highest = slots
        .iter()
        .flatten()
        .copied()
        .max()
        .map_or(0, |slot| slot + 1);
    // Per slot: the longest run that ends with it, and the child at its end.
    let mut best: Vec<(usize, usize)> = vec![(0, usize::MAX); highest];
    let mut before = vec![usize::MAX; slots.len()];
    for (child, slot) in slots.iter().enumerate() {
        let Some(slot) = *slot else { continue };
        let mut longest = (0, usize::MAX);
        for &(length, end) in &best[..=slot] {
            if length > longest.0 || (length == longest.0 && length > 0 && end < longest.1) {
                longest = (length, end);
            }
        }
        before[child] = longest.1;
        if longest.0 + 1 > best[slot].0 {
            best[slot] = (longest.0 + 1, child);
        }
    }
    let mut end = (0, usize::MAX);
    for &(length, child) in &best {
        if length > end.0 || (length == end.0 && length > 0 && child < end.1) {
            end = (length, child);
        }
    }
    let mut out: Vec<bool> = slots.iter().map(Option::is_some).collect();
    let mut child = end.1;
    while let Some(kept) = out.get_mut(child) {
        *kept = false;
        child = before[child];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(slots: &[usize]) -> Vec<usize> {
        let slots: Vec<_> = slots.iter().map(|&slot| Some(slot)).collect();
        misplaced(&slots)
            .iter()
            .enumerate()
            .filter_map(|(at, &out)| out.then_some(at))
            .collect()
    }

    #[test]
    fn in_order_is_in_order() {
        assert!(at(&[]).is_empty());
        assert!(at(&[0, 0, 1, 3, 3, 4]).is_empty());
    }

    #[test]
    fn one_child_out_of_place_is_one_mistake() {
        assert_eq!(at(&[0, 3, 2, 4]), [2]);
        assert_eq!(at(&[4, 0, 1, 2]), [0]);
        assert_eq!(at(&[0, 1, 2, 0]), [3]);
        assert_eq!(
            at(&[0, 1, 0, 1]),
            [2],
            "of two readings the one that keeps what comes first"
        );
        assert_eq!(at(&[2, 1, 0]), [1, 2]);
    }

    #[test]
    fn unknown_children_are_not_out_of_order() {
        assert_eq!(misplaced(&[Some(0), None, Some(1)]), [false, false, false]);
    }
}
