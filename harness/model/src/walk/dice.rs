//! Chance, drawn from a seed: the same seed draws the same numbers on every machine.

/// A source of numbers (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below the bound; 0 where the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let Ok(bound) = u64::try_from(bound) else {
            return 0;
        };
        if bound == 0 {
            return 0;
        }
        usize::try_from(self.draw() % bound).unwrap_or(0)
    }

    /// True so many times of so many.
    pub fn chance(&mut self, times: usize, of: usize) -> bool {
        self.below(of) < times
    }

    /// One of several; `None`: there is none.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        let at = self.below(list.len());
        list.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_again() {
        let (mut one, mut two) = (Dice::new(7), Dice::new(7));
        let drawn: Vec<u64> = (0..50).map(|_| one.draw()).collect();
        assert_eq!(drawn, (0..50).map(|_| two.draw()).collect::<Vec<_>>());
        assert_ne!(drawn[0], Dice::new(8).draw());
        assert!((0..200).all(|_| one.below(3) < 3));
        assert_eq!(one.below(0), 0);
        assert_eq!(one.pick::<u8>(&[]), None);
    }
}
