//! Writing files so that nothing is ever lost or half-written: all texts go to temporary files beside their targets first,
//! and are renamed only when every one of them is safely on the disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, plain};

/// Files to be written together.
#[derive(Default)]
pub(crate) struct Writing {
    staged: Vec<Staged>,
    /// Folders made for them, outermost first; removed again when the writing is given up.
    made: Vec<PathBuf>,
}

struct Staged {
    temporary: PathBuf,
    target: PathBuf,
}

impl Writing {
    /// Puts contents beside their target. Missing folders are made. Nothing is visible under the target's name before [`Self::commit`].
    pub(crate) fn add(&mut self, target: &Path, contents: &(impl AsRef<[u8]> + ?Sized)) -> Result<(), Failure> {
        let failed = |e: io::Error| cannot_write(target, &e);
        // A link is written through, not replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        if target.is_dir() {
            let failure = Failure::input(format!("cannot write `{}`: it is a folder", target.display()));
            return Err(failure.help("name a file in it; nothing was changed"));
        }
        // A device or pipe would be replaced by a file of its name.
        if target.exists() && !target.is_file() {
            let failure = Failure::input(format!("cannot write `{}`: it is no ordinary file", target.display()));
            return Err(failure.help("name a file; nothing was changed"));
        }
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        self.make_folders(&folder).map_err(failed)?;
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = folder.join(format!(".{name}.{}-{}.tmp", std::process::id(), self.staged.len()));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary).map_err(failed)?;
        self.staged.push(Staged { temporary: temporary.clone(), target: target.clone() });
        if let Ok(old) = fs::metadata(&target) {
            file.set_permissions(old.permissions()).map_err(failed)?;
        }
        file.write_all(contents.as_ref()).and_then(|()| file.sync_all()).map_err(failed)
    }

    fn make_folders(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<PathBuf> =
            folder.ancestors().take_while(|f| !f.as_os_str().is_empty() && !f.exists()).map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder)?;
            self.made.push(folder);
        }
        Ok(())
    }

    /// Gives every text its name.
    pub(crate) fn commit(mut self) -> Result<(), Failure> {
        for Staged { temporary, target } in std::mem::take(&mut self.staged) {
            if let Err(error) = fs::rename(&temporary, &target) {
                let _ = fs::remove_file(&temporary);
                return Err(cannot_write(&target, &error));
            }
            self.made.clear();
            // The name is safe when its folder is on the disk too; not every system can say so.
            if let Some(folder) = target.parent() {
                let _ = File::open(folder).and_then(|f| f.sync_all());
            }
        }
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        for staged in &self.staged {
            let _ = fs::remove_file(&staged.temporary);
        }
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn cannot_write(target: &Path, error: &io::Error) -> Failure {
    let failure = Failure::input(format!("cannot write `{}`: {}", target.display(), plain(error)));
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            failure.help("choose a folder you may write to; nothing was changed")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            failure.help("make room on the disk; nothing was changed")
        }
        io::ErrorKind::NotADirectory => {
            failure.help("part of this path is a file, not a folder; choose another folder")
        }
        _ => failure.help("nothing was changed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("armistice-writing-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        folder
    }

    #[test]
    fn a_writing_given_up_leaves_no_trace() {
        let root = folder("given-up");
        let mut writing = Writing::default();
        writing.add(&root.join("new/deep/one.toml"), "one").unwrap();
        // The second one cannot be: a file stands where its folder should be.
        fs::write(root.join("file"), "").unwrap();
        assert!(writing.add(&root.join("file/two.toml"), "two").is_err());
        drop(writing);
        let left: Vec<_> = fs::read_dir(&root).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["file"]);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn a_writing_committed_replaces_and_leaves_no_temporary_file() {
        let root = folder("committed");
        fs::write(root.join("case.toml"), "old").unwrap();
        let mut writing = Writing::default();
        writing.add(&root.join("case.toml"), "new").unwrap();
        assert_eq!(fs::read_to_string(root.join("case.toml")).unwrap(), "old");
        writing.commit().unwrap();
        assert_eq!(fs::read_to_string(root.join("case.toml")).unwrap(), "new");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
        fs::remove_dir_all(&root).unwrap();
    }
}
