#![no_main]

#[path = "../checks/mod.rs"]
mod checks;
mod mutate;

libfuzzer_sys::fuzz_target!(|text: &str| checks::gold::check(text));
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});
