//! Counting tests from what the test programs themselves print at the end.

use std::fmt;

/// How many passed and how many failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests or checks that passed.
    pub passed: u32,
    /// Tests or checks that failed.
    pub failed: u32,
}

impl Count {
    /// The sum of two counts.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// nextest: `Summary [ 1.2s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 2 skipped`.
pub fn nextest(text: &str) -> Count {
    let summary = text
        .lines()
        .rev()
        .find(|line| line.trim_start().starts_with("Summary ["));
    let Some((_, counts)) = summary.and_then(|line| line.split_once("run:")) else {
        return Count::default();
    };
    let mut count = Count::default();
    for part in counts.split(',') {
        let (number, word) = number_and_word(part);
        match word {
            "passed" => count.passed += number,
            "failed" | "timed" | "exec" => count.failed += number,
            _ => {}
        }
    }
    count
}

/// cargo test: each `test result: ok. 12 passed; 0 failed; ...` line, summed.
pub fn cargo_test(text: &str) -> Count {
    let mut count = Count::default();
    for line in text.lines() {
        let Some(rest) = line.trim_start().strip_prefix("test result:") else {
            continue;
        };
        let rest = rest.split_once('.').map_or(rest, |(_, counts)| counts);
        for part in rest.split(';') {
            let (number, word) = number_and_word(part);
            match word {
                "passed" => count.passed += number,
                "failed" => count.failed += number,
                _ => {}
            }
        }
    }
    count
}

/// vitest: `Tests  1 failed | 11 passed (12)`.
pub fn vitest(text: &str) -> Count {
    let mut count = Count::default();
    for line in text.lines() {
        let Some(rest) = line.trim_start().strip_prefix("Tests ") else {
            continue;
        };
        for part in rest.split('|') {
            let (number, word) = number_and_word(part);
            match word {
                "passed" => count.passed += number,
                "failed" => count.failed += number,
                _ => {}
            }
        }
    }
    count
}

fn number_and_word(part: &str) -> (u32, &str) {
    let mut words = part.split_whitespace();
    let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    (number, words.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_of_each_program_is_read() {
        let text = "     Summary [   0.019s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 4 skipped\n";
        assert_eq!(
            nextest(text),
            Count {
                passed: 3,
                failed: 2
            }
        );
        let text = "test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: FAILED. 2 passed; 1 failed; 0 ignored";
        assert_eq!(
            cargo_test(text),
            Count {
                passed: 5,
                failed: 1
            }
        );
        let text = " Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 11 passed (12)\n";
        assert_eq!(
            vitest(text),
            Count {
                passed: 11,
                failed: 1
            }
        );
    }

    #[test]
    fn words_that_only_look_like_a_summary_count_nothing() {
        assert_eq!(nextest("all 12 passed"), Count::default());
        assert_eq!(cargo_test("12 passed; 0 failed"), Count::default());
        assert_eq!(vitest("12 passed"), Count::default());
    }
}
