//! `armistice claims accept`, `reject` and `reopen`: a person's decisions.

use armistice::case::claims::ClaimState;
use clap::Args;

use super::filter::Filter;
use super::list::who;
use super::which;
use crate::dossier::Dossier;
use crate::failure::Failure;
use crate::screen::{self, count, shorten};

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice claims accept talks c1 c2 c5-c9
  armistice claims accept talks --all               every draft
  armistice claims reject talks --kind violence     every draft of this kind
  armistice claims reopen talks c3

Claims named by their ids are changed whatever was decided before; --all and
filters look at drafts alone, unless --state says otherwise.")]
pub(super) struct Decide {
    /// A case: a folder with claims.toml
    #[arg(value_hint = clap::ValueHint::DirPath)]
    case: String,
    /// Ids of claims; c5-c9 stands for those from c5 to c9
    #[arg(value_name = "CLAIM")]
    ids: Vec<String>,
    /// Every claim that nobody has looked at yet
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    filter: Filter,
}

pub(super) fn run(args: &Decide, state: ClaimState) -> Result<(), Failure> {
    let dossier = Dossier::load(&args.case)?;
    let by_rule = args.all || !args.filter.is_empty();
    if args.ids.is_empty() && !by_rule {
        return Err(Failure::input("no claims are named")
            .help("name them, such as `c1 c2 c5-c9`, or use --all or a filter such as --kind demand"));
    }
    if !args.ids.is_empty() && by_rule {
        return Err(Failure::input("ids and filters cannot be used together").help("use one after the other"));
    }
    let mut problems = Vec::new();
    let mut chosen = which::claims(&dossier, &args.ids, &mut problems);
    which::refuse(&problems)?;
    if by_rule {
        chosen = args.filter.choose(&dossier)?;
        let waiting = |&at: &usize| match state {
            ClaimState::Drafted => true,
            _ => dossier.claims.claims[at].state == ClaimState::Drafted,
        };
        if !args.filter.names_states() {
            chosen.retain(waiting);
        }
    }
    let mut claims = dossier.claims.clone();
    let mut out = String::new();
    let mut changed = 0u64;
    for at in chosen {
        let claim = &mut claims.claims[at];
        let before = claim.state;
        // What a person has changed is a person's already.
        let stays = before == state || before == ClaimState::Edited && state == ClaimState::Accepted;
        let done = if stays {
            format!("{} already", before.word())
        } else {
            claim.state = state;
            changed += 1;
            match before {
                ClaimState::Drafted => state.word().to_owned(),
                _ => format!("{}, was {}", state.word(), before.word()),
            }
        };
        let who = who(&dossier, claim);
        let who = if who.is_empty() { who } else { format!("{}: ", shorten(&who, 30)) };
        let start = format!("{:>5}  {done}  ", claim.id);
        let room = screen::width().saturating_sub(start.chars().count() + who.chars().count() + 2).max(20);
        out.push_str(&format!("{start}{who}“{}”\n", shorten(&claim.quote, room)));
        if state == ClaimState::Rejected
            && let Some(by) = dossier.in_case.cited.get(&claim.id)
        {
            out.push_str(&screen::hanging("       ", &format!("case.toml still cites it: {}", by.join(", "))));
        }
    }
    dossier.save(&claims, &[])?;
    let left = claims.claims.iter().filter(|c| c.state == ClaimState::Drafted).count() as u64;
    let done = if changed == 0 {
        "nothing was changed".to_owned()
    } else {
        format!("{} {}", count(changed, "claim", "claims"), state.word())
    };
    screen::print(&format!("{out}{done}; {} to look at\n", count(left, "draft", "drafts")))
}
