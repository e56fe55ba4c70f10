//! Sandboxes that are folders of this machine: a place of its own for each task, not a wall around
//! what runs there.

use std::fs::{self, DirBuilder};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use tokio::task::spawn_blocking;

use super::sandboxes::Sandboxes;
use crate::ids::{CreditTaskId, SandboxId};

/// Folders under one root, which is made with the first of them. Each is named by its task's
/// digits: nothing that a client sends ever becomes a part of a path. Only the server's own user
/// may enter them.
#[derive(Clone, Debug)]
pub struct Folders {
    root: PathBuf,
}

impl Folders {
    /// Folders under that root.
    #[must_use]
    pub const fn under(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where a task's sandbox is, whether it exists or not.
    #[must_use]
    pub fn path(&self, task: CreditTaskId) -> PathBuf {
        self.root.join(task.0.to_string())
    }
}

#[async_trait]
impl Sandboxes for Folders {
    async fn provision(&self, task: CreditTaskId) -> io::Result<SandboxId> {
        let (root, folder) = (self.root.clone(), self.path(task));
        blocking(move || {
            private().recursive(true).create(&root)?;
            match private().create(&folder) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists && is_there(&folder)? => {
                    Ok(())
                }
                made => made,
            }
        })
        .await?;
        Ok(SandboxId(task.0))
    }

    async fn holds(&self, task: CreditTaskId, sandbox: SandboxId) -> io::Result<bool> {
        if sandbox.0 != task.0 {
            return Ok(false);
        }
        let folder = self.path(task);
        blocking(move || is_there(&folder)).await
    }

    async fn destroy(&self, task: CreditTaskId, sandbox: SandboxId) -> io::Result<bool> {
        if sandbox.0 != task.0 {
            return Ok(false);
        }
        let folder = self.path(task);
        blocking(move || match fs::remove_dir_all(&folder) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        })
        .await
    }

    async fn all(&self) -> io::Result<Vec<(CreditTaskId, SandboxId)>> {
        let root = self.root.clone();
        blocking(move || {
            let entries = match fs::read_dir(&root) {
                Ok(entries) => entries,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
                Err(error) => return Err(error),
            };
            let mut all = Vec::new();
            for entry in entries {
                // What is not named by a task is not ours.
                let name = entry?.file_name();
                if let Some(id) = name.to_str().and_then(|name| name.parse().ok()) {
                    all.push((CreditTaskId(id), SandboxId(id)));
                }
            }
            Ok(all)
        })
        .await
    }
}

/// Folders that only their owner may enter.
fn private() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;

        builder.mode(0o700);
    }
    builder
}

/// Whether there is a folder, and not a link to one.
fn is_there(folder: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(folder) {
        Ok(found) => Ok(found.is_dir()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use earnest::ids::InstanceId;

    use super::*;

    const TASK: CreditTaskId = CreditTaskId(InstanceId(7));
    const OTHER: CreditTaskId = CreditTaskId(InstanceId(8));

    #[tokio::test]
    async fn a_sandbox_is_its_tasks_own_until_it_is_torn_down() {
        let root = tempfile::tempdir().unwrap();
        let folders = Folders::under(root.path().join("sandboxes"));
        assert_eq!(folders.all().await.unwrap(), []);
        let id = folders.provision(TASK).await.unwrap();
        fs::write(folders.path(TASK).join("notes"), "mine").unwrap();
        assert_eq!(folders.provision(TASK).await.unwrap(), id, "the same one again");
        assert!(folders.path(TASK).join("notes").exists());
        assert!(folders.holds(TASK, id).await.unwrap());
        let other = folders.provision(OTHER).await.unwrap();
        for (task, sandbox) in [(TASK, other), (OTHER, id)] {
            assert!(!folders.holds(task, sandbox).await.unwrap());
            assert!(!folders.destroy(task, sandbox).await.unwrap());
        }
        assert_eq!(folders.all().await.unwrap().len(), 2);
        assert!(folders.destroy(TASK, id).await.unwrap());
        assert!(!folders.path(TASK).exists());
        assert!(!folders.holds(TASK, id).await.unwrap());
        assert!(!folders.destroy(TASK, id).await.unwrap(), "there is none any more");
        assert_eq!(folders.all().await.unwrap(), [(OTHER, other)]);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_may_enter_a_sandbox() {
        use std::os::unix::fs::PermissionsExt as _;

        let root = tempfile::tempdir().unwrap();
        let folders = Folders::under(root.path().join("sandboxes"));
        folders.provision(TASK).await.unwrap();
        for folder in [root.path().join("sandboxes"), folders.path(TASK)] {
            assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_link_in_the_place_of_a_sandbox_is_none() {
        let root = tempfile::tempdir().unwrap();
        let folders = Folders::under(root.path().to_owned());
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folders.path(TASK)).unwrap();
        assert!(folders.provision(TASK).await.is_err());
        assert!(!folders.holds(TASK, SandboxId(TASK.0)).await.unwrap());
    }
}
