//! `triptych captures import`: a bundle into a folder that no Triptych has open.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use clap::Args;
use triptych_app::App;
use triptych_app::bundle::Line;
use triptych_core::capture::Judgement;

use crate::{Failure, Folder, print, runtime};

/// Take captures from a bundle into the data folder
///
/// They get new numbers, keep their bytes, times and answers, and are converted by this folder's settings. Refused while
/// Triptych has the folder open.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    folder: Folder,
    /// A bundle that `captures export` wrote; - is stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Import {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let lines = self.lines()?;
        runtime()?.block_on(self.take_in(lines))
    }

    /// All lines, before anything is written.
    fn lines(&self) -> Result<Vec<Line>, Failure> {
        let name = self.file.display();
        let unreadable = |error: std::io::Error| Failure::usage(format!("cannot read {name}: {error}"));
        let input: Box<dyn BufRead> = if self.file.as_os_str() == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(BufReader::new(std::fs::File::open(&self.file).map_err(unreadable)?))
        };
        let mut lines = Vec::new();
        for (number, text) in (1..).zip(input.lines()) {
            let text = text.map_err(unreadable)?;
            if text.trim().is_empty() {
                continue;
            }
            let wrong = |error| Failure::usage(format!("{name}, line {number}: {error}"));
            let line = Line::parse(&text).map_err(wrong)?;
            line.capture().map_err(wrong)?;
            lines.push(line);
        }
        Ok(lines)
    }

    async fn take_in(&self, lines: Vec<Line>) -> Result<(), Failure> {
        let app = super::open_quietly(&self.folder).await?;
        let taken = take_all(&app, &lines).await;
        app.close().await;
        print::text(&format!("{} captures taken in", taken?))?;
        Ok(())
    }
}

async fn take_all(app: &App, lines: &[Line]) -> Result<usize, Failure> {
    let mut numbers = HashMap::new();
    let mut last_accepted = 0;
    for line in lines {
        let capture = line.capture().map_err(Failure::usage)?;
        let is_accepted = capture.judgement == Judgement::Accepted;
        let parent = line.replay_of.and_then(|parent| numbers.get(&parent).copied());
        let id = app.store().append(capture, parent).await.map_err(Failure::refused)?;
        numbers.insert(line.id, id);
        if is_accepted {
            last_accepted = id;
        }
    }
    app.converted_to(last_accepted).await.map_err(Failure::refused)?;
    Ok(lines.len())
}
