//! Rule: no text names a folder of somebody's machine.

use super::Problem;
use crate::repo::Text;

/// Built from pieces, so that this file does not break its own rule.
fn banned() -> [String; 6] {
    ["home", "root", "Users", "work", "tmp", "var/folders"].map(|folder| format!("/{folder}/"))
}

/// Refuses absolute paths into a person's or a build machine's folders.
pub fn check(texts: &[Text]) -> Vec<Problem> {
    let banned = banned();
    let mut problems = Vec::new();
    for text in texts {
        for (index, line) in text.text.lines().enumerate() {
            for path in &banned {
                if names(line, path) {
                    let words = format!(
                        "`{path}` is a folder of one machine; use a relative or a temporary path"
                    );
                    problems.push(Problem::new(&text.path, index + 1, words));
                }
            }
        }
    }
    problems
}

/// Only a path that starts here counts: `ui/src/tmp/` and `https://a.example/home/` do not.
fn names(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        !line[..at].ends_with(|it: char| it.is_alphanumeric() || "_-./:~$})".contains(it))
    })
}
