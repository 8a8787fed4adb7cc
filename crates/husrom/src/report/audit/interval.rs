//! Estimates with 95 % intervals, each in closed form.
//!
//! A round is counted whole; an interval says how much the figure would swing between rounds like it by chance alone.

// Counts of households are far below 2^52.
#![allow(clippy::cast_precision_loss)]

/// The 97.5 % point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A figure with the ends of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A share `part`/`whole` with Wilson's score interval; `None` of nobody.
///
/// # Source
/// E. B. Wilson (1927), *Probable inference, the law of succession, and statistical inference*, JASA 22: 209–212.
#[must_use]
pub fn share(part: u32, whole: u32) -> Option<Estimate> {
    if whole == 0 || part > whole {
        return None;
    }
    let (n, p) = (f64::from(whole), f64::from(part) / f64::from(whole));
    let centre = p + Z * Z / (2.0 * n);
    let swing = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    // At nobody and at everybody the end is exact, but for rounding.
    let low = if part == 0 { 0.0 } else { (centre - swing) / scale };
    let high = if part == whole { 1.0 } else { (centre + swing) / scale };
    Some(Estimate { value: p, low, high })
}

/// The difference of two shares, with Newcombe's interval from their score intervals.
///
/// # Source
/// R. G. Newcombe (1998), *Interval estimation for the difference between independent proportions*, Statistics in Medicine 17:
/// 873–890, method 10.
#[must_use]
pub fn difference(one: Estimate, other: Estimate) -> Estimate {
    let value = one.value - other.value;
    let low = value - (one.value - one.low).hypot(other.high - other.value);
    let high = value + (one.high - one.value).hypot(other.value - other.low);
    Estimate { value, low, high }
}

/// The ratio of two shares, with the log interval; `None` where either part is nobody.
///
/// # Source
/// D. Katz et al. (1978), *Obtaining confidence intervals for the risk ratio in cohort studies*, Biometrics 34: 469–474.
#[must_use]
pub fn ratio(one: (u32, u32), other: (u32, u32)) -> Option<Estimate> {
    let value = share(one.0, one.1)?.value / share(other.0, other.1)?.value;
    if one.0 == 0 || other.0 == 0 {
        return None;
    }
    let inverse = |count: u32| 1.0 / f64::from(count);
    let variance = inverse(one.0) - inverse(one.1) + inverse(other.0) - inverse(other.1);
    let factor = (Z * variance.max(0.0).sqrt()).exp();
    Some(Estimate { value, low: value / factor, high: value * factor })
}

/// The mean of numbers, with Student's interval; `None` of fewer than five.
#[must_use]
pub fn mean(numbers: &[i64]) -> Option<Estimate> {
    if numbers.len() < 5 {
        return None;
    }
    let n = numbers.len() as f64;
    let value = numbers.iter().sum::<i64>() as f64 / n;
    let squares: f64 = numbers.iter().map(|number| (*number as f64 - value).powi(2)).sum();
    let swing = student(n - 1.0) * (squares / (n - 1.0) / n).sqrt();
    Some(Estimate { value, low: value - swing, high: value + swing })
}

/// The 97.5 % point of Student's distribution, for four degrees of freedom and more, right to three digits.
///
/// # Source
/// M. Abramowitz and I. A. Stegun (1964), *Handbook of Mathematical Functions*, 26.7.5.
fn student(degrees: f64) -> f64 {
    let odd = |coefficients: &[f64]| coefficients.iter().rev().fold(0.0, |sum, it| sum * Z * Z + it) * Z;
    Z + odd(&[1.0, 1.0]) / 4.0 / degrees
        + odd(&[3.0, 16.0, 5.0]) / 96.0 / degrees.powi(2)
        + odd(&[-15.0, 17.0, 19.0, 3.0]) / 384.0 / degrees.powi(3)
        + odd(&[-945.0, -1920.0, 1482.0, 776.0, 79.0]) / 92160.0 / degrees.powi(4)
}

#[cfg(test)]
mod tests {
    use super::{difference, mean, ratio, share, student};

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 5e-5
    }

    #[test]
    fn the_score_interval_is_that_of_the_books() {
        // Newcombe (1998), table I of the single proportion: 81 of 263, and 15 of 148.
        let many = share(81, 263).unwrap();
        assert!(near(many.low, 0.2553) && near(many.high, 0.3662), "{many:?}");
        let few = share(15, 148).unwrap();
        assert!(near(few.low, 0.0624) && near(few.high, 0.1605), "{few:?}");
        let none = share(0, 20).unwrap();
        assert!(near(none.low, 0.0) && near(none.high, 0.1611), "{none:?}");
        assert_eq!(share(1, 0), None);
    }

    #[test]
    fn the_interval_of_a_difference_is_that_of_the_books() {
        // Newcombe (1998), table II, method 10: 56/70 − 48/80, and 9/10 − 3/10.
        let example = difference(share(56, 70).unwrap(), share(48, 80).unwrap());
        assert!(near(example.low, 0.0524) && near(example.high, 0.3339), "{example:?}");
        let example = difference(share(9, 10).unwrap(), share(3, 10).unwrap());
        assert!(near(example.low, 0.1705) && near(example.high, 0.8090), "{example:?}");
    }

    #[test]
    fn the_interval_of_a_ratio_is_symmetric_in_its_logarithm() {
        let example = ratio((20, 100), (10, 100)).unwrap();
        // exp(ln 2 ± 1.96 √(1/20 − 1/100 + 1/10 − 1/100)).
        assert!(near(example.value, 2.0) && (example.low - 0.9866).abs() < 1e-3 && (example.high - 4.0544).abs() < 3e-3);
        assert_eq!(ratio((0, 10), (5, 10)), None);
    }

    #[test]
    fn students_point_is_that_of_the_tables() {
        for (degrees, point) in [(4.0, 2.7764), (5.0, 2.5706), (9.0, 2.2622), (29.0, 2.0452), (1000.0, 1.9623)] {
            assert!((student(degrees) - point).abs() < 1e-3, "{degrees}: {}", student(degrees));
        }
        let example = mean(&[1, 2, 3, 4, 5]).unwrap();
        assert!(near(example.value, 3.0) && (example.high - 4.9632).abs() < 2e-3, "{example:?}");
        assert_eq!(mean(&[1, 2, 3, 4]), None);
    }
}
