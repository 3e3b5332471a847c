//! What processes of one launch use: memory and processor time, as the kernel tells it.

use std::fs;
use std::io::{BufReader, Read as _};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use crate::shell;

/// The kernel counts processor time in hundredths of a second, whatever its own clock does.
const TICK_MS: u64 = 10;

/// Carries the name of a launch through all processes it starts.
pub const LAUNCH: &str = "BACKSTRIDE_LAUNCH";

/// A process of a launch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub pid: u32,
    /// Its program.
    pub program: PathBuf,
}

/// Every process that was started with this name in [`LAUNCH`], directly or by another one.
pub fn of_launch(name: &str) -> Vec<Process> {
    let mark = format!("{LAUNCH}={name}");
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|pid| {
            // A process that ended meanwhile or belongs to somebody else cannot be read and is not ours.
            fs::read(format!("/proc/{pid}/environ")).is_ok_and(|environ| {
                environ
                    .split(|byte| *byte == 0)
                    .any(|entry| entry == mark.as_bytes())
            })
        })
        .filter_map(|pid: u32| {
            let program = fs::read_link(format!("/proc/{pid}/exe")).ok()?;
            Some(Process { pid, program })
        })
        .collect()
}

/// The memory of the processes in megabytes, pages shared with others divided fairly (PSS).
pub fn memory_mb(processes: &[Process]) -> f64 {
    let kib: u64 = processes
        .iter()
        .filter_map(|it| fs::read_to_string(format!("/proc/{}/smaps_rollup", it.pid)).ok())
        .filter_map(|text| pss_kib(&text))
        .sum();
    kib as f64 * 1024.0 / 1e6
}

/// The processor time that the processes have used since they started.
pub fn busy(processes: &[Process]) -> Duration {
    let ticks: u64 = processes
        .iter()
        .filter_map(|it| fs::read_to_string(format!("/proc/{}/stat", it.pid)).ok())
        .filter_map(|text| ticks(&text))
        .sum();
    Duration::from_millis(ticks * TICK_MS)
}

/// How often the threads of a process have been put on a processor since they started.
pub fn wakes(pid: u32) -> u64 {
    threads(pid)
        .filter_map(|thread| fs::read_to_string(thread.join("status")).ok())
        .map(|text| switches(&text))
        .sum()
}

/// How many processes a process has started and that still run.
pub fn children(pid: u32) -> u32 {
    let lists = threads(pid).filter_map(|thread| fs::read_to_string(thread.join("children")).ok());
    let count: usize = lists.map(|list| list.split_whitespace().count()).sum();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How often a process has data written out to the disk in so long; `None` where it cannot be watched.
pub fn writes(pid: u32, span: Duration) -> Result<Option<u32>, String> {
    let mut strace = shell::command("strace");
    strace.args([
        "-f",
        "-qq",
        "-e",
        "trace=fsync,fdatasync",
        "-e",
        "signal=none",
    ]);
    strace.args(["-p", &pid.to_string()]);
    let Ok(mut watching) = strace
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
    else {
        return Ok(None);
    };
    let Some(lines) = watching.stderr.take() else {
        return Ok(None);
    };
    std::thread::sleep(span);
    if watching
        .try_wait()
        .map_err(|error| error.to_string())?
        .is_some()
    {
        return Ok(None);
    }
    ask_to_end(watching.id())?;
    let mut text = String::new();
    BufReader::new(lines)
        .read_to_string(&mut text)
        .map_err(|error| error.to_string())?;
    watching.wait().map_err(|error| error.to_string())?;
    let count = text.lines().filter(|line| line.contains("sync(")).count();
    Ok(Some(u32::try_from(count).unwrap_or(u32::MAX)))
}

fn threads(pid: u32) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(format!("/proc/{pid}/task"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
}

/// Both kinds of switches: going to sleep by itself and being put aside.
fn switches(status: &str) -> u64 {
    let lines = status.lines().filter(|line| line.contains("ctxt_switches"));
    lines
        .filter_map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .sum()
}

/// Asks a process to end, as the desktop does at log-out.
pub fn ask_to_end(pid: u32) -> Result<(), String> {
    shell::quiet(shell::command("kill").args(["-TERM", &pid.to_string()])).map(drop)
}

fn pss_kib(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// User and system time are the 14th and 15th field; the second may hold spaces inside its brackets.
fn ticks(stat: &str) -> Option<u64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(user + system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_is_understood() {
        let rollup = "5581-7ffd ---p 00000000 00:00 0 [rollup]\nRss:   9000 kB\nPss:   1234 kB\nPss_Dirty: 1 kB\n";
        assert_eq!(pss_kib(rollup), Some(1234));
        let stat = "42 (a (odd) name) S 1 42 42 0 -1 4194560 5 6 7 8 120 30 0 0 20 0 1 0 9 10 11";
        assert_eq!(ticks(stat), Some(150));
        assert_eq!(ticks("nonsense"), None);
        let status = "Name:\ta\nvoluntary_ctxt_switches:\t7\nnonvoluntary_ctxt_switches:\t2\n";
        assert_eq!(switches(status), 9);
    }
}
