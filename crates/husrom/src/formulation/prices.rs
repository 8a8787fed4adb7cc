//! Soft prices that columns pay: by level and price, because there are few of these and many columns.

use std::collections::BTreeMap;

use crate::problem::Measure;

/// For each level and price the columns that pay it.
#[derive(Debug, Default)]
pub struct Prices(BTreeMap<Measure, BTreeMap<i64, Vec<usize>>>);

impl Prices {
    /// A price in a level for each unit of a column.
    pub fn pay(&mut self, level: &Measure, column: usize, price: i64) {
        if let Some(paid) = self.0.get_mut(level) {
            paid.entry(price).or_default().push(column);
        } else {
            self.0.insert(level.clone(), BTreeMap::from([(price, vec![column])]));
        }
    }

    /// Adds those of columns that come after as many others.
    pub fn add_after(&mut self, before: usize, others: Self) {
        for (level, paid) in others.0 {
            let mine = self.0.entry(level).or_default();
            for (price, columns) in paid {
                mine.entry(price).or_default().extend(columns.into_iter().map(|column| before + column));
            }
        }
    }

    /// The levels they are stated in.
    pub fn levels(&self) -> impl Iterator<Item = &Measure> {
        self.0.keys()
    }

    /// What is paid in a level: (column, price).
    pub fn paid(&self, level: &Measure) -> impl Iterator<Item = (usize, i64)> {
        let paid = self.0.get(level).into_iter().flatten();
        paid.flat_map(|(price, columns)| columns.iter().map(|column| (*column, *price)))
    }
}
