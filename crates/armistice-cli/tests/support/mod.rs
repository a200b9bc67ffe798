//! Running the built command in a folder of its own, 80 columns wide and without colours.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "test support; each test file uses some of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run said, and its exit code.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A folder that is there for one test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("armistice-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, file: &str, contents: impl AsRef<[u8]>) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    /// Every file and folder below, sorted.
    pub fn all(&self) -> Vec<String> {
        fn below(folder: &Path, root: &Path, found: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                found.push(path.strip_prefix(root).unwrap().display().to_string());
                if path.is_dir() {
                    below(&path, root, found);
                }
            }
        }
        let mut found = Vec::new();
        below(&self.0, &self.0, &mut found);
        found.sort();
        found
    }

    /// Runs the command here.
    pub fn run(&self, args: &[&str]) -> Run {
        let mut command = command();
        finish(command.current_dir(&self.0).args(args))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The built command, 80 columns wide, without colours.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_armistice"));
    command.env("COLUMNS", "80").env_remove("CLICOLOR_FORCE").env_remove("FORCE_COLOR");
    command
}

/// Waits for its end.
pub fn finish(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// The run ended well.
    #[track_caller]
    pub fn fine(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// The run ended with exit code 2, a message that says `what`, and no panic.
    #[track_caller]
    pub fn refused(self, what: &str) -> Self {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert!(self.err.contains(what), "`{what}` is not in: {}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}
