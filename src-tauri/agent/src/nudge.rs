//! Nudges between the window and the companion: one JSON line there, one JSON line back, over a local socket.
//!
//! A nudge says "look again" or "come to the front". It never carries a record, so a lost one loses nothing.

use std::io::{self, Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use interprocess::ConnectWaitMode;
use interprocess::local_socket::traits::Listener as _;
#[cfg(unix)]
use interprocess::local_socket::traits::Stream as _;
use interprocess::local_socket::{ConnectOptions, Listener, ListenerOptions, Name, Stream};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::clock::Deadline;
use crate::profile::{Profile, Socket};

/// The longest line either side reads, in bytes; the longest real one is a tenth of it.
const LINE_MAX_BYTES: usize = 4096;

/// How long a connected program may take to say what it wants.
const ASK_WAIT: Duration = Duration::from_secs(2);

/// How many callers are heard at the same time; more are turned away.
const CALLERS_MAX: usize = 16;

/// Which program listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The window.
    Window,
    /// The companion.
    Agent,
}

impl Role {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Agent => "agent",
        }
    }
}

/// What one program asks of the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Nudge {
    /// Something in the shared file changed: read it again.
    ReRead,
    /// Come to the front and show this room.
    OpenRoom {
        /// The room as the window's router names it.
        room: String,
    },
    /// Log a pain value through the running window.
    Log {
        /// 0 to 10.
        nrs: u8,
    },
    /// Say how you are.
    Status,
    /// End in an orderly way.
    Quit,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reply {
    /// Done.
    Ok,
    /// The value is saved.
    Logged {
        /// The value as stored.
        nrs: u8,
    },
    /// How the companion is.
    Status(Status),
    /// Not done.
    Refused {
        /// A code without user data, as at the window's own border.
        code: String,
    },
}

/// How the companion is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Status {
    /// What it will show next.
    pub next: Option<NextReminder>,
    /// Whether its cards can reach the person.
    pub notifier: NotifierState,
    /// Whether its icon is shown in a tray.
    pub tray: bool,
    /// How many reminders are switched on.
    pub rules: u32,
    /// Where it is known from whether somebody is there.
    pub presence: PresenceSource,
    /// Until when nothing is shown because the person asked for it, as in "Mon 23 Nov 20:00".
    pub paused_until: Option<String>,
}

/// The next card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextReminder {
    /// The person's own name for it; `None` = the purpose says it.
    pub name: Option<String>,
    /// Unix milliseconds.
    pub at_ms: i64,
    /// The same on the person's clock, as in "Mon 23 Nov 20:00".
    pub local: String,
}

/// Whether notifications can reach the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotifierState {
    /// A notification server answers and shows buttons.
    Ok,
    /// No notification server is there; the list in the window is the only place.
    Missing,
    /// A server is there that shows no buttons; a click opens the window.
    NoActions,
    /// The system shows notifications of installed programs only, and this one runs from where it was built or unpacked.
    NotInstalled,
    /// Nobody has asked yet, or this system gives no answer.
    #[default]
    Unknown,
}

impl NotifierState {
    /// The word used on every wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Missing => "missing",
            Self::NoActions => "no_actions",
            Self::NotInstalled => "not_installed",
            Self::Unknown => "unknown",
        }
    }
}

/// Where it is known from whether somebody is at the computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PresenceSource {
    /// Nothing says so; time at work is counted by the clock alone.
    #[default]
    Unknown,
    /// The X server.
    X11,
    /// The Wayland compositor.
    Wayland,
    /// The window manager of GNOME.
    Mutter,
    /// The system itself, on Windows and macOS.
    System,
}

impl PresenceSource {
    /// The word used on every wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::X11 => "x11",
            Self::Wayland => "wayland",
            Self::Mutter => "mutter",
            Self::System => "system",
        }
    }
}

/// Why a nudge had no answer.
#[derive(Debug, thiserror::Error)]
pub enum NudgeError {
    /// Nobody listens.
    #[error("the other program is not running")]
    NotRunning,
    /// Somebody listens and did not answer in time or in this language.
    #[error("the other program did not answer")]
    Failed(#[source] io::Error),
}

/// Sends one nudge and waits for its reply, both within `wait`.
///
/// # Errors
/// [`NudgeError::NotRunning`] if nobody listens, [`NudgeError::Failed`] for everything else.
pub fn send(
    profile: &Profile,
    role: Role,
    nudge: &Nudge,
    wait: Duration,
) -> Result<Reply, NudgeError> {
    let (socket, deadline) = (profile.socket(role), Deadline::after(wait));
    #[cfg(unix)]
    {
        ask(&socket, nudge, wait, deadline)
    }
    // Neither finding a named pipe free nor hearing from it can be given a time limit: a thread waits for what may never
    // come, and this one only for the thread.
    #[cfg(not(unix))]
    {
        let nudge = nudge.clone();
        let (answered, answer) = std::sync::mpsc::sync_channel(1);
        std::thread::Builder::new()
            .name("nudge".to_owned())
            .stack_size(128 * 1024)
            .spawn(move || {
                // Nobody may wait for it any more.
                let _ = answered.send(ask(&socket, &nudge, wait, deadline));
            })
            .map_err(NudgeError::Failed)?;
        answer
            .recv_timeout(deadline.left().unwrap_or_default())
            .unwrap_or_else(|_| Err(NudgeError::Failed(io::ErrorKind::TimedOut.into())))
    }
}

fn ask(
    socket: &Socket,
    nudge: &Nudge,
    wait: Duration,
    deadline: Deadline,
) -> Result<Reply, NudgeError> {
    let stream = connect(socket, wait).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => NudgeError::NotRunning,
        _ => NudgeError::Failed(error),
    })?;
    write_line(&stream, nudge, deadline)
        .and_then(|()| read_line(&stream, deadline))
        .map_err(NudgeError::Failed)
}

