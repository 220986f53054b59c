//! Delta debugging over a list.

/// Leaves items out as long as the rest passes; the list is assumed to pass. An empty list is never tried.
pub fn reduce<T: Clone>(mut items: Vec<T>, passes: &mut dyn FnMut(&[T]) -> bool) -> Vec<T> {
    let mut size = items.len().div_ceil(2);
    while size > 0 && items.len() > 1 {
        let mut at = 0;
        let mut removed = false;
        while at < items.len() && items.len() > 1 {
            let end = (at + size).min(items.len());
            let rest: Vec<T> = items[..at].iter().chain(&items[end..]).cloned().collect();
            if !rest.is_empty() && passes(&rest) {
                items = rest;
                removed = true;
            } else {
                at = end;
            }
        }
        // With single items: until nothing can go any more.
        if size == 1 && !removed {
            break;
        }
        size = if size == 1 { 1 } else { size.div_ceil(2) };
    }
    items
}
