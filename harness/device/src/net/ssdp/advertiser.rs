//! The threads of discovery: two that receive, one that sends what is due.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::message::Announcer;
use super::search;
use super::sockets::Sockets;
use super::{EVERYBODY, random};
use crate::defects::{DefectId, VariationId};
use crate::net::bounded_io::{Stop, connect, write_all};
use crate::net::root_device;

/// Datagrams that wait to be looked at, and answers that wait to be sent; what comes beyond is lost.
const MAX_RECEIVED: usize = 64;
const MAX_WAITING: usize = 512;
/// Answers under way over TCP at once, and the time each may take.
const MAX_TCP: usize = 4;
const TCP_TIME: Duration = Duration::from_secs(2);
/// Between the copies of a set.
const COPY_GAP: Duration = Duration::from_millis(250);
/// Between two announcements of the set at least, whatever it holds for, in milliseconds.
const MIN_REPEAT_MS: u64 = 1_000;

enum Command {
    Received {
        datagram: Vec<u8>,
        from: SocketAddr,
        multicast: bool,
    },
    /// Leave, come back as if booted, at another LOCATION perhaps, tell when it is done.
    Restart(Sender<()>, Option<String>),
    Leave,
}

enum Job {
    /// One copy of the set; true: and another one when it is about to expire.
    Alive {
        last_copy: bool,
    },
    Answer {
        to: SocketAddr,
        datagram: Vec<u8>,
    },
}

/// The device's presence on the network.
pub(crate) struct Advertiser {
    commands: SyncSender<Command>,
    stop: Stop,
    threads: Vec<JoinHandle<()>>,
}

impl Advertiser {
    /// Announces the device on an interface until [`Advertiser::stop`].
    pub(crate) fn start(mut announcer: Announcer, interface: Ipv4Addr) -> io::Result<Advertiser> {
        let ttl = if announcer.identity.is_1_1() { 2 } else { 4 };
        let sockets = Sockets::open(interface, ttl)?;
        announcer.search_port = sockets.search_port.filter(|_| announcer.identity.is_1_1());
        let (commands, due) = sync_channel(MAX_RECEIVED);
        let mut advertiser = Advertiser {
            commands,
            stop: Stop::new(),
            threads: Vec::new(),
        };
        let own = sockets.own.try_clone()?;
        advertiser.receive(sockets.own, interface, false)?;
        advertiser.receive(sockets.group, interface, true)?;
        let stop = advertiser.stop.clone();
        let sender = Sending {
            announcer,
            own,
            stop,
            waiting: Vec::new(),
            tcp: Vec::new(),
        };
        advertiser.spawn("ssdp-send", move || sender.run(&due))?;
        Ok(advertiser)
    }

    fn spawn(&mut self, name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
        self.threads
            .push(thread::Builder::new().name(name.to_owned()).spawn(body)?);
        Ok(())
    }

    fn receive(
        &mut self,
        socket: UdpSocket,
        interface: Ipv4Addr,
        multicast: bool,
    ) -> io::Result<()> {
        let (commands, stop) = (self.commands.clone(), self.stop.clone());
        self.spawn("ssdp-receive", move || {
            let mut buffer = vec![0u8; 16 * 1024];
            while !stop.requested() {
                let Ok((length, from)) = socket.recv_from(&mut buffer) else {
                    continue;
                };
                // A group joined anywhere on the host is heard everywhere: an interface of the host's own and the
                // network are kept apart here, as LOCATION is reachable in one of them only.
                if from.ip().is_loopback() != interface.is_loopback() || from.port() == 0 {
                    continue;
                }
                let datagram = buffer[..length].to_vec();
                // A flood is not worth more memory than this.
                let _lost = commands.try_send(Command::Received {
                    datagram,
                    from,
                    multicast,
                });
            }
        })
    }

    /// Says byebye, takes a new boot number, and announces the device again, perhaps at another LOCATION.
    pub(crate) fn restart(&self, location: Option<String>) {
        let (done, wait) = std::sync::mpsc::channel();
        let command = Command::Restart(done, location);
        if self.commands.send(command).is_ok() {
            let _gone = wait.recv_timeout(Duration::from_secs(5));
        }
    }

    /// Says byebye and ends the threads.
    pub(crate) fn stop(&mut self) {
        if self.threads.is_empty() {
            return;
        }
        let _gone = self.commands.send(Command::Leave);
        self.stop.request();
        for thread in self.threads.drain(..) {
            let _ended = thread.join();
        }
    }
}

impl Drop for Advertiser {
    fn drop(&mut self) {
        self.stop();
    }
}

struct Sending {
    announcer: Announcer,
    own: UdpSocket,
    stop: Stop,
    waiting: Vec<(Instant, Job)>,
    tcp: Vec<JoinHandle<()>>,
}

