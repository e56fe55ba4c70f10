//! The real `earnest` binary, started and stopped as an operator would.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::client::Client;

/// The admin's key, preset by `EARNEST_ADMIN_KEY`.
pub const ADMIN_KEY: &str = "g0_sk_admin_0123456789abcdef0123456789abcdef0123456789abcdef01234567";

/// How long the binary may take to listen, and to stop.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the first line on standard output begins with.
const READY: &str = "earnest is listening on http://";

/// A running server on loopback, with its data in a folder of its own.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: SocketAddr,
    launch: Launch,
    folder: Arc<TempDir>,
    output: Arc<Mutex<String>>,
    lines: Receiver<String>,
    readers: Vec<JoinHandle<()>>,
}

/// How to start a server.
#[derive(Clone, Debug)]
pub struct Launch {
    /// A command that runs the binary, such as `nsenter …`; empty to run it directly.
    pub wrapper: Vec<String>,
    /// The data file; none for `earnest.db` in the server's own folder.
    pub data: Option<PathBuf>,
    /// What `--listen` gets.
    pub listen: String,
    /// What `--clock` gets.
    pub clock: String,
}

/// How a server ended.
#[derive(Debug)]
pub struct Exit {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Everything it wrote on standard output and standard error.
    pub output: String,
}

impl Default for Launch {
    fn default() -> Self {
        let (listen, clock) = ("127.0.0.1:0".to_owned(), "manual".to_owned());
        Self { wrapper: Vec::new(), data: None, listen, clock }
    }
}

impl Server {
    /// Starts a server on an empty file, with a manual clock.
    ///
    /// # Panics
    /// If it does not come up.
    #[must_use]
    #[track_caller]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::launch(Launch::default(), Arc::new(folder))
    }

    /// Starts a server as told.
    ///
    /// # Panics
    /// If it does not come up.
    #[must_use]
    #[track_caller]
    pub fn launch(launch: Launch, folder: Arc<TempDir>) -> Self {
        match Self::try_launch(launch, folder) {
            Ok(server) => server,
            Err(exit) => panic!("the server did not start: {exit:?}"),
        }
    }

    /// Starts a server as told, or says how it ended.
    ///
    /// # Errors
    /// How it ended, if it did not come to listen.
    ///
    /// # Panics
    /// If the binary cannot be run at all.
    pub fn try_launch(launch: Launch, folder: Arc<TempDir>) -> Result<Self, Exit> {
        let data = launch.data.clone().unwrap_or_else(|| folder.path().join("earnest.db"));
        let mut command = wrapped(&launch.wrapper);
        command.arg("serve").args(["--listen", &launch.listen, "--clock", &launch.clock]);
        command.arg("--data").arg(data).current_dir(folder.path());
        command.env("EARNEST_ADMIN_KEY", ADMIN_KEY);
        let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the binary can be run");
        let output = Arc::new(Mutex::new(String::new()));
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (lines, reader) = collect(stdout, &output);
        let readers = vec![reader, collect(stderr, &output).1];
        let ready = first_ready(&lines, &output);
        let address = ready.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)));
        let mut server = Self { child, address, launch, folder, output, lines, readers };
        if ready.is_some() { Ok(server) } else { Err(server.fall()) }
    }

    /// A client without a key.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(&format!("http://{}", self.address))
    }

    /// The admin's client.
    #[must_use]
    pub fn admin(&self) -> Client {
        self.client().with_key(ADMIN_KEY)
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The process id of the binary.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The folder that holds the data file.
    #[must_use]
    pub fn folder(&self) -> &Arc<TempDir> {
        &self.folder
    }

    /// The data file.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.launch.data.clone().unwrap_or_else(|| self.folder.path().join("earnest.db"))
    }

    /// Ends the server as a power cut would, without a chance to tidy up.
    ///
    /// # Panics
    /// If it cannot be killed.
    pub fn kill9(&mut self) {
        self.signal(Signal::KILL);
        self.child.wait().expect("a killed server ends");
    }

    /// Asks the server to stop and waits until it has.
    ///
    /// # Panics
    /// If it does not stop in time.
    #[track_caller]
    pub fn terminate(&mut self) -> Exit {
        self.signal(Signal::TERM);
        let Some(status) = self.wait(PATIENCE) else {
            panic!("the server did not stop: {}", self.output());
        };
        self.exit(status)
    }

    /// Starts a stopped server again, on the same file and any port.
    ///
    /// # Panics
    /// If it does not come up.
    #[must_use]
    #[track_caller]
    pub fn restart(self) -> Self {
        let (launch, folder) = (self.launch.clone(), Arc::clone(&self.folder));
        drop(self);
        Self::launch(launch, folder)
    }

    /// Starts a stopped server again, on the same file and the same port.
    ///
    /// # Panics
    /// If it does not come up.
    #[must_use]
    #[track_caller]
    pub fn restart_in_place(self) -> Self {
        let launch = Launch { listen: self.address.to_string(), ..self.launch.clone() };
        let folder = Arc::clone(&self.folder);
        drop(self);
        Self::launch(launch, folder)
    }

    /// Runs `earnest audit` on the file of a stopped server.
    ///
    /// # Panics
    /// If the binary cannot be run.
    #[must_use]
    pub fn audit(&self) -> Output {
        let mut command = wrapped(&self.launch.wrapper);
        command.args(["audit", "--data"]).arg(self.data());
        command.output().expect("the binary can be run")
    }

    /// What the server has written so far.
    ///
    /// # Panics
    /// If a reader of its output panicked.
    #[must_use]
    pub fn output(&self) -> String {
        self.output.lock().expect("the output is readable").clone()
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.expect("a process id"), signal).expect("the server can be signalled");
    }

    /// Waits until the server has closed its output, which it does by ending.
    fn wait(&mut self, patience: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + patience;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => return self.child.wait().ok(),
            }
        }
    }

    fn fall(&mut self) -> Exit {
        let status = self.wait(Duration::from_secs(2)).unwrap_or_else(|| {
            self.kill9();
            self.child.wait().expect("a killed server ends")
        });
        self.exit(status)
    }

    fn exit(&mut self, status: ExitStatus) -> Exit {
        for reader in self.readers.drain(..) {
            reader.join().expect("the output is readable");
        }
        Exit { code: status.code(), output: self.output() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            self.kill9();
        }
        if thread::panicking() {
            eprintln!("--- the server wrote:\n{}---", self.output());
        }
    }
}

