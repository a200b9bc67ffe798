#![no_main]

#[path = "../checks/mod.rs"]
mod checks;
mod mutate;

libfuzzer_sys::fuzz_target!(|text: &str| -> libfuzzer_sys::Corpus {
    // What has no verdict is a matter of the target `case`, and nothing to start from here.
    if checks::verdict::check(text) { libfuzzer_sys::Corpus::Keep } else { libfuzzer_sys::Corpus::Reject }
});
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});
