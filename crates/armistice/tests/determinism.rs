//! Same case, same bytes, on any number of threads.

mod support;

use armistice::analysis::{Settings, analyze};
use armistice::report::{json, prose};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn results_do_not_depend_on_threads(asked in support::random::asked(), case in support::random::broad()) {
        for case in [asked.case, case] {
            let said = |threads: usize| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                let found = pool.install(|| analyze(&case, &Settings::default())).unwrap();
                (prose::verdict(&case, &found), json::analysis(&case, &found, &[]).to_string())
            };
            let one = said(1);
            for threads in [2, 3, 8] {
                prop_assert_eq!(&one, &said(threads), "{} threads", threads);
            }
        }
    }
}
