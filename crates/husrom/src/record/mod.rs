//! The decision record: one file in which a round, what came out of it and the proof are kept, to be checked months later.
//!
//! It holds the problem frozen (with rules, goals, settings and seed), the options, the outcome with its certificates, the reasons in
//! words, what it was made with, and a digest over all of it. [`Record::verify`] checks it without solving, [`Record::resolve`] solves it
//! again and says how alike the two must be. Two views are drawn from it: [`Record::appeals_body`] and [`Record::party`].
//!
//! The digest finds a changed byte; it is no signature, and who changes a record can seal it anew. Keep it apart from the record, as
//! in the case file or the letter, and compare.
//!
//! ```
//! use husrom::record::{Record, Sameness};
//! use husrom::{Problem, allocate};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let problem = Problem::from_json(r#"{
//!     "schema": "husrom/1",
//!     "round": {"id": "2026-uke-48", "date": "2026-11-24"},
//!     "sites": [{"id": "Nyhavn", "category": "smaahus"}],
//!     "units": [{"id": "Nyhavn 1", "site": "Nyhavn", "name": "Nyhavnsveien 1"}],
//!     "applicants": [{"id": "S-104", "class": 1, "situation": "homeless"}, {"id": "S-088", "class": 2, "situation": "homeless"}]
//! }"#)?;
//! let record = allocate(&problem).run()?.record();
//! let file = record.to_bytes();
//!
//! // Months later, on another machine: nothing has been changed, all of it holds, and it comes out the same.
//! let kept = Record::from_bytes(file)?;
//! assert!(kept.verify()?.is_sealed());
//! let again = kept.resolve(Some(1))?;
//! assert_eq!(again.sameness, Sameness::Proved);
//! assert!(again.is_same());
//!
//! // A changed byte is found.
//! let changed = String::from_utf8(file.to_vec())?.replace("S-088", "S-089");
//! assert!(Record::from_bytes(changed)?.verify().is_err());
//!
//! // For an appeals body: no address, and it verifies like the record. For the party: own facts, nobody else.
//! let view = kept.appeals_body()?;
//! assert!(view.verify()?.is_sealed() && !String::from_utf8_lossy(view.to_bytes()).contains("Nyhavnsveien"));
//! assert!(!kept.party(&"S-104".into())?.to_json().contains("S-088"));
//! # Ok(())
//! # }
//! ```

mod appeals_body;
mod canonical;
mod content;
mod explained;
mod faults;
mod party;
mod party_text;
mod read;
mod reasons;
mod resolve;
mod verify;

pub use appeals_body::ViewError;
pub use content::{LeftOut, Moment, SCHEMA, StatedReason, Versions, View};
pub use faults::{RecordFault, RecordFaults};
pub use party::{OwnFacts, OwnHome, Party, PartyGoal, PartyRule};
pub use read::RecordError;
pub use resolve::{Difference, Resolved, Sameness};
pub use verify::{Verified, VerifiedLevel};

use content::{About, Content};

use crate::allocation::{Allocation, Outcome};
use crate::problem::Problem;

/// A round, what came out of it, and the proof, as one file.
///
/// It is the bytes of that file: what is read and written again is not sealed anew. Two are equal if their bytes are.
#[derive(Clone, Debug)]
pub struct Record {
    bytes: Vec<u8>,
    allocation: Allocation,
    about: About,
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Record {}

impl Record {
    /// Freezes an allocation, with the reasons that it gives itself.
    #[must_use]
    pub fn of(allocation: &Allocation) -> Self {
        let mut outcome = allocation.outcome().clone();
        // JSON has no infinity; the largest number asks for as little.
        if !outcome.options.gap.is_finite() {
            outcome.options.gap = f64::MAX;
        }
        let reasons = reasons::given_in(&outcome);
        let about = About { versions: Some(Versions::here()), reasons, ..About::default() };
        Self::sealed(Allocation::new(allocation.shared_problem(), outcome), about)
    }

