//! The command of one run: started with what is asked, and stopped with all it started.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use std::{env, fs};

use earnest_client::runs::ClaimedRun;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child as Process, Command};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::timeout;

use super::lines::{Line, read};

/// How many lines may wait to be taken.
const WAITING: usize = 1000;

/// How long a command may take to stop when it is asked to.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running command.
#[derive(Debug)]
pub(super) struct Child {
    process: Process,
    /// Its process group, which has its number.
    group: Option<u32>,
    /// Where it may write the name of the branch that it made.
    branch: PathBuf,
}

impl Child {
    /// Starts the command. Its standard input is the prompt, or with `whole` all of the run as
    /// JSON.
    pub(super) fn start(
        command: &[OsString],
        run: &ClaimedRun,
        whole: bool,
    ) -> io::Result<(Self, Receiver<Line>)> {
        let (program, arguments) =
            command.split_first().ok_or_else(|| io::Error::other("no command was given"))?;
        let branch = env::temp_dir().join(format!("earnest-{}.branch", run.run_id));
        let github = run.github.as_ref();
        let told = [
            ("EARNEST_RUN_ID", Some(run.run_id.as_str())),
            ("EARNEST_AGENT", run.agent.as_deref()),
            ("EARNEST_REPOSITORY", github.and_then(|it| it.repository.as_deref())),
            ("EARNEST_BRANCH", github.and_then(|it| it.branch.as_deref())),
        ];
        let mut command = Command::new(program);
        command.args(arguments).env_remove("EARNEST_KEY").env("EARNEST_BRANCH_FILE", &branch);
        for (name, value) in told {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let mut process = command.spawn()?;
        let input = if whole { serde_json::to_string(run)? } else { run.prompt.clone() };
        if let Some(mut pipe) = process.stdin.take() {
            // A command that does not read what is asked may still do it.
            tokio::spawn(async move { drop(pipe.write_all(input.as_bytes()).await) });
        }
        let (sender, lines) = channel(WAITING);
        if let Some(pipe) = process.stdout.take() {
            tokio::spawn(read(pipe, true, sender.clone()));
        }
        if let Some(pipe) = process.stderr.take() {
            tokio::spawn(read(pipe, false, sender));
        }
        let group = process.id();
        Ok((Self { process, group, branch }, lines))
    }

    /// Waits until the command has ended.
    pub(super) async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.process.wait().await
    }

    /// Stops the command and all it started: asks first.
    pub(super) async fn stop(&mut self) {
        self.signal(false);
        if timeout(PATIENCE, self.process.wait()).await.is_err() {
            tracing::warn!("the command does not stop, and is killed");
        }
        self.sweep().await;
    }

    /// Kills the command and what it may have left behind.
    pub(super) async fn sweep(&mut self) {
        self.signal(true);
        // It may have ended before.
        drop(self.process.kill().await);
    }

    /// The branch that the command says it made.
    pub(super) fn created_branch(&self) -> Option<String> {
        let text = fs::read_to_string(&self.branch).ok()?;
        let name = text.trim();
        let sound = !name.is_empty() && name.chars().count() <= 255 && !name.contains(['\n', '\0']);
        sound.then(|| name.to_owned())
    }

    /// A process group keeps its number as long as anything is in it. It is signalled while the
    /// command has not ended, right after it has, or while something of it holds the output.
    #[cfg(unix)]
    fn signal(&self, kill: bool) {
        use rustix::process::{Pid, Signal, kill_process_group};

        let group = self.group.and_then(|it| i32::try_from(it).ok()).and_then(Pid::from_raw);
        let signal = if kill { Signal::KILL } else { Signal::TERM };
        if let Some(group) = group {
            // Nothing is left in it: then there is nobody to stop.
            let _ = kill_process_group(group, signal);
        }
    }

    #[cfg(not(unix))]
    fn signal(&self, _: bool) {}
}

impl Drop for Child {
    fn drop(&mut self) {
        // Most commands make none.
        drop(fs::remove_file(&self.branch));
    }
}
