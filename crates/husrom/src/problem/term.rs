//! Closed vocabularies: one table per enum holds the canonical name, the Norwegian label and every accepted alias.

use std::fmt;

/// The language of a text: a parameter of every text, default from the round, never global state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Bokmål.
    #[default]
    Nb,
    /// English.
    En,
}

impl Language {
    /// Picks the text of this language.
    #[must_use]
    pub fn pick<'a>(self, nb: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Nb => nb,
            Self::En => en,
        }
    }
}

/// A value of a closed vocabulary.
///
/// Canonical names are ASCII and are what JSON, CSV and Arrow output carry; labels are what a person reads; all of them and further aliases
/// are accepted on input, folded by [`fold`].
pub trait Term: Copy + Eq + Ord + fmt::Debug + 'static {
    /// What the vocabulary is called in an error (English, Norwegian).
    const WHAT: (&'static str, &'static str);
    /// Every value, in order.
    fn all() -> &'static [Self];
    /// The canonical ASCII name.
    fn name(self) -> &'static str;
    /// The label in bokmål.
    fn nb(self) -> &'static str;
    /// The label in English.
    fn en(self) -> &'static str;
    /// Further accepted spellings.
    fn aliases(self) -> &'static [&'static str];

    /// The label in a language.
    fn label(self, language: Language) -> &'static str {
        language.pick(self.nb(), self.en())
    }

    /// Reads a canonical name, a label or an alias, whatever its case, spaces, hyphens or Norwegian letters.
    fn read(text: &str) -> Option<Self> {
        let text = fold(text);
        Self::all().iter().copied().find(|value| {
            let labels = [value.name(), value.nb(), value.en()];
            labels.iter().chain(value.aliases()).any(|spelling| fold(spelling) == text)
        })
    }
}

/// Folds a spelling for comparison: lower case, `æ ø å` as `ae o a`, and only letters and digits kept.
///
/// `aa`, `oe` and `ae` fold like the letters they stand for, so that «småhus», «smaahus» and «Smahus» are one word.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'æ' | 'ä' => folded.push_str("ae"),
            'ø' | 'ö' => folded.push('o'),
            'å' => folded.push('a'),
            'é' | 'è' => folded.push('e'),
            other if other.is_alphanumeric() => folded.push(other),
            _ => {}
        }
    }
    folded.replace("aa", "a").replace("oe", "o")
}

/// Defines a vocabulary together with its one table: the canonical name (with an English label, where that is another), the label in
/// bokmål, and aliases.
macro_rules! terms {
    (@en $canonical:literal) => { $canonical };
    (@en $canonical:literal $en:literal) => { $en };
    (
        $(#[$meta:meta])*
        pub enum $name:ident: $what_en:literal, $what_nb:literal {
            $( $(#[$value_meta:meta])* $value:ident = $canonical:literal $(| $en:literal)?, $nb:literal $(, $alias:literal)* ; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $(#[$value_meta])* #[serde(rename = $canonical)] $value, )+
        }

        impl $crate::problem::term::Term for $name {
            const WHAT: (&'static str, &'static str) = ($what_en, $what_nb);
            fn all() -> &'static [Self] {
                &[ $( Self::$value, )+ ]
            }
            fn name(self) -> &'static str {
                match self { $( Self::$value => $canonical, )+ }
            }
            fn nb(self) -> &'static str {
                match self { $( Self::$value => $nb, )+ }
            }
            fn en(self) -> &'static str {
                match self { $( Self::$value => $crate::problem::term::terms!(@en $canonical $($en)?), )+ }
            }
            fn aliases(self) -> &'static [&'static str] {
                match self { $( Self::$value => &[ $( $alias, )* ], )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::problem::term::Term::name(*self))
            }
        }
    };
}
pub(crate) use terms;
