//! Dates, numbers and attributes as a person reads them.

use super::Date;
use super::term::Language;

const MONTHS: [(&str, &str); 12] = [
    ("januar", "January"),
    ("februar", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("mai", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("august", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("desember", "December"),
];

/// Attributes with what a caseworker calls them.
const ATTRIBUTES: [(&str, &str, &str); 37] = [
    ("gender", "kjønn", "gender"),
    ("age", "alder", "age"),
    ("violence", "vold og trusler", "violence and threats"),
    ("noise", "bråk og besøk", "noise and visitors"),
    ("fire", "brannfare og samling", "fire risk and hoarding"),
    ("damage", "skade på eiendom", "damage to property"),
    ("course", "rusforløp", "substance course"),
    ("severity", "hovedforløp", "severity course"),
    ("vulnerable", "sårbarhet", "vulnerability"),
    ("child", "barn", "child"),
    ("motivated", "motivasjon", "motivation"),
    ("specialist_agreement", "avtale med spesialisthelsetjenesten", "the agreement with the specialist service"),
    ("on_waiting_list", "venteliste", "the waiting list"),
    ("treatment_months", "behandling", "treatment"),
    ("situation", "bosituasjonen", "the housing situation"),
    ("children", "barn", "children"),
    ("profiles", "profil", "profile"),
    ("consents", "samtykke", "consent"),
    ("allowed_categories", "boligtype i vedtaket", "kind of home decided"),
    ("needs_staffing", "behovet for bemanning", "the staffing needed"),
    ("needs_robust", "behovet for robust bolig", "the need for a robust home"),
    ("needs_accessible", "behovet for tilgjengelig bolig", "the need for an accessible home"),
    ("needs_distance", "behovet for avstand", "the need for distance"),
    ("needs_shielding", "behovet for skjerming", "the need for shielding"),
    ("support_hours", "timer oppfølging i uka", "hours of support a week"),
    ("district", "bydel", "district"),
    ("municipality", "kommune", "municipality"),
    ("max_rent", "husleie", "rent"),
    ("persons", "husstandens størrelse", "size of the household"),
    ("requires", "krav til boligen", "requirements of the home"),
    ("permanence", "varighet", "permanence"),
    ("housed_by", "frist for innflytting", "to be housed by"),
    ("refused_categories", "boligtype", "kind of home"),
    ("refused_districts", "bydel", "district"),
    ("refused_sites", "bosted", "site"),
    ("barred_sites", "bosted", "site"),
    ("owes", "utleier", "landlord"),
];

impl Language {
    /// What a caseworker calls an attribute of the tables; an office's own dimension keeps its name.
    #[must_use]
    pub fn attribute(self, name: &str) -> &str {
        ATTRIBUTES.iter().find(|(known, _, _)| *known == name).map_or(name, |(_, nb, en)| self.pick(nb, en))
    }

    /// A date: `24. november 2026`, `24 November 2026`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs()).checked_sub(1).and_then(|at| MONTHS.get(at));
        let (nb, en) = month.copied().unwrap_or_default();
        format!("{}{} {} {}", date.day(), self.pick(".", ""), self.pick(nb, en), date.year())
    }

    /// An integer with its thousands apart: `63 000` with a space that does not break, `63,000`. In bokmål four digits stay together.
    #[must_use]
    pub fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let apart = match self {
            Self::Nb if digits.len() > 4 => "\u{a0}",
            Self::Nb => "",
            Self::En => ",",
        };
        let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect::<Vec<_>>();
        format!("{}{}", if number < 0 { "−" } else { "" }, groups.join(apart))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_are_written_as_they_are_read() {
        let date = jiff::civil::date(2026, 5, 7);
        assert_eq!((Language::Nb.date(date), Language::En.date(date)), ("7. mai 2026".to_owned(), "7 May 2026".to_owned()));
        let numbers =
            [(0, "0", "0"), (-3, "−3", "−3"), (9_000, "9000", "9,000"), (1_063_000, "1\u{a0}063\u{a0}000", "1,063,000")];
        for (number, nb, en) in numbers {
            assert_eq!((Language::Nb.number(number), Language::En.number(number)), (nb.to_owned(), en.to_owned()));
        }
    }
}
