//! `cargo xtask sample`: `sample YEARS SEED DIR` writes the synthetic diary of [`years`] into a folder.

mod years;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Write as _;
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [years, seed, dir] => {
            let told = years::write(years.parse()?, seed.parse()?, dir.as_ref())?;
            Ok(writeln!(std::io::stdout(), "{told}")?)
        }
        _ => Err("sample YEARS SEED DIR".into()),
    }
}
