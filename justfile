# Everything a change must pass.
default: check

# Format, lint and test, as CI does.
check:
    .ci/run

# Run all tests.
test *arguments:
    cargo test {{arguments}}

# Lint without running anything.
lint:
    cargo clippy --all-targets -- -D warnings

# Format the Rust sources.
fmt:
    cargo fmt

# Measure the pipeline, or many reports: `just bench --bench batch -- 100 1000`.
bench *arguments:
    cargo bench {{arguments}}

# Build a program that needs no libraries of the system and starts sooner (Linux).
static:
    cargo rustc --locked --release --bin gouji -- -C target-feature=+crt-static

# Check the example project with its own rules.
check-example:
    cd examples && cargo run --quiet -- check --exit-zero
