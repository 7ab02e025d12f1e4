//! `cargo xtask generate N [--data-dir DIR] [--seed S]`: a store of N captures, to see the app with much in it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use triptych_app::paths;
use triptych_tests::generate::requests::{APP_SECRET, TOKEN};
use triptych_tests::generate::store;

const USAGE: &str = "generate N [--data-dir DIR] [--seed S]";

struct Wanted {
    captures: u64,
    data_dir: PathBuf,
    seed: u64,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    let made = wanted(&args).and_then(|wanted| runtime.block_on(make(&wanted)));
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generate: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Makes the store and says what it holds.
async fn make(wanted: &Wanted) -> Result<()> {
    let Wanted { captures, data_dir, seed } = wanted;
    let start = Instant::now();
    let stored = store::make(data_dir, *captures, *seed, Vec::new()).await?;
    println!(
        "{stored} captures in {} (seed {seed}), made and converted in {:.0} s.\nApp token: {TOKEN}, app secret: \
         {APP_SECRET}",
        data_dir.display(),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn wanted(args: &[String]) -> Result<Wanted> {
    let [captures, options @ ..] = args else { bail!("usage: {USAGE}") };
    let captures = captures.replace(['_', ','], "");
    let captures = captures.parse().ok().filter(|&captures| captures > 0).context("N is a number from 1")?;
    let (mut data_dir, mut seed) = (None, 1);
    for option in options.chunks(2) {
        match option {
            [name, value] if name == "--data-dir" => data_dir = Some(PathBuf::from(value)),
            [name, value] if name == "--seed" => seed = value.parse().context("--seed takes a number")?,
            _ => bail!("{} is not understood; usage: {USAGE}", option[0]),
        }
    }
    Ok(Wanted { captures, data_dir: paths::data_dir(data_dir).map_err(anyhow::Error::msg)?, seed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_read_and_what_is_wrong_is_named() {
        let read = |args: &str| wanted(&args.split(' ').map(str::to_owned).collect::<Vec<_>>());
        let found = read("100,000 --seed 9 --data-dir /d").expect("fine");
        assert_eq!((found.captures, found.seed, found.data_dir), (100_000, 9, PathBuf::from("/d")));
        for (args, part) in [("0", "from 1"), ("x", "from 1"), ("5 --seed", "--seed"), ("5 --sed 1", "--sed")] {
            let error = read(args).err().expect(args).to_string();
            assert!(error.contains(part), "{args}: {error}");
        }
    }
}