/// A listening program; dropping it ends the listening and removes the socket.
#[derive(Debug)]
pub struct Listening {
    socket: Socket,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Listens for nudges to this role until the result is dropped; `answer` runs on threads of its own.
///
/// A socket file left by a program that died is replaced.
///
/// # Errors
/// [`io::ErrorKind::AddrInUse`] if a living program of this role listens already.
pub fn listen(
    profile: &Profile,
    role: Role,
    answer: impl Fn(Nudge) -> Reply + Send + Sync + 'static,
) -> io::Result<Listening> {
    let socket = profile.socket(role);
    let listener = bind(&socket)?;
    let over = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&over);
    let thread = std::thread::Builder::new()
        .name(format!("nudge-{}", role.word()))
        .stack_size(128 * 1024)
        .spawn(move || serve(&listener, &seen, &Arc::new(answer)))?;
    Ok(Listening {
        socket,
        over,
        thread: Some(thread),
    })
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // The thread waits in accept; one more caller lets it see that it is over. The caller stays until then: one who is
        // gone before the thread looks is none on Windows, and the thread would wait for ever.
        let caller = connect(&self.socket, Duration::from_secs(1));
        if let Some(thread) = self.thread.take().filter(|_| caller.is_ok()) {
            let _ = thread.join();
        }
        drop(caller);
    }
}