/// The path of the binary: `EARNEST_BIN`, or else built once and found beside the test.
///
/// # Panics
/// If it cannot be built.
#[must_use]
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match env::var_os("EARNEST_BIN") {
        Some(path) => fs::canonicalize(path).expect("EARNEST_BIN names a file"),
        None => build(),
    })
}

/// The workspace's `target` folder.
///
/// # Panics
/// If the test does not lie in it.
#[must_use]
pub fn target() -> PathBuf {
    profile().parent().expect("a profile lies in the target folder").to_owned()
}

fn profile() -> PathBuf {
    let test = env::current_exe().expect("a test knows its path");
    test.ancestors().nth(2).expect("a test lies in target/PROFILE/deps").to_owned()
}

fn build() -> PathBuf {
    let profile = profile();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "-p", "earnest-cli", "--bin", "earnest"]);
    if profile.ends_with("release") {
        command.arg("--release");
    }
    let status = command.current_dir(workspace).env("CARGO_TARGET_DIR", target()).status();
    assert!(status.is_ok_and(|status| status.success()), "the binary `earnest` does not build");
    profile.join("earnest")
}

/// Copies a folder of plain files.
///
/// # Panics
/// If it cannot be copied.
pub fn copy_files(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            fs::copy(&path, to.join(name)).expect("a file can be copied");
        }
    }
}

fn wrapped(wrapper: &[String]) -> Command {
    let Some((program, arguments)) = wrapper.split_first() else {
        return Command::new(binary());
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(binary());
    command
}

/// Keeps what comes out of a pipe, and passes its lines on.
fn collect(
    pipe: Option<impl Read + Send + 'static>,
    output: &Arc<Mutex<String>>,
) -> (Receiver<String>, JoinHandle<()>) {
    let (sender, lines) = channel();
    let output = Arc::clone(output);
    let reader = thread::spawn(move || {
        let pipe = BufReader::new(pipe.expect("a piped child"));
        for line in pipe.lines().map_while(Result::ok) {
            let mut output = output.lock().expect("the output is writable");
            output.push_str(&line);
            output.push('\n');
            drop(output);
            // Nobody listens after the first line; the reader goes on so that the pipe never fills.
            drop(sender.send(line));
        }
    });
    (lines, reader)
}

/// The address in the first line, if the first line has one.
fn first_ready(lines: &Receiver<String>, output: &Arc<Mutex<String>>) -> Option<SocketAddr> {
    let line = lines.recv_timeout(PATIENCE).ok()?;
    let address = line.strip_prefix(READY)?.trim().parse().ok();
    if address.is_none() {
        let mut output = output.lock().expect("the output is writable");
        output.push_str("(the first line names no address)\n");
    }
    address
}
