//! Same case, same bytes, on any number of threads.

mod support;

use armistice::analysis::{Settings, analyze};
use armistice::report::json;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn results_do_not_depend_on_threads(case in support::random::broad()) {
        let bytes = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| analyze(&case, &Settings::default()).map(|a| json::analysis(&case, &a).to_string()))
        };
        prop_assert_eq!(bytes(1), bytes(3));
    }
}
