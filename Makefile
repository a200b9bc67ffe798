.PHONY: run test check peers scores fuzz reference book

# The verdict on a bundled case.
run:
	cargo run --release --quiet --package armistice-cli -- analyze ukraine/istanbul-2025

# Every test. cargo-nextest runs them faster where it is installed; it leaves out the examples in doc comments.
test:
	@if cargo nextest --version >/dev/null 2>&1; then \
		cargo test --workspace --doc --quiet && cargo nextest run --workspace; \
	else \
		cargo test --workspace; \
	fi

# What a change must pass before it is merged.
check:
	.ci/run

# The same scenarios to Armistice and to NegMAS, compared and measured. The first run needs the network and some minutes.
peers:
	bench/peers/negmas.py

# How well the reader reads its gold corpus, put into docs/reader.md.
scores:
	bench/scores.py --write

# Every fuzz target for a minute, or for FUZZ_SECONDS; cargo-fuzz is installed under target/ where it is missing.
fuzz:
	fuzz/run

# docs/commands.md, from the command's own definitions.
reference:
	cargo build --quiet --package armistice-cli
	cargo run --quiet --package armistice-cli -- man --markdown > docs/commands.md

# The book in docs/, as pages in target/book. mdbook is built into target/tools where it is not installed: that takes minutes, once.
book:
	@command -v mdbook >/dev/null || test -x target/tools/bin/mdbook || \
		cargo install mdbook --locked --root target/tools --no-default-features --features search
	PATH="$$PATH:$$PWD/target/tools/bin" mdbook build docs
	@echo "open target/book/index.html"
