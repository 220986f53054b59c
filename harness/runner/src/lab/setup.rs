//! What the lab of a run is set up with.

use ctk_record::Event;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::upper_tester::UpperTester;

/// Where the lines of the journal go. Lines of one case come in order; cases that run at the same time interleave.
pub type Sink = Arc<dyn Fn(Event) + Send + Sync>;

/// What a run is set up with.
pub struct Setup {
    /// The seed of everything drawn at random.
    pub seed: u64,
    /// The journal.
    pub journal: Sink,
    /// How the far side is made to act.
    pub upper_tester: Arc<dyn UpperTester>,
    /// The local address to listen and search on; without it the one from which packets to the device leave.
    pub interface: Option<IpAddr>,
    /// The addresses that the first and the second control point send from; without them the system's choice.
    pub sources: [Option<IpAddr>; 2],
    /// Where files are served; without it on a free port of the local address.
    pub file_server: Option<SocketAddr>,
    /// How long one reply may take (UDA 3.2.2: 30 s).
    pub reply_timeout: Duration,
    /// Requests that may be outstanding at the device at a time, one at least; as many stimuli at the upper tester.
    pub connections: usize,
    /// Set by whoever wants the run to end.
    pub interrupt: Arc<AtomicBool>,
}