fn serve<F>(listener: &Listener, over: &AtomicBool, answer: &Arc<F>)
where
    F: Fn(Nudge) -> Reply + Send + Sync + 'static,
{
    let callers = Arc::new(AtomicUsize::new(0));
    while let Ok(stream) = next_caller(listener, over) {
        if callers.fetch_add(1, Ordering::SeqCst) >= CALLERS_MAX {
            callers.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let answer = Arc::clone(answer);
        let count = Arc::clone(&callers);
        let heard = std::thread::Builder::new()
            .name("caller".to_owned())
            .stack_size(512 * 1024)
            .spawn(move || {
                // A caller that hangs up or talks nonsense is its own problem; nobody else waits for it.
                let _ = hear(&stream, answer.as_ref());
                count.fetch_sub(1, Ordering::SeqCst);
            });
        if heard.is_err() {
            callers.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

fn next_caller(listener: &Listener, over: &AtomicBool) -> io::Result<Stream> {
    loop {
        let caller = listener.accept();
        if over.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match caller {
            Ok(stream) => return Ok(stream),
            // Out of handles or a caller gone already: breathe, then go on listening.
            Err(_) => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}

fn hear(stream: &Stream, answer: &impl Fn(Nudge) -> Reply) -> io::Result<()> {
    let reply = match read_line(stream, Deadline::after(ASK_WAIT)) {
        Ok(nudge) => answer(nudge),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Reply::Refused {
            code: "invalid".to_owned(),
        },
        Err(error) => return Err(error),
    };
    write_line(stream, &reply, Deadline::after(ASK_WAIT))
}

fn bind(socket: &Socket) -> io::Result<Listener> {
    match options(socket)?.create_sync() {
        // A pipe goes with its program, so its name is only taken by one that lives; Windows calls that a denial.
        Err(error) if cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied => {
            Err(io::ErrorKind::AddrInUse.into())
        }
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            match connect(socket, Duration::from_millis(500)) {
                Err(refused) if refused.kind() == io::ErrorKind::ConnectionRefused => {
                    remove(socket)?;
                    options(socket)?.create_sync()
                }
                _ => Err(error),
            }
        }
        other => other,
    }
    .and_then(|listener| {
        owner_only(socket)?;
        Ok(listener)
    })
}

fn options(socket: &Socket) -> io::Result<ListenerOptions<'static>> {
    let options = ListenerOptions::new().name(name(socket)?);
    #[cfg(target_os = "linux")]
    let options = {
        use interprocess::os::unix::local_socket::ListenerOptionsExt as _;
        options.mode(0o600)
    };
    Ok(options)
}

fn connect(socket: &Socket, wait: Duration) -> io::Result<Stream> {
    ConnectOptions::new()
        .name(name(socket)?)
        .wait_mode(ConnectWaitMode::Timeout(wait))
        .connect_sync()
}

fn name(socket: &Socket) -> io::Result<Name<'static>> {
    use interprocess::local_socket::{
        GenericFilePath, GenericNamespaced, ToFsName as _, ToNsName as _,
    };
    match socket {
        Socket::Path(path) => path.clone().to_fs_name::<GenericFilePath>(),
        Socket::Name(name) => name.clone().to_ns_name::<GenericNamespaced>(),
    }
}

fn remove(socket: &Socket) -> io::Result<()> {
    match socket {
        Socket::Path(path) => std::fs::remove_file(path),
        Socket::Name(_) => Ok(()),
    }
}

/// The directory keeps others out already; where the socket could not be made narrow, it is narrowed now.
fn owner_only(socket: &Socket) -> io::Result<()> {
    #[cfg(unix)]
    if let Socket::Path(path) = socket {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    let _ = socket;
    Ok(())
}

fn write_line(mut stream: &Stream, value: &impl Serialize, deadline: Deadline) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    limit(stream, deadline)?;
    stream.write_all(&line)?;
    stream.flush()
}

fn read_line<T: DeserializeOwned>(mut stream: &Stream, deadline: Deadline) -> io::Result<T> {
    let mut line = Vec::new();
    let mut part = [0; 512];
    loop {
        // The time that is left is set before each read, so that a caller cannot drip bytes for ever.
        limit(stream, deadline)?;
        let read = stream.read(&mut part)?;
        line.extend_from_slice(&part[..read]);
        let end = line.iter().position(|byte| *byte == b'\n');
        if end.unwrap_or(line.len()) > LINE_MAX_BYTES {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the line is too long",
            ));
        }
        if let Some(end) = end {
            return serde_json::from_slice(&line[..end]).map_err(|_| {
                io::Error::new(io::ErrorKind::InvalidData, "the line is not understood")
            });
        }
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

fn limit(stream: &Stream, deadline: Deadline) -> io::Result<()> {
    let left = deadline.left().ok_or(io::ErrorKind::TimedOut)?;
    #[cfg(unix)]
    {
        stream.set_recv_timeout(Some(left))?;
        stream.set_send_timeout(Some(left))?;
    }
    // Named pipes know no time limit; there the cap on callers bounds what a hanging one can do to the one who listens.
    #[cfg(not(unix))]
    let _ = (stream, left);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> (tempfile::TempDir, Profile) {
        let place = tempfile::tempdir().expect("a place");
        let profile = Profile::at(&place.path().join("profile")).expect("named");
        profile.ensure().expect("made");
        (place, profile)
    }

    #[test]
    fn a_nudge_is_answered_until_the_listening_ends() {
        let (_place, profile) = profile();
        let wait = Duration::from_secs(10);
        let send = |nudge: &Nudge| send(&profile, Role::Agent, nudge, wait);
        assert!(matches!(send(&Nudge::Status), Err(NudgeError::NotRunning)));
        let listening = listen(&profile, Role::Agent, |nudge| match nudge {
            Nudge::Log { nrs } => Reply::Logged { nrs },
            _ => Reply::Ok,
        })
        .expect("nobody else listens");
        for nrs in 0..20 {
            let answer = send(&Nudge::Log { nrs }).expect("answered");
            assert_eq!(answer, Reply::Logged { nrs });
        }
        assert_eq!(send(&Nudge::ReRead).expect("answered"), Reply::Ok);
        drop(listening);
        assert!(matches!(send(&Nudge::Status), Err(NudgeError::NotRunning)));
        // Ended before anybody waited for a caller.
        drop(listen(&profile, Role::Agent, |_| Reply::Ok).expect("free again"));
    }

    #[test]
    fn a_second_listener_is_refused_and_the_first_one_goes_on() {
        use std::mem::{ManuallyDrop, forget};
        let (_place, profile) = profile();
        let listen = || listen(&profile, Role::Agent, |_| Reply::Ok);
        // Were there two, either could wait for ever for the other one's end.
        let first = ManuallyDrop::new(listen().expect("nobody else listens"));
        let second = listen().map(forget).expect_err("taken");
        assert_eq!(second.kind(), io::ErrorKind::AddrInUse);
        let wait = Duration::from_secs(10);
        let answer = send(&profile, Role::Agent, &Nudge::ReRead, wait);
        assert_eq!(answer.expect("answered"), Reply::Ok);
        drop(ManuallyDrop::into_inner(first));
    }

    #[test]
    fn who_listens_and_says_nothing_is_not_waited_for() {
        let (_place, profile) = profile();
        let listener = bind(&profile.socket(Role::Agent)).expect("free");
        let (ended, end) = std::sync::mpsc::channel::<()>();
        let silent = std::thread::spawn(move || {
            let _caller = listener.accept();
            // Until the other side has given up.
            let _ = end.recv();
        });
        let given_up = send(
            &profile,
            Role::Agent,
            &Nudge::Status,
            Duration::from_millis(300),
        );
        assert!(matches!(given_up, Err(NudgeError::Failed(_))));
        drop(ended);
        silent.join().expect("ended");
    }
}