impl Sending {
    fn run(mut self, commands: &Receiver<Command>) {
        self.plan_alive();
        loop {
            let next = self.waiting.iter().map(|(due, _)| *due).min();
            let wait = next.map_or(COPY_GAP, |next| {
                next.saturating_duration_since(Instant::now())
            });
            match commands.recv_timeout(wait) {
                Ok(Command::Received {
                    datagram,
                    from,
                    multicast,
                }) => self.search(&datagram, from, multicast),
                Ok(Command::Restart(done, location)) => {
                    self.byebye();
                    if let Some(location) = location {
                        self.announcer.location = location;
                    }
                    if !self.announcer.deviations.has(DefectId::BootIdStays) {
                        self.announcer.identity.boot_again();
                    }
                    self.plan_alive();
                    let _gone = done.send(());
                }
                Ok(Command::Leave) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.send_due();
        }
        self.byebye();
        for thread in self.tcp {
            let _ended = thread.join();
        }
    }

    /// Two copies after a short random wait (UDA-DISC-24).
    fn plan_alive(&mut self) {
        self.waiting.clear();
        let first = Instant::now() + Duration::from_millis(random(100));
        self.waiting.push((first, Job::Alive { last_copy: false }));
        let thrice = self
            .announcer
            .deviations
            .varies(VariationId::AnnouncedThrice);
        let copies = if thrice { 3 } else { 2 };
        for copy in 1..copies {
            let last_copy = copy + 1 == copies;
            self.waiting
                .push((first + COPY_GAP * copy, Job::Alive { last_copy }));
        }
    }

    fn byebye(&mut self) {
        if self
            .announcer
            .deviations
            .varies(VariationId::LeavesSilently)
        {
            return;
        }
        for _copy in 0..2 {
            self.multicast(&self.announcer.byebye());
        }
    }

    fn multicast(&self, datagrams: &[Vec<u8>]) {
        for datagram in datagrams {
            // Discovery is best effort: an interface that is down now may be up for the next copy.
            let _sent = self.own.send_to(datagram, EVERYBODY);
        }
    }

    fn send_due(&mut self) {
        let now = Instant::now();
        let (due, later) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|(at, _)| *at <= now);
        self.waiting = later;
        let due: Vec<(Instant, Job)> = due;
        for (_, job) in due {
            match job {
                Job::Alive { last_copy } => {
                    self.multicast(&self.announcer.alive());
                    if last_copy && let Some(after) = self.announcer.repeated_after_ms() {
                        let again = now + Duration::from_millis(after.max(MIN_REPEAT_MS));
                        self.waiting.push((again, Job::Alive { last_copy: true }));
                    }
                }
                Job::Answer { to, datagram } => {
                    let _sent = self.send(&datagram, to);
                }
            }
        }
    }

    fn search(&mut self, datagram: &[u8], mut from: SocketAddr, multicast: bool) {
        let deviations = &self.announcer.deviations;
        let is_notification = datagram.starts_with(b"NOTIFY ") && !multicast;
        if is_notification && deviations.has(DefectId::NotifyAnswered) {
            let _sent = self.own.send_to(b"HTTP/1.1 200 OK\r\n\r\n", from);
        }
        if deviations.has(DefectId::AnswersToPort1900) {
            from.set_port(super::PORT);
        }
        if self
            .announcer
            .planted
            .as_ref()
            .is_some_and(|planted| !planted.hears(datagram))
        {
            return;
        }
        let identity = &self.announcer.identity;
        let root = root_device::udn(identity, &self.announcer.deviations);
        let udns: Vec<&str> = [Some(identity.udn.as_str()), root.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        let Some(search) = search::read(datagram, multicast, &udns, &self.announcer.deviations)
        else {
            return;
        };
        let own = search.target == search::Target::One(identity.udn.clone());
        let answers = self.announcer.answers(&search.target);
        if let Some(port) = search.tcp_port
            && identity.spec_version() >= (2, 0)
        {
            return self.answer_over_tcp(SocketAddr::new(from.ip(), port), answers.concat());
        }
        let spread = u64::try_from(search.within.as_millis()).unwrap_or_default();
        for datagram in answers {
            if self.waiting.len() >= MAX_WAITING {
                return;
            }
            let late = own
                && self
                    .announcer
                    .deviations
                    .varies(VariationId::OwnUuidAnsweredLate);
            let wait = Duration::from_millis(if late { spread } else { random(spread) });
            self.waiting
                .push((Instant::now() + wait, Job::Answer { to: from, datagram }));
        }
    }

    /// Any port may answer (UDA-DISC-37).
    fn send(&self, datagram: &[u8], to: SocketAddr) -> io::Result<usize> {
        if self
            .announcer
            .deviations
            .varies(VariationId::AnswersFromOtherPorts)
        {
            let own = self.own.local_addr()?;
            return UdpSocket::bind((own.ip(), 0))?.send_to(datagram, to);
        }
        self.own.send_to(datagram, to)
    }

    /// UDA-DISC-50. The datagram's source address may be a lie, which is why little is done for it.
    fn answer_over_tcp(&mut self, to: SocketAddr, answers: Vec<u8>) {
        self.tcp.retain(|thread| !thread.is_finished());
        if self.tcp.len() >= MAX_TCP || matches!(to.ip(), IpAddr::V4(ip) if ip.is_broadcast()) {
            return;
        }
        let stop = self.stop.clone();
        let spawned = thread::Builder::new()
            .name("ssdp-tcp".to_owned())
            .spawn(move || {
                let deadline = Instant::now() + TCP_TIME;
                let _answered = connect(to, deadline, &stop)
                    .and_then(|stream| write_all(&stream, &answers, deadline, &stop));
            });
        self.tcp.extend(spawned);
    }
}
