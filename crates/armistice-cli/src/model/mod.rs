//! `--model`: claims drafted with the help of a language model, by any server that speaks the OpenAI chat protocol.
//!
//! What a model says is a proposal: a claim is taken only if its quote stands in the text to the letter, once. Whatever goes wrong leaves the built-in
//! draft standing, with a warning. Texts go to other machines only when that is asked for.

mod answer;
mod ask;
mod endpoint;
mod names;
mod pieces;
mod together;

use armistice::case::Claims;
use armistice_reader::SourceText;
use clap::Args;

use crate::failure::Failure;
use crate::screen::{self, count};
use answer::{Drafted, Untaken};
use ask::{Key, Model, Trouble};
use endpoint::Endpoint;

/// Where a server's key is taken from: it would be seen by others on the command line.
const KEY: &str = "ARMISTICE_MODEL_KEY";
/// Pieces that are sent at most: about a megabyte.
const MOST_PIECES: usize = 200;
/// Answers in a row that are of no use before no more are asked for.
const MOST_TROUBLES: usize = 3;
/// Seconds for an answer, where nothing else is said. Large models on small machines are slow.
const SECONDS: u64 = 180;

#[derive(Args, Debug)]
pub(crate) struct ModelArgs {
    /// Let a model draft claims, too: the address of a server that speaks the OpenAI chat protocol, and the model's name
    #[arg(long, num_args = 2, value_names = ["URL", "NAME"])]
    model: Vec<String>,
    /// Seconds to wait for each of the model's answers
    #[arg(long, value_name = "SECONDS", default_value_t = SECONDS, value_parser = clap::value_parser!(u64).range(1..=86_400), requires = "model")]
    model_timeout: u64,
    /// Let the texts go to a model on another machine
    #[arg(long, requires = "model")]
    model_remote: bool,
}

impl ModelArgs {
    /// The model, if one is asked for. Fails where it must not be asked: before anything is sent.
    fn model(&self) -> Result<Option<Model>, Failure> {
        let [url, name] = self.model.as_slice() else { return Ok(None) };
        let endpoint = Endpoint::parse(url)?;
        if !endpoint.is_local() && !self.model_remote {
            return Err(Failure::input(format!("`{url}` is not on this machine, and the texts may be confidential"))
                .help("--model-remote sends them there all the same"));
        }
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(Failure::input("the model has no name").help("give it as the server has it: --model URL NAME"));
        }
        let key = match std::env::var(KEY) {
            Ok(key) if key.trim().is_empty() => None,
            Ok(key) if key.trim().chars().all(|c| c.is_ascii_graphic()) => Some(Key(key.trim().to_owned())),
            Ok(_) | Err(std::env::VarError::NotUnicode(_)) => {
                return Err(Failure::input(format!("`{KEY}` holds letters that no key has")));
            }
            Err(std::env::VarError::NotPresent) => None,
        };
        Ok(Some(Model { endpoint, name: name.clone(), key, seconds: self.model_timeout, takes_schema: true }))
    }
}

