//! Things kept by id, in the order they came.

use std::collections::{BTreeMap, HashMap};

/// Things by id, in the order they came.
#[derive(Debug)]
pub(super) struct Shelf<T> {
    next: u64,
    by_order: BTreeMap<u64, T>,
    order: HashMap<String, u64>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            next: 0,
            by_order: BTreeMap::new(),
            order: HashMap::new(),
        }
    }
}

impl<T> Shelf<T> {
    /// Puts something at the end, in place of what had the same id.
    pub(super) fn put(&mut self, id: &str, item: T) {
        self.remove(id);
        self.order.insert(id.to_owned(), self.next);
        self.by_order.insert(self.next, item);
        self.next += 1;
    }

    /// What has the id.
    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.by_order.get(self.order.get(id)?)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.by_order.get_mut(self.order.get(id)?)
    }

    /// Takes away what has the id.
    pub(super) fn remove(&mut self, id: &str) -> Option<T> {
        self.by_order.remove(&self.order.remove(id)?)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.by_order.values()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.by_order.values_mut()
    }

    /// How many have come so far.
    pub(super) fn came(&self) -> u64 {
        self.next
    }

    pub(super) fn len(&self) -> usize {
        self.by_order.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_arrival_and_ids_stand_once() {
        let mut shelf = Shelf::default();
        for (id, item) in [("b", 1), ("a", 2), ("b", 3)] {
            shelf.put(id, item);
        }
        assert_eq!(shelf.iter().copied().collect::<Vec<_>>(), [2, 3]);
        assert_eq!(
            (shelf.get("b"), shelf.get("c"), shelf.len()),
            (Some(&3), None, 2)
        );
        assert_eq!(
            (shelf.remove("b"), shelf.remove("b"), shelf.len()),
            (Some(3), None, 1)
        );
    }
}
