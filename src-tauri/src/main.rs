//! The program `backstride`: reads the command line, then either does one thing in the shell or opens the window.
#![cfg_attr(windows, windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    backstride::main()
}
