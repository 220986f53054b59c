//! Disjoint groups of cases.

use std::collections::BTreeMap;

/// Which cases belong together: a forest in which each case points towards the first of its group.
pub(super) struct Groups {
    towards: Vec<usize>,
}

impl Groups {
    /// So many cases, each by itself.
    pub(super) fn new(count: usize) -> Self {
        Self {
            towards: (0..count).collect(),
        }
    }

    /// The first case of the group.
    pub(super) fn first(&self, mut at: usize) -> usize {
        while self.towards[at] != at {
            at = self.towards[at];
        }
        at
    }

    /// The groups of two cases become one.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.towards[one.max(other)] = one.min(other);
        // Short ways, whatever the order in which groups are joined.
        for at in 0..self.towards.len() {
            self.towards[at] = self.first(at);
        }
    }

    /// The cases of each group, in order.
    pub(super) fn all(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.towards.len() {
            groups.entry(self.first(at)).or_default().push(at);
        }
        groups.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_join_in_any_order() {
        let mut groups = Groups::new(5);
        groups.join(3, 1);
        groups.join(4, 3);
        groups.join(1, 4);
        assert_eq!(groups.all(), [vec![0], vec![1, 3, 4], vec![2]]);
        groups.join(0, 4);
        assert_eq!(groups.all(), [vec![0, 1, 3, 4], vec![2]]);
    }
}
