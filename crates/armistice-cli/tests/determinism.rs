//! The same case gives the same bytes on any number of threads, on the screen and as JSON.

mod support;

use support::Folder;

/// Numbers that look random, the same on every machine (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A case of `issues` issues with `options` options each, three signatories who want random things, and everything that couples issues:
/// red lines, a precondition, links, combinations that cannot occur. `no_deal` points to each, from which it hangs whether there is a deal.
fn case(seed: u64, issues: u64, options: u64, no_deal: u64) -> String {
    let mut random = Numbers(seed);
    let every = |word: &dyn Fn(u64) -> String| (0..issues).map(word).collect::<Vec<_>>().join(", ");
    let mut text =
        format!("format = 1\ntitle = \"Case {seed}\"\nstatus_quo = {{ {} }}\n", every(&|j| format!("i{j} = \"o0\"")));
    for party in ["hill", "vale", "dale"] {
        text += &format!("[parties.{party}]\nconsent = true\nno_deal = {no_deal}\n");
    }
    for j in 0..issues {
        let names: Vec<String> = (0..options).map(|o| format!("\"o{o}\"")).collect();
        text += &format!("[issues.i{j}]\noptions = [{}]\ncontrol = [\"hill\", \"vale\"]\n", names.join(", "));
    }
    for party in ["hill", "vale", "dale"] {
        text += &format!("[preferences.{party}]\n");
        for j in 0..issues {
            // Steps of ten, so that many outcomes are worth the same.
            let scores: Vec<String> = (0..options).map(|o| format!("o{o} = {}", 10 * random.below(11))).collect();
            text += &format!("scores.i{j} = {{ {} }}\n", scores.join(", "));
        }
    }
    let mut test = || format!("i{} = o{}", random.below(issues), random.below(options));
    for (k, party) in ["hill", "vale", "dale", "hill"].iter().enumerate() {
        text +=
            &format!("[[red_lines]]\nid = \"r{k}\"\nparty = \"{party}\"\nrefuses = \"{} and {}\"\n", test(), test());
        text += &format!("[[links]]\nparty = \"{party}\"\nwhen = \"{} or {}\"\npoints = {}\n", test(), test(), k + 1);
    }
    text += "[[preconditions]]\nid = \"p\"\nparty = \"dale\"\nfirst = \"i0 != o0\"\nbefore = \"i1 = o1\"\n";
    text += &format!("[[infeasible]]\nwhen = \"not i0 = o0 and {} and {}\"\n", test(), test());
    text += &format!("[[goals]]\nid = \"g\"\ncondition = \"{}\"\n", test());
    text
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let folder = Folder::new("threads");
    // From a few combinations to more than a million, with deals and without.
    let sizes =
        [(1, 2, 3, 30), (2, 3, 4, 45), (3, 5, 4, 55), (4, 5, 4, 99), (5, 8, 4, 55), (6, 6, 10, 60), (7, 10, 4, 99)];
    for (seed, issues, options, no_deal) in sizes {
        folder.write(&format!("case-{seed}/case.toml"), case(seed, issues, options, no_deal));
    }
    let made = sizes.map(|(seed, ..)| format!("case-{seed}"));
    let bundled = ["nile/gerd-2020", "ukraine/istanbul-2025"].map(str::to_owned);
    let (mut deals, mut without) = (0, 0);
    for name in made.iter().chain(&bundled) {
        for json in [&["--json"][..], &[]] {
            let on = |threads: &str| folder.run(&[&["analyze", name, "--threads", threads], json].concat()).fine().out;
            let one = on("1");
            for threads in ["2", "3", "16"] {
                assert!(one == on(threads), "{name} {json:?} on {threads} threads");
            }
            // Once more, on as many as there are cores.
            assert!(one == folder.run(&[&["analyze", name], json].concat()).fine().out, "{name} {json:?}");
            deals += usize::from(one.contains("\"status\": \"deal\""));
            without += usize::from(one.contains("\"status\": \"no_deal\""));
        }
    }
    assert!(deals >= 2 && without >= 2, "{deals} with deals, {without} without");
}
