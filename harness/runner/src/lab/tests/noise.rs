//! What a network throws at the callback port beside the device's notifications, and how many connections.

use ctk_suite::lab::Notification;

use super::inbox::{notify, open, send, taken};
use super::*;

/// A rig whose device is at 127.0.0.1.
fn rig() -> Rig {
    let rig = Rig::new();
    rig.shared.device_is("http://127.0.0.1:9/d.xml", &[]);
    rig
}

fn with_sid(path: &str, sid: &str) -> String {
    notify(path, 0).replace("SEQ", &format!("SID: {sid}\r\nSEQ"))
}

/// A connection from another address of this host.
#[cfg(target_os = "linux")]
fn stranger(to: SocketAddr) -> TcpStream {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None);
    let socket = socket.expect("a socket");
    let from = SocketAddr::from(([127, 0, 0, 3], 0));
    socket.bind(&from.into()).expect("an address of this host");
    socket.connect(&to.into()).expect("it listens");
    socket.into()
}

#[cfg(target_os = "linux")]
fn from_stranger(to: SocketAddr, bytes: &str) -> String {
    let mut stream = stranger(to);
    stream.write_all(bytes.as_bytes()).expect("it reads");
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

fn notices(rig: &Rig) -> Vec<String> {
    let events = rig.events.lock().expect("no test panics while it writes");
    let notices = events.iter().filter_map(|event| match event {
        Event::Notice { text, .. } => Some(text.clone()),
        _ => None,
    });
    notices.collect()
}

fn bytes(all: &[Notification]) -> Vec<String> {
    let text = |one: &Notification| String::from_utf8_lossy(&one.bytes).into_owned();
    all.iter().map(text).collect()
}

#[test]
fn noise_on_the_callback_port_is_noted_and_not_the_device_s() {
    let rig = rig();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    for noise in [
        "GET / HTTP/1.1\r\nHOST: h\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}hello\n\n",
        "UNSUBSCRIBE /event HTTP/1.1\r\nHOST: h\r\nSID: uuid:x\r\n\r\n",
        &with_sid("/nowhere", "uuid:x"),
    ] {
        send(to, noise.as_bytes());
    }
    let own = notify(&path, 0);
    send(to, own.as_bytes());
    assert_eq!(bytes(&taken(&mut lab, inbox, 0, 1)), [own]);
    let notices = notices(&rig);
    assert_eq!((notices.len(), rig.shared.strays().len()), (4, 4));
    assert!(
        notices[0].starts_with("\"GET /\" came to the kit's callback port from 127.0.0.1:"),
        "{notices:?}"
    );
}

#[test]
fn a_notification_gone_astray_is_of_the_subscription_that_it_names() {
    let rig = rig();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    let early = with_sid("/", "uuid:ours");
    let granted = std::thread::spawn({
        let (shared, path) = (std::sync::Arc::clone(&rig.shared), path.clone());
        // The answer to the SUBSCRIBE is read a moment later.
        move || {
            std::thread::sleep(std::time::Duration::from_millis(30));
            shared.acquaintance.granted("uuid:ours", Some(path));
        }
    });
    assert!(send(to, early.as_bytes()).starts_with("HTTP/1.1 200"));
    granted.join().expect("it does not panic");
    let later = with_sid("/elsewhere", "uuid:ours");
    assert!(send(to, later.as_bytes()).starts_with("HTTP/1.1 200"));
    assert_eq!(bytes(&taken(&mut lab, inbox, 0, 2)), [early, later]);
    drop(lab);
    assert!(send(to, with_sid("/", "uuid:ours").as_bytes()).starts_with("HTTP/1.1 412"));
}

#[test]
fn what_comes_late_to_a_path_that_was_given_out_is_not_noted() {
    let rig = rig();
    let mut lab = rig.lab("case");
    let (_, to, path) = open(&mut lab, "");
    drop(lab);
    assert!(send(to, notify(&path, 1).as_bytes()).starts_with("HTTP/1.1 412"));
    assert_eq!(notices(&rig), [""; 0]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_stranger_that_knows_the_path_is_not_the_device_unless_it_knows_a_subscription() {
    let rig = rig();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    assert!(from_stranger(to, &notify(&path, 0)).starts_with("HTTP/1.1 412"));
    from_stranger(to, &with_sid(&path, "uuid:foreign"));
    // From another address of the device, before its SUBSCRIBE has been answered.
    let own = with_sid(&path, "uuid:ours");
    assert!(from_stranger(to, &own).starts_with("HTTP/1.1 200"));
    assert_eq!(bytes(&taken_now(&mut lab, inbox)), [""; 0]);
    rig.shared.acquaintance.granted("uuid:ours", None);
    assert_eq!(
        bytes(&taken_now(&mut lab, inbox)),
        std::slice::from_ref(&own)
    );
    // Now the address is known.
    from_stranger(to, &notify(&path, 1));
    assert_eq!(bytes(&taken_now(&mut lab, inbox)), [own, notify(&path, 1)]);
}

#[cfg(target_os = "linux")]
fn taken_now(lab: &mut LiveLab, inbox: u32) -> Vec<Notification> {
    let ask = Ask::Inbox {
        inbox,
        from: 0,
        count: 0,
        wait_ms: 0,
    };
    match lab.perform(&ask) {
        Ok(Answer::Notifications(all)) => all,
        other => panic!("no notifications: {other:?}"),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn idle_connections_of_strangers_do_not_keep_the_device_away() {
    let rig = rig();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    let idle: Vec<TcpStream> = (0..200).map(|_| stranger(to)).collect();
    let own = notify(&path, 0);
    assert!(send(to, own.as_bytes()).starts_with("HTTP/1.1 200"));
    assert_eq!(bytes(&taken(&mut lab, inbox, 0, 1)), [own]);
    drop(idle);
}

#[test]
fn a_device_may_open_a_connection_for_each_notification_and_leave_them_all_open() {
    let rig = rig();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    let open: Vec<TcpStream> = (0..150)
        .map(|seq| {
            let mut stream = TcpStream::connect(to).expect("it listens");
            let bytes = notify(&path, seq);
            stream.write_all(bytes.as_bytes()).expect("it reads");
            assert!(read_head(&mut stream).starts_with("HTTP/1.1 200"));
            stream
        })
        .collect();
    assert_eq!(taken(&mut lab, inbox, 0, 150).len(), open.len());
}

#[test]
fn paths_are_not_drawn_from_the_seed() {
    let path = || open(&mut rig().lab("case"), "").2;
    let (one, other) = (path(), path());
    assert_ne!(one, other, "the same seed, case and number");
    assert_eq!(one.len(), 1 + 32);
}
