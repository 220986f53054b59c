//! What the process does with memory that it has let go of, and where there is none.
//!
//! The allocator of glibc has a heap for each few threads, and the longer the texts that were freed, the longer those that
//! it will keep: after some answers of 4 MiB to eight cases at a time, a hundred megabytes are resident and in no use. Here it
//! is told to have two heaps, and to give every long text its own pages, which go back as soon as it is freed. Other
//! C libraries do so without being told.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Write as _;

/// From how many bytes a block has pages of its own.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LONG: libc::c_int = 128 * 1024;

/// How many heaps there are for all threads together.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const HEAPS: libc::c_int = 2;

/// Memory that is freed goes back to the system. To be called once, before there are threads. Whether the allocator agreed;
/// where it needs no telling, it does.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[must_use]
#[allow(unsafe_code, reason = "there is no safe form of mallopt")]
pub fn give_back() -> bool {
    let settings = [
        (libc::M_MMAP_THRESHOLD, LONG),
        (libc::M_TRIM_THRESHOLD, LONG),
        (libc::M_ARENA_MAX, HEAPS),
    ];
    settings.into_iter().all(|(setting, value)| {
        // SAFETY: mallopt takes two numbers, keeps no pointer, and locks the allocator while it changes it.
        let done = unsafe { libc::mallopt(setting, value) };
        done == 1
    })
}

/// Memory that is freed goes back to the system, as it does here anyway.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
#[must_use]
pub fn give_back() -> bool {
    true
}

/// What is free between blocks in use goes back to the system too, now. It takes about a millisecond for 50 MB, so it is for
/// moments between two pieces of work. Whether anything went back; where there is no such call, nothing does.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "there is no safe form of malloc_trim")]
pub fn give_back_now() -> bool {
    // SAFETY: malloc_trim takes a number, keeps no pointer, and locks each heap while it looks at it.
    let trimmed = unsafe { libc::malloc_trim(0) };
    trimmed == 1
}

/// Nothing goes back before its time.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back_now() -> bool {
    false
}

/// Ends the process without anything that would be done at its end: that would want memory too.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "there is no safe form of _exit")]
fn at_once(code: i32) -> ! {
    // SAFETY: it takes a number and does not come back.
    unsafe { libc::_exit(code) }
}

/// Ends the process.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn at_once(code: i32) -> ! {
    std::process::exit(code)
}

/// The system's allocator, for a program that would rather end with a sentence than be aborted where there is no memory.
#[derive(Debug, Clone, Copy)]
pub struct OrExit {
    /// What is said then, with its line feed.
    pub sentence: &'static str,
    /// The exit code.
    pub code: i32,
}

impl OrExit {
    /// Says it without memory, and ends.
    fn exit(self) -> ! {
        // Standard error has no buffer. If it takes nothing, the exit code says it.
        let _ = std::io::stderr().write_all(self.sentence.as_bytes());
        at_once(self.code)
    }

    fn unless(self, memory: *mut u8) -> *mut u8 {
        if memory.is_null() {
            self.exit();
        }
        memory
    }

    /// The same where the standard library itself finds no memory for a thread that it has begun: it panics then, and is
    /// aborted, because there is none for the panic either. To be called once, before there are threads.
    pub fn for_threads_too(self) {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let of_thread =
                |at: &std::panic::Location<'_>| at.file().ends_with("/stack_overflow.rs");
            if panic.location().is_some_and(of_thread) {
                self.exit();
            }
            usual(panic);
        }));
    }
}

#[allow(unsafe_code, reason = "there is no safe form of an allocator")]
// SAFETY: everything is done by the system's allocator, whose contract is this one's.
unsafe impl GlobalAlloc for OrExit {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps to the same contract.
        self.unless(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        self.unless(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        self.unless(unsafe { System.realloc(memory, layout, size) })
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[global_allocator]
    static ALLOCATOR: OrExit = OrExit {
        sentence: "no memory\n",
        code: 4,
    };

    /// The test program calls itself: what ends there is not this test.
    #[test]
    fn no_memory_is_a_sentence_and_an_exit_code() {
        if std::env::var_os("ASK_FOR_TOO_MUCH").is_some() {
            let much = vec![1_u8; 1 << 60];
            panic!("there was memory for {}", much.len());
        }
        let me = std::env::current_exe().expect("it runs");
        let asked = std::process::Command::new(me)
            .args(["--exact", "tests::no_memory_is_a_sentence_and_an_exit_code"])
            .env("ASK_FOR_TOO_MUCH", "1")
            .output()
            .expect("it can be started");
        let said = String::from_utf8_lossy(&asked.stderr);
        assert_eq!((asked.status.code(), &*said), (Some(4), "no memory\n"));
    }

    /// Memory of the process that is resident, in bytes.
    /// Held by the test that measures: what another one has meanwhile would count too.
    static MEASURES: std::sync::Mutex<()> = std::sync::Mutex::new(());

    #[cfg(target_os = "linux")]
    fn resident() -> usize {
        let pages = std::fs::read_to_string("/proc/self/statm").expect("there is /proc");
        let pages = pages.split(' ').nth(1).expect("a second field");
        pages.parse::<usize>().expect("a number") * 4096
    }

    #[test]
    fn the_allocator_agrees() {
        assert!(give_back());
    }

    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[test]
    fn what_is_free_between_blocks_goes_back_when_it_is_asked_for() {
        let _alone = MEASURES.lock();
        assert!(give_back());
        let all: Vec<Vec<u8>> = (0..40_000).map(|_| vec![1; 1000]).collect();
        // One of a hundred stays: no page range at the end of the heap is free.
        let kept: Vec<Vec<u8>> = all.into_iter().step_by(100).collect();
        let before = resident();
        give_back_now();
        let gone = before.saturating_sub(resident());
        assert_eq!(kept.len(), 400);
        assert!(gone > 16 << 20, "{gone} bytes went back");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn long_texts_of_many_threads_are_gone_when_they_are_freed() {
        let _alone = MEASURES.lock();
        assert!(give_back());
        let before = resident();
        for _ in 0..4 {
            std::thread::scope(|scope| {
                for length in 1..=16 {
                    scope.spawn(move || {
                        let long = vec![1_u8; length << 18];
                        let short: Vec<Vec<u8>> = (0..100).map(|_| vec![1; 100]).collect();
                        assert!(long.len() > short.len());
                    });
                }
            });
        }
        let more = resident().saturating_sub(before);
        assert!(more < 8 << 20, "{more} bytes are kept");
    }
}
