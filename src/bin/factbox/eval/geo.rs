//! Places on the map: for gold that gives the points of its places, how many were put within 161 km (100 miles, the measure of the
//! field).
//!
//! Spans are compared as they stand, untrimmed, and paired one to one by their overlap: the largest share of the two first.

use super::tally::Rates;

/// A place's span in code points, and its point where it has one (degrees north and east).
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    pub start: usize,
    pub end: usize,
    pub point: Option<(f64, f64)>,
}

/// Near enough, in kilometres.
const NEAR: f64 = 161.0;
/// Mean radius of the Earth, in kilometres.
const RADIUS: f64 = 6371.009;

/// Counts over all documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GeoCounts {
    /// Marked places with a point.
    pub gold: u64,
    /// Found places with a point, but for those over a marked one without.
    pub found: u64,
    /// Marked places with a point that were found as a place, with a point or not.
    pub matched: u64,
    /// Of these, put within 161 km.
    pub near: u64,
}

impl GeoCounts {
    /// Finding and placing together: right is what was found and put within 161 km.
    pub fn rates(&self) -> Rates {
        Rates::new(self.near, self.found, self.gold)
    }

    /// Compares one document; both sides in text order.
    pub fn add(&mut self, gold: &[Spot], found: &[Spot]) {
        let mut found = found.to_vec();
        found.dedup_by_key(|s| (s.start, s.end));
        let mut pairs = Vec::new();
        let mut from = 0;
        for (g, marked) in gold.iter().enumerate() {
            while found.get(from).is_some_and(|f| f.end <= marked.start) {
                from += 1;
            }
            let near = found.iter().enumerate().skip(from).take_while(|(_, f)| f.start < marked.end);
            for (f, other) in near.filter(|(_, f)| f.end > marked.start) {
                let shared = marked.end.min(other.end) - marked.start.max(other.start);
                let whole = marked.end.max(other.end) - marked.start.min(other.start);
                pairs.push((shared as f64 / whole as f64, shared, g, f));
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
        let (mut of_gold, mut of_found) = (vec![None; gold.len()], vec![None; found.len()]);
        for (_, _, g, f) in pairs {
            if of_gold[g].is_none() && of_found[f].is_none() {
                (of_gold[g], of_found[f]) = (Some(f), Some(g));
            }
        }
        self.gold += gold.iter().filter(|s| s.point.is_some()).count() as u64;
        let counts =
            |(f, spot): (usize, &Spot)| spot.point.is_some() && of_found[f].is_none_or(|g: usize| gold[g].point.is_some());
        self.found += found.iter().enumerate().filter(|x| counts(*x)).count() as u64;
        for (marked, pair) in gold.iter().zip(&of_gold) {
            let (Some(point), Some(f)) = (marked.point, pair) else { continue };
            self.matched += 1;
            self.near += u64::from(found[*f].point.is_some_and(|other| kilometres(point, other) <= NEAR));
        }
    }
}

/// Great-circle distance.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let [a_lat, a_lon, b_lat, b_lon] = [a.0, a.1, b.0, b.1].map(f64::to_radians);
    let square = |x: f64| x * x;
    let h = square(((b_lat - a_lat) / 2.0).sin()) + a_lat.cos() * b_lat.cos() * square(((b_lon - a_lon) / 2.0).sin());
    2.0 * RADIUS * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::{GeoCounts, Spot, kilometres};

    #[test]
    fn distances_are_those_of_the_map() {
        let (paris, london) = ((48.8566, 2.3522), (51.5074, -0.1278));
        assert!((kilometres(paris, london) - 343.6).abs() < 0.5, "{}", kilometres(paris, london));
        assert_eq!(kilometres(paris, paris), 0.0);
    }

    #[test]
    fn places_are_paired_by_overlap_and_held_against_their_points() {
        let spot = |start, end, point| Spot { start, end, point };
        let (lima, callao, cuzco) = (Some((-12.05, -77.04)), Some((-12.06, -77.13)), Some((-13.52, -71.98)));
        let gold = [spot(0, 4, lima), spot(10, 20, lima), spot(30, 34, lima), spot(40, 44, None), spot(50, 54, lima)];
        let found = [
            spot(0, 4, callao),
            spot(8, 14, lima),
            spot(14, 20, cuzco),
            spot(30, 34, None),
            spot(40, 44, lima),
            spot(60, 64, lima),
        ];
        let mut counts = GeoCounts::default();
        counts.add(&gold, &found);
        // The second pairs with what covers more of it, which is far; what lies over a place without a point is not counted.
        assert_eq!(counts, GeoCounts { gold: 4, found: 4, matched: 3, near: 1 });
    }
}
