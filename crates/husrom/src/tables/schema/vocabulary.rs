//! Closed vocabularies as the tables see them, and the few words that only tables have.

use std::fmt;

use crate::problem::term::terms;
use crate::problem::{Term, Test, fold};

/// One word of a vocabulary with its spellings.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Canonical name.
    pub name: &'static str,
    /// Label in bokmål.
    pub nb: &'static str,
    /// Label in English.
    pub en: &'static str,
    /// Further spellings.
    pub aliases: &'static [&'static str],
}

/// A closed vocabulary.
#[derive(Clone, Copy)]
pub struct Vocabulary {
    /// What it is called, in English and bokmål.
    pub what: (&'static str, &'static str),
    entries: fn() -> Vec<Entry>,
    read: fn(&str) -> Option<&'static str>,
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Vocabulary").field(&self.what.0).finish()
    }
}

impl Vocabulary {
    /// The vocabulary of a [`Term`].
    pub(in crate::tables) const fn of<T: Term>() -> Self {
        Self { what: T::WHAT, entries: entries::<T>, read: read::<T> }
    }

    /// Kinds of rule: those of the tables, and the built-in tests by name.
    pub(in crate::tables) const fn rule_kinds() -> Self {
        Self { what: ("kind of rule", "regeltype"), entries: rule_entries, read: |text| RuleWord::read(text).map(RuleWord::name) }
    }

    /// Its words.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        (self.entries)()
    }

    /// The canonical name of a word in any spelling.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<&'static str> {
        (self.read)(text)
    }
}

fn entries<T: Term>() -> Vec<Entry> {
    T::all().iter().map(|term| Entry { name: term.name(), nb: term.nb(), en: term.en(), aliases: term.aliases() }).collect()
}

fn read<T: Term>(text: &str) -> Option<&'static str> {
    let exact = T::all().iter().copied().find(|term| term.name() == text);
    exact.or_else(|| T::read(text)).map(Term::name)
}

fn rule_entries() -> Vec<Entry> {
    entries::<RuleKindName>().into_iter().chain(entries::<Test>()).collect()
}

/// The kind of a rule as a table says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) enum RuleWord {
    /// One of the kinds of table rule.
    Kind(RuleKindName),
    /// A built-in test.
    Test(Test),
}

impl RuleWord {
    pub fn read(text: &str) -> Option<Self> {
        RuleKindName::read(text).map(Self::Kind).or_else(|| Test::read(text).map(Self::Test))
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.name(),
            Self::Test(test) => test.name(),
        }
    }
}

/// What means *unknown* in a cell.
pub(in crate::tables) fn says_unknown(text: &str) -> bool {
    let text = text.trim();
    text == "?" || matches!(fold(text).as_str(), "unknown" | "ukjent")
}

terms! {
    /// What a rule says, as a table writes it; a built-in test is written by its name.
    pub enum RuleKindName: "kind of rule", "regeltype" {
        /// Nobody matching in these homes.
        Exclude = "exclude", "utelukk", "ikke for";
        /// At most so many.
        Limit = "limit", "høyst", "grense", "maks";
        /// At most so many per cent of the places.
        Share = "share", "andel";
        /// Apart.
        Apart = "apart", "hver for seg", "ikke sammen";
        /// All equal.
        Same = "same", "like", "samme";
        /// One gender on `single` sites and floors.
        Single = "single", "ett kjønn";
        /// At most so many permanent tenants move.
        MoveLimit = "move_limit" | "most moves", "høyst flyttinger", "flyttegrense";
        /// One of the presets, by its id.
        Preset = "preset", "ferdig regel", "forvalg";
    }
}

terms! {
    /// How strictly, as a table writes it.
    pub enum StrictnessName: "strictness", "hvor strengt" {
        /// Hard.
        Hard = "hard", "absolutt", "må", "streng";
        /// Soft.
        Soft = "soft", "helst", "myk", "preferred";
        /// Off.
        Off = "off", "av", "slått av";
    }
}

terms! {
    /// Pin or ban.
    pub enum FixingKind: "pin or ban", "fest eller utelukk" {
        /// The household must have one of the target's homes.
        Pin = "pin" | "is to live in", "skal bo i", "fest", "fast", "må";
        /// It must not.
        Ban = "ban" | "is not to live in", "skal ikke bo i", "utelukk", "forbid", "ikke";
    }
}

terms! {
    /// A language.
    pub enum LanguageName: "language", "språk" {
        /// Bokmål.
        Nb = "nb", "bokmål", "no", "nor", "norsk", "norwegian";
        /// English.
        En = "en", "engelsk", "eng", "english";
    }
}
