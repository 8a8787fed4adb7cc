//! Numbers for tests, the same everywhere.

/// A sequence of them.
pub struct Numbers(pub u64);

impl Numbers {
    /// The next, from 0 and below a limit.
    pub fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}

/// All integer points within upper bounds.
pub fn points(uppers: &[i64]) -> Vec<Vec<i64>> {
    uppers.iter().fold(vec![Vec::new()], |points, upper| {
        let longer = |point: &Vec<i64>| (0..=*upper).map(|value| [&point[..], &[value]].concat()).collect::<Vec<_>>();
        points.iter().flat_map(longer).collect()
    })
}
