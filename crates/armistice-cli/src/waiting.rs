//! Waiting for a long analysis: a bar when it takes longer than a second, and an end when it takes longer than wanted.

#![allow(clippy::disallowed_types, reason = "the edge, where time is measured")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use armistice::analysis::Watch;

use crate::progress::Progress;

/// From then on it is shown how far it is.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bar is drawn no more often than this.
const REDRAWN: Duration = Duration::from_millis(100);

/// Whether Ctrl-C was pressed.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Waits for an analysis.
pub(crate) struct Waiting {
    since: Instant,
    budget: Option<Duration>,
    bar: Mutex<Bar>,
}

struct Bar {
    progress: Progress,
    drawn: Duration,
}

impl Waiting {
    /// Waits as long as the budget lasts, or to the end. Ctrl-C ends the analysis; pressed again, the program.
    pub(crate) fn new(budget: Option<Duration>) -> Self {
        // Without it Ctrl-C ends the program, as it would anyway.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        let bar = Bar { progress: Progress::new(true), drawn: Duration::ZERO };
        Self { since: Instant::now(), budget, bar: Mutex::new(bar) }
    }

    /// Takes the bar away.
    pub(crate) fn done(&self) {
        if let Ok(mut bar) = self.bar.lock() {
            bar.progress.clear();
        }
    }
}

impl Watch for Waiting {
    fn goes_on(&self, done: u64, of: u64) -> bool {
        let passed = self.since.elapsed();
        if passed > PATIENCE
            && let Ok(mut bar) = self.bar.try_lock()
            && passed > bar.drawn + REDRAWN
        {
            bar.drawn = passed;
            let percent = (u128::from(done) * 100 / u128::from(of.max(1))) as usize;
            bar.progress.show(percent, 100, "%");
        }
        !INTERRUPTED.load(Ordering::Relaxed) && self.budget.is_none_or(|budget| passed < budget)
    }
}
