//! The lot: which homes nothing tells apart, and a number drawn for each household in each such kind of home.
//!
//! Part of the *problem*, because the draw is fixed by the input alone: the order of rows and names of homes change nothing.

use super::Problem;
use super::home::Unit;
use super::ids::HouseholdId;

/// The largest number drawn; small enough that sums stay exact, large enough that ties are improbable.
pub const LARGEST_DRAW: u64 = 0xF_FFFF;

/// FNV-1a over the parts, each closed by a byte that no text contains, then mixed (SplitMix64's finaliser).
fn hash(parts: &[&str]) -> u64 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

impl Problem {
    /// The seed of the lot: the office's, or derived from the round's id.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.settings().seed.unwrap_or_else(|| hash(&["husrom", &self.round().id]))
    }

    /// What tells a home apart from others, as text: two units with the same likeness are interchangeable.
    ///
    /// Its site and every attribute but id and name; and its id too where something singles it out: an offer, a pin, a ban, an
    /// assessment, a rule that names it, somebody who lives there, or places that are shared.
    #[must_use]
    pub fn likeness(&self, unit: &Unit) -> String {
        let singled_out = unit.shared_places.is_some() || self.is_singled_out(&unit.id);
        let mut bare = unit.clone();
        if !singled_out {
            bare.id = String::new().into();
        }
        bare.name = String::new();
        // A `free_from` that has passed means the same as none.
        bare.free_from = bare.free_from.filter(|date| *date > self.round().date);
        format!("{bare:?}")
    }

    /// The number drawn for a household in homes of one likeness: 1 to [`LARGEST_DRAW`].
    #[must_use]
    pub fn draw(&self, household: &HouseholdId, likeness: &str) -> i64 {
        let seed = self.seed().to_string();
        let number = hash(&[&self.round().id, &seed, household.as_str(), likeness]) % LARGEST_DRAW + 1;
        i64::try_from(number).unwrap_or(1)
    }

    /// A number that orders homes of one likeness, or households, by lot.
    #[must_use]
    pub fn order(&self, name: &str) -> u64 {
        hash(&[&self.round().id, &self.seed().to_string(), "order", name])
    }
}