    /// With further reasons, after those that it has: a new record, sealed anew. Verify first what has been read.
    #[must_use]
    pub fn with_reasons(self, reasons: impl IntoIterator<Item = StatedReason>) -> Self {
        let Self { allocation, mut about, .. } = self;
        about.reasons.extend(reasons);
        Self::sealed(allocation, about)
    }

    /// With the moment at which it was made; the engine itself asks no clock. Sealed anew, as by [`Record::with_reasons`].
    #[must_use]
    pub fn made(self, moment: Moment) -> Self {
        let Self { allocation, about, .. } = self;
        Self::sealed(allocation, About { made: Some(moment), ..about })
    }

    /// Reads a record: `husrom-record/1`, or `husrom-allocation/1`, which has no digest. It is read, not believed: see
    /// [`Record::verify`].
    ///
    /// # Errors
    /// [`RecordError`] if it is no such thing.
    pub fn from_bytes(bytes: impl AsRef<[u8]>) -> Result<Self, RecordError> {
        let bytes = bytes.as_ref().to_vec();
        let (allocation, about) = read::read(&bytes)?;
        Ok(Self { bytes, allocation, about })
    }

    /// The file: JSON in UTF-8, as it was read, or sealed.
    #[must_use]
    pub fn to_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The digest that stands in it; `None` if it is of a form without one.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        self.about.digest.as_deref()
    }

    /// The form it is of, as in [`SCHEMA`].
    #[must_use]
    pub fn schema(&self) -> &str {
        &self.about.schema
    }

    /// What it was made with, where it says so.
    #[must_use]
    pub fn versions(&self) -> Option<&Versions> {
        self.about.versions.as_ref()
    }

    /// When it was made, where the office said so.
    #[must_use]
    pub fn made_at(&self) -> Option<Moment> {
        self.about.made
    }

    /// From what it is drawn and what it lacks, if it is a view.
    #[must_use]
    pub fn view(&self) -> Option<&View> {
        self.about.view.as_ref()
    }

    /// The allocation in it, as it stands.
    #[must_use]
    pub fn allocation(&self) -> &Allocation {
        &self.allocation
    }

    /// The problem, with the goals and seed of the run.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        self.allocation.problem()
    }

    /// What came out.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        self.allocation.outcome()
    }

    /// The reasons in words: those of the outcome, then those stated.
    #[must_use]
    pub fn reasons(&self) -> &[StatedReason] {
        &self.about.reasons
    }

    /// Writes and seals a record in the form of today.
    fn sealed(allocation: Allocation, about: About) -> Self {
        let seed = allocation.problem().seed();
        let content = Content {
            schema: SCHEMA.to_owned(),
            versions: about.versions.clone(),
            made: about.made,
            view: about.view.clone(),
            seed,
            problem: serde_json::from_str(&allocation.problem().to_json()).unwrap_or_default(),
            outcome: allocation.outcome().clone(),
            reasons: about.reasons.clone(),
        };
        // Texts, numbers and lists of them always have a form in JSON.
        let sealed = canonical::seal(&serde_json::to_value(&content).unwrap_or_default());
        let about = About { schema: content.schema, seed: Some(seed), digest: Some(sealed.digest), ..about };
        Self { bytes: sealed.bytes, allocation, about }
    }
}

impl Allocation {
    /// The decision record of this allocation.
    #[must_use]
    pub fn record(&self) -> Record {
        Record::of(self)
    }

    /// The allocation with its problem, as the JSON of its [`Record`].
    #[must_use]
    pub fn to_json(&self) -> String {
        String::from_utf8(self.record().bytes).unwrap_or_default()
    }

    /// An allocation that [`to_json`](Self::to_json) wrote, now or in an older version. It is read, not believed:
    /// [`Allocation::check`], [`crate::proof::verify`] and [`Record::verify`] tell whether it stands.
    ///
    /// # Errors
    /// [`RecordError`] if it is no such thing.
    pub fn from_json(text: &str) -> Result<Self, RecordError> {
        Ok(Record::from_bytes(text)?.allocation)
    }
}
