//! Small numbers: what is told of a group, so that nobody can be picked out, also not by subtraction.
//!
//! The totals of a round are known, so what is hidden is known in sum. The rule, for each grouping and each of the counts (waiting,
//! then eligible, then offered, each only where the one before is told):
//!
//! 1. A group's count is hidden where it is *small*: under five waiting; under five eligible, or one to four waiting but not eligible;
//!    under five offered, or under five eligible but not offered.
//! 2. Where only one group is hidden, or those hidden are small in sum, the smallest group still told is hidden too, and so on.
//! 3. Where the total itself is small, all are hidden, and the total with them.
//!
//! So of every count that is hidden, only the sum over two groups or more is known, that sum is not small, and what is known of it
//! leaves at least five values open. Every grouping has the same totals, and they say nothing of another's groups.

/// Fewer are hidden.
const FEW: u32 = 5;

/// Counts of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Households that wait.
    pub waiting: u32,
    /// Of these, eligible for a home in play.
    pub eligible: u32,
    /// Of these, offered a home.
    pub offered: u32,
}

/// Whether a count is of somebody, but of fewer than can be told.
pub fn is_small(count: u32) -> bool {
    (1..FEW).contains(&count)
}

/// Whether a mean of so many can be told.
pub fn can_tell_mean(count: u32) -> bool {
    count >= FEW
}

impl Counts {
    /// The sum over groups.
    pub fn sum<'r>(counts: impl IntoIterator<Item = &'r Self>) -> Self {
        counts.into_iter().fold(Self::default(), |sum, one| Self {
            waiting: sum.waiting + one.waiting,
            eligible: sum.eligible + one.eligible,
            offered: sum.offered + one.offered,
        })
    }

    fn can_tell_waiting(&self) -> bool {
        self.waiting >= FEW
    }

    fn can_tell_eligible(&self) -> bool {
        self.eligible >= FEW && !is_small(self.waiting - self.eligible)
    }

    pub(super) fn can_tell_offered(&self) -> bool {
        self.offered >= FEW && self.eligible >= self.offered + FEW
    }
}

/// Which counts of a group are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// How many wait.
    pub waiting: bool,
    /// How many are eligible.
    pub eligible: bool,
    /// How many are offered.
    pub offered: bool,
}

/// What is told of each group, and of all together, last.
pub fn told(groups: &[Counts]) -> Vec<Told> {
    let total = Counts::sum(groups);
    let sum = |set: &[usize]| Counts::sum(set.iter().map(|at| &groups[*at]));
    let everyone = vec![true; groups.len()];
    let waiting = told_of(&everyone, |at| groups[at].waiting, |set| sum(set).can_tell_waiting());
    let eligible = told_of(&waiting, |at| groups[at].eligible, |set| sum(set).can_tell_eligible());
    let offered = told_of(&eligible, |at| groups[at].offered, |set| sum(set).can_tell_offered());
    let each = waiting.into_iter().zip(eligible).zip(offered);
    let mut told: Vec<Told> = each.map(|((waiting, eligible), offered)| Told { waiting, eligible, offered }).collect();
    let (waiting, eligible) = (total.can_tell_waiting(), total.can_tell_waiting() && total.can_tell_eligible());
    told.push(Told { waiting, eligible, offered: eligible && total.can_tell_offered() });
    told
}

/// Of which groups a figure can be told, given of which it might be; `can_tell` says of a set of groups whether its sum can.
pub fn told_of(might: &[bool], size: impl Fn(usize) -> u32, can_tell: impl Fn(&[usize]) -> bool) -> Vec<bool> {
    let all: Vec<usize> = (0..might.len()).collect();
    if !can_tell(&all) {
        return vec![false; might.len()];
    }
    let mut told: Vec<bool> = all.iter().map(|at| might[*at] && can_tell(&[*at])).collect();
    loop {
        let hidden: Vec<usize> = all.iter().copied().filter(|at| !told[*at]).collect();
        if hidden.is_empty() || (hidden.len() > 1 && can_tell(&hidden)) {
            return told;
        }
        let Some(next) = all.iter().copied().filter(|at| told[*at]).min_by_key(|at| (size(*at), *at)) else { return told };
        told[next] = false;
    }
}
