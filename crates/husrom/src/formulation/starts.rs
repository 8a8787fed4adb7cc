//! From when a household can live in a home: once both are ready, or when somebody who lives there leaves or moves.

use std::collections::{BTreeMap, BTreeSet};

use fixedbitset::FixedBitSet;

use super::ground::{Ground, Waits};
use crate::problem::Date;

/// Every date on which a home can become free or a household ready, in order.
struct Dates(Vec<Date>);

/// Some of them, by index.
type DateSet = FixedBitSet;

impl Dates {
    fn of(ground: &Ground<'_>) -> Self {
        let dates: BTreeSet<Date> = (0..ground.problem.households().len())
            .filter_map(|household| ground.ready(household))
            .chain(ground.classes.iter().map(|class| class.base))
            .chain(ground.occupants.iter().filter_map(|occupant| occupant.leaves))
            .collect();
        Self(dates.into_iter().collect())
    }

    fn at(&self, date: Date) -> usize {
        self.0.partition_point(|before| *before < date)
    }

    fn set(&self, dates: impl IntoIterator<Item = usize>) -> DateSet {
        let mut set = DateSet::with_capacity(self.0.len());
        set.extend(dates);
        set
    }

    /// The later of each date and a given one.
    fn no_earlier(&self, set: &DateSet, than: usize) -> DateSet {
        self.set(set.ones().map(|date| date.max(than)))
    }
}

/// When a place in a shared class becomes free because somebody leaves.
fn left(ground: &Ground<'_>) -> Vec<Vec<Date>> {
    let mut left = vec![Vec::new(); ground.classes.len()];
    for occupant in &ground.occupants {
        let Some((class, on)) = ground.class_of.get(occupant.unit).zip(occupant.leaves) else { continue };
        if ground.classes[*class].is_shared() && on >= ground.classes[*class].base {
            left[*class].push(on);
        }
    }
    for dates in &mut left {
        dates.sort_unstable();
    }
    left
}

/// The starts that the classes of a ground allow.
pub struct Starts<'g, 'a> {
    ground: &'g Ground<'a>,
    /// When a place in a shared class becomes free because somebody leaves.
    left: Vec<Vec<Date>>,
    /// When a mover of the class can free it.
    freed: Vec<Vec<Date>>,
}

impl<'g, 'a> Starts<'g, 'a> {
    /// The starts, given the classes that are open to each mover.
    ///
    /// Those of movers are the largest sets that justify each other, because a swap justifies itself. Every start is the later of a date
    /// on which a class becomes free and the one on which the household is ready, so that one union of dates does for all classes.
    pub fn of(ground: &'g Ground<'a>, movers: &[(usize, Vec<usize>)]) -> Self {
        let mut starts = Self { ground, left: left(ground), freed: vec![Vec::new(); ground.classes.len()] };
        let dates = Dates::of(ground);
        let classes = &ground.classes;
        let base: Vec<usize> = classes.iter().map(|class| dates.at(class.base)).collect();
        let past = dates.0.partition_point(|date| *date <= ground.problem.round().horizon);
        // For each mover what is free of itself, and the classes that wait for movers.
        let known = |open: &[usize]| {
            let of_itself = |class: &usize| classes[*class].is_shared() || classes[*class].movers.is_empty();
            let bases = open.iter().copied().filter(of_itself).map(|class| base[class]);
            dates.set(bases.chain(open.iter().flat_map(|class| &starts.left[*class]).map(|on| dates.at(*on))))
        };
        let waits = |open: &[usize]| open.iter().copied().filter(|class| !classes[*class].movers.is_empty()).collect::<Vec<_>>();
        let known: Vec<DateSet> = movers.iter().map(|(_, open)| known(open)).collect();
        let waits: Vec<Vec<usize>> = movers.iter().map(|(_, open)| waits(open)).collect();
        let place: BTreeMap<usize, usize> = movers.iter().enumerate().map(|(place, (mover, _))| (*mover, place)).collect();
        let mut can: Vec<DateSet> = vec![dates.set(0..dates.0.len()); movers.len()];
        let mut freed: Vec<DateSet>;
        loop {
            freed = vec![dates.set([]); classes.len()];
            for (class, freed) in freed.iter_mut().enumerate() {
                for place in classes[class].movers.iter().filter_map(|mover| place.get(mover)) {
                    freed.union_with(&dates.no_earlier(&can[*place], base[class]));
                }
            }
            let next = movers.iter().enumerate().map(|(place, (mover, _))| {
                let mut free = known[place].clone();
                waits[place].iter().for_each(|class| free.union_with(&freed[*class]));
                let ready = ground.ready(*mover).map_or(past, |ready| dates.at(ready));
                dates.set(dates.no_earlier(&free, ready).ones().filter(|date| *date < past))
            });
            let next: Vec<DateSet> = next.collect();
            if next == can {
                break;
            }
            can = next;
        }
        starts.freed = freed.iter().map(|freed| freed.ones().map(|date| dates.0[date]).collect()).collect();
        starts
    }

    /// Writes the starts that a household which is ready from a date can have in a class, in order.
    pub fn write(&self, ready: Date, class: usize, starts: &mut Vec<(Date, Waits)>) {
        starts.clear();
        let of_class = &self.ground.classes[class];
        let earliest = ready.max(of_class.base);
        let (left, freed) = (&self.left[class], &self.freed[class]);
        let later = freed.partition_point(|date| *date <= earliest);
        if of_class.is_shared() || of_class.movers.is_empty() || later > 0 {
            starts.push((earliest, Waits::No));
        }
        starts.extend(left.iter().filter(|on| **on > earliest).map(|on| (*on, Waits::No)));
        starts.extend(freed[later..].iter().map(|date| (*date, Waits::ForMover)));
        if !left.is_empty() {
            // Of two reasons for one date, that which waits for nobody is enough.
            starts.sort_unstable_by_key(|(start, waits)| (*start, *waits == Waits::ForMover));
            starts.dedup_by_key(|(start, _)| *start);
        }
        starts.retain(|(start, _)| *start <= self.ground.problem.round().horizon);
    }
}
