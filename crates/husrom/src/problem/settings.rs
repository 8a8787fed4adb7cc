//! The round and the office's own parameters.

use std::collections::BTreeMap;

use super::Date;
use super::ids::Zone;
use super::quantity::{Class, Days, Kroner, Level};
use super::term::Language;

/// The round: one joint decision over the homes and people of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The office's id of the round.
    pub id: String,
    /// The date of the round: placements start here at the earliest.
    pub date: Date,
    /// The last date: homes that become free and people that become ready until then take part.
    pub horizon: Date,
    /// Language of texts unless one is asked for.
    pub language: Language,
}

/// Points for wishes, by rank; a rank beyond the list earns nothing. The table is the office's; the shipped one is a policy choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointTable {
    /// For the category wished first, second, …
    pub category: Vec<i64>,
    /// For the district wished first, second, …
    pub district: Vec<i64>,
    /// For the site wished first, second, …
    pub site: Vec<i64>,
    /// For each preferred tag that the home provides.
    pub preferred_tag: i64,
}

impl Default for PointTable {
    fn default() -> Self {
        Self { category: vec![3, 2, 1], district: vec![3, 2, 1], site: vec![3, 2, 1], preferred_tag: 1 }
    }
}

/// Parameters that the office sets. None of the documents gives them (gaps.md 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The longest acceptable wait, by class; a class without one is never overdue.
    pub longest_wait: BTreeMap<Class, Days>,
    /// The most people of the group in a zone (R79); a zone without one has no ceiling.
    pub zone_ceilings: BTreeMap<Zone, u32>,
    /// Points for wishes.
    pub points: PointTable,
    /// A hostel bought for one household, kroner a month. Shipped: 27,000, the 25,000 for housing and 2,000 for follow-up of R199.
    pub hostel_price: Kroner,
    /// Support, kroner an hour; 0 counts none.
    pub support_price: Kroner,
    /// Most households in one chain or swap; `None`: any number.
    pub longest_chain: Option<u32>,
    /// The most kinds of home that each household is considered for: those that suit it best, and as many by lot; `None`: all. For rounds that
    /// are too large otherwise.
    pub shortlist: Option<u32>,
    /// Highest level on the office's behaviour scale; `None`: not checked.
    pub behaviour_scale: Option<Level>,
    /// Seed of the lot; default: derived from the round's id.
    pub seed: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            longest_wait: BTreeMap::new(),
            zone_ceilings: BTreeMap::new(),
            points: PointTable::default(),
            hostel_price: Kroner(27_000),
            support_price: Kroner(0),
            longest_chain: None,
            shortlist: None,
            behaviour_scale: None,
            seed: None,
        }
    }
}