/// Adds what a model drafts, if one is asked for, to what the reader drafted of the same texts.
pub(crate) fn draft(args: &ModelArgs, sources: &[SourceText<'_>], built_in: Claims) -> Result<Claims, Failure> {
    let Some(mut model) = args.model()? else { return Ok(built_in) };
    let mut asking = Asking::default();
    let all: Vec<_> = sources.iter().map(|source| (source, pieces::pieces(source.text))).collect();
    let number: usize = all.iter().map(|(_, pieces)| pieces.len()).sum();
    say(&format!("{}\n", sent(&model, sources, number.min(MOST_PIECES))));
    if let Err(error) = model.endpoint.answers() {
        asking.troubles.push(Trouble::Unreachable(crate::failure::plain(&error)));
        asking.given_up = true;
    }
    let mut drafted: Vec<(usize, Drafted)> = Vec::new();
    for (at, (source, pieces)) in all.iter().enumerate() {
        for piece in pieces {
            if asking.given_up || asking.asked == MOST_PIECES {
                break;
            }
            let found = asking.piece(&mut model, source.text, piece);
            drafted.extend(found.into_iter().map(|one| (at, one)));
        }
    }
    let (claims, added) = together::together(sources, built_in, drafted, &model.name);
    asking.tell(&model, number, added);
    Ok(claims)
}

/// What goes where, before it goes.
fn sent(model: &Model, sources: &[SourceText<'_>], pieces: usize) -> String {
    let texts = count(sources.len() as u64, "text", "texts");
    let size: usize = sources.iter().map(|s| s.text.len()).sum();
    let place = match (model.endpoint.is_local(), model.endpoint.is_open()) {
        (true, _) => "on this machine",
        (false, false) => "on another machine",
        (false, true) => "on another machine, readable on the way there",
    };
    format!(
        "sending {texts} ({} KB) in {} to {}, {place}, for the model {}",
        size.div_ceil(1024),
        count(pieces as u64, "piece", "pieces"),
        model.endpoint.url(),
        model.name,
    )
}

fn say(text: &str) {
    screen::note(text);
}

/// How the asking goes.
#[derive(Default)]
struct Asking {
    /// Pieces sent.
    asked: usize,
    /// Claims drafted.
    drafted: usize,
    untaken: Vec<Untaken>,
    troubles: Vec<Trouble>,
    /// Troubles since the last good answer.
    in_a_row: usize,
    /// Asking on is of no use.
    given_up: bool,
}

impl Asking {
    /// What stands up of the answer to a piece.
    fn piece(&mut self, model: &mut Model, text: &str, piece: &std::ops::Range<usize>) -> Vec<Drafted> {
        self.asked += 1;
        let answer = model.ask(text.get(piece.clone()).unwrap_or_default());
        let drafts = answer.and_then(|a| answer::drafts(&a).ok_or_else(|| Trouble::NotJson(ask::short(&a))));
        match drafts {
            Ok(drafts) => {
                self.in_a_row = 0;
                self.drafted += drafts.len();
                let held: Vec<_> = drafts.iter().map(|draft| answer::take(draft, text, piece)).collect();
                self.untaken.extend(held.iter().filter_map(|one| one.as_ref().err()).copied());
                held.into_iter().flatten().collect()
            }
            Err(trouble) => {
                self.in_a_row += 1;
                self.given_up = trouble.is_final() || self.in_a_row == MOST_TROUBLES;
                self.troubles.push(trouble);
                Vec::new()
            }
        }
    }

    /// Says what came of it.
    fn tell(&self, model: &Model, pieces: usize, added: usize) {
        let warning = "\u{1b}[1;93mwarning\u{1b}[0m";
        if !self.untaken.is_empty() {
            let (number, of) = (self.untaken.len(), count(self.drafted as u64, "drafted claim", "drafted claims"));
            let was = if number == 1 { "was" } else { "were" };
            say(&format!("{number} of {of} {was} not taken: {}\n", answer::told(&self.untaken)));
        }
        let good = self.asked.saturating_sub(self.troubles.len());
        if let Some(trouble) = self.troubles.last() {
            let rest = if good == 0 {
                "the built-in draft stands".to_owned()
            } else {
                format!("{good} of {} went through", count(pieces as u64, "piece", "pieces"))
            };
            let (name, url) = (&model.name, model.endpoint.url());
            say(&format!("{warning}: no help from the model {name} at {url}: {trouble}; {rest}\n"));
        } else if pieces > self.asked {
            say(&format!(
                "{warning}: only the first {} of {pieces} pieces were sent; read fewer texts at once\n",
                self.asked
            ));
        }
        if good > 0 {
            let taken = self.drafted - self.untaken.len();
            say(&format!(
                "{}: {added} taken, {} there already\n",
                count(taken as u64, "claim from the model", "claims from the model"),
                taken - added
            ));
        }
    }
}
