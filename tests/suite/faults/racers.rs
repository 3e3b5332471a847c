//! Many processes that want to be the one that writes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout, Stdio};

use backstride_core::Error;
use backstride_core::vault::Vault;

use super::{NOW, child, place, prepared, small_profile};

const RACERS: usize = 50;
const ROUNDS: usize = 100;

#[test]
fn of_fifty_racing_processes_exactly_one_writes_in_each_of_a_hundred_rounds() {
    const THIS: &str =
        "faults::racers::of_fifty_racing_processes_exactly_one_writes_in_each_of_a_hundred_rounds";
    if let Some(place) = prepared() {
        let mut held = None;
        for line in std::io::stdin().lines() {
            match line.expect("told").as_str() {
                "go" => match Vault::open(&place, NOW) {
                    Ok(vault) => {
                        assert!(vault.writable());
                        held = Some(vault);
                        println!("told writer");
                    }
                    Err(Error::Busy) => println!("told busy"),
                    Err(error) => println!("told {error:?}"),
                },
                "blind" => {
                    // What the lock is there for: without it everybody gets in.
                    let opened = backstride_core::db::open_diary(&place);
                    println!("told {}", if opened.is_ok() { "writer" } else { "busy" });
                }
                _ => {
                    held = None;
                    println!("told done");
                }
            }
            std::io::stdout().flush().expect("told");
        }
        drop(held);
        return;
    }
    let dir = place();
    small_profile(dir.path(), 3);
    let mut racers: Vec<(std::process::Child, ChildStdin, BufReader<ChildStdout>)> = (0..RACERS)
        .map(|_| {
            let mut running = child(&[], THIS, dir.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("starts");
            let (into, out) = (running.stdin.take(), running.stdout.take());
            (
                running,
                into.expect("piped"),
                BufReader::new(out.expect("piped")),
            )
        })
        .collect();
    let mut ask = |word: &str| -> Vec<String> {
        for (_, into, _) in &mut racers {
            writeln!(into, "{word}").expect("told");
        }
        racers
            .iter_mut()
            .map(|(_, _, out)| {
                let mut line = String::new();
                loop {
                    line.clear();
                    assert!(
                        out.read_line(&mut line).expect("read") > 0,
                        "a racer is gone"
                    );
                    if let Some(at) = line.find("told ") {
                        return line[at + 5..].trim().to_owned();
                    }
                }
            })
            .collect()
    };
    let (mut writers, mut refused, mut wrong) = (0, 0, 0);
    for _ in 0..ROUNDS {
        let answers = ask("go");
        let won = answers.iter().filter(|it| *it == "writer").count();
        refused += answers.iter().filter(|it| *it == "busy").count();
        writers += won;
        wrong += usize::from(won != 1 || answers.iter().any(|it| it != "writer" && it != "busy"));
        ask("rest");
    }
    let blind = ask("blind").iter().filter(|it| *it == "writer").count();
    println!(
        "racers: {} attempted, {writers} writers in {ROUNDS} rounds, {refused} refused, {wrong} rounds without exactly one; control without the lock: {blind} at once",
        RACERS * ROUNDS
    );
    for (mut running, into, _) in racers {
        drop(into);
        running.wait().expect("ended");
    }
    assert!(blind > 1, "the control has to fail");
    assert_eq!(
        (writers, refused, wrong),
        (ROUNDS, (RACERS - 1) * ROUNDS, 0)
    );
}
