//! Names near one that does not exist.

/// How alike two names have to be (Jaro and Winkler's measure, from 0 to 1).
const ALIKE: f64 = 0.8;

/// Names that are shown.
const SHOWN: usize = 3;

/// `; near it: …` with the known names that are most like the one given, or nothing.
pub fn suggestion<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let mut alike: Vec<(f64, &str)> = known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let alike: Vec<&str> = alike
        .into_iter()
        .take(SHOWN)
        .map(|(_, known)| known)
        .collect();
    if alike.is_empty() {
        String::new()
    } else {
        format!("; near it: {}", alike.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_alike_come_best_first() {
        let known = ["5.5.13/parked", "5.5.13/pending", "uda/control/fault"];
        assert_eq!(
            suggestion("5.5.13/pend", known),
            "; near it: 5.5.13/pending, 5.5.13/parked"
        );
        assert_eq!(suggestion("zzz", known), "");
    }
}
