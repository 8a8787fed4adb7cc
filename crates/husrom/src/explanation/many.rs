//! Many questions at once, on all cores: why nobody who waits has a home, and why homes stand empty.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use super::{Cause, ExplainError, Explainer, Subject, Why};

/// A question of many that has been answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answered {
    /// How many have been, this one among them.
    pub number: usize,
    /// Of how many.
    pub total: usize,
    /// What it was about: a household, a home, a rule, a pair.
    pub about: String,
    /// How long it took.
    pub seconds: f64,
}

impl<'a> Explainer<'a> {
    /// Is told of each question of many once it is answered.
    #[must_use]
    pub fn progress(mut self, told: impl Fn(&Answered) + Send + Sync + 'a) -> Self {
        self.progress = Some(Box::new(told));
        self
    }

    /// Why each household that waits has no home, by household, then why each vacant home stands empty, by home. Where the flag has been
    /// set, what is left is not solved, and says so.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn all(&self) -> Result<Vec<Why>, ExplainError> {
        let outcome = self.allocation.outcome();
        let households = outcome.unplaced.iter().map(|it| Subject::Household(it.household.clone()));
        let subjects: Vec<Subject> = households.chain(outcome.vacant.iter().map(|it| Subject::Home(it.unit.clone()))).collect();
        // Once for all, and not by one of them while others wait.
        self.counted();
        self.each(&subjects, Subject::name, |subject| match subject {
            _ if self.interrupt.is_set() => Ok(Why { causes: vec![Cause::NotSolved], ..Why::of(subject.clone(), None) }),
            Subject::Household(household) => self.why(household),
            Subject::HouseholdInHome(household, unit) => self.why_not(household, unit),
            Subject::Home(unit) => self.why_vacant(unit),
        })
    }

    /// Answers many questions, in their order: each on one thread, as many at a time as there are threads.
    pub(super) fn each<Q: Sync, A: Send>(
        &self,
        questions: &[Q],
        name: impl Fn(&Q) -> String + Sync,
        answer: impl Fn(&Q) -> Result<A, ExplainError> + Sync,
    ) -> Result<Vec<A>, ExplainError> {
        // Whoever prepares this in a pool may begin another question meanwhile, and that would wait for it.
        self.prepared();
        let (done, total) = (AtomicUsize::new(0), questions.len());
        let one = |question: &Q| {
            let started = Instant::now();
            let answer = answer(question)?;
            let number = done.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(told) = &self.progress {
                told(&Answered { number, total, about: name(question), seconds: started.elapsed().as_secs_f64() });
            }
            Ok(answer)
        };
        let all = || questions.par_iter().with_max_len(1).map(one).collect();
        let threads = self.threads.filter(|_| rayon::current_thread_index().is_none());
        match threads.map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build()) {
            Some(Ok(pool)) => pool.install(all),
            _ => all(),
        }
    }
}
