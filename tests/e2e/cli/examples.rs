//! `examples/`: what the program says of it. `UPDATE_EXPECT=1 cargo test` writes the expectation again.

use expect_test::expect_file;

use super::{places, repository, run_in};

#[test]
fn the_report_on_the_examples() {
    let output = run_in(&repository(), "check examples/", "");
    expect_file!["examples.human.txt"].assert_eq(&format!("{}{}", output.out, output.err));
    assert_eq!(output.code, 1);
}

#[test]
fn the_generated_example_has_no_fault() {
    let output = run_in(&repository(), "check examples/generated --format json", "");
    assert_eq!((output.code, places(&output)), (0, Vec::new()));
}
