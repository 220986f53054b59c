//! The files that walks let the device fetch: as many bytes as the link says.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// A server of files.
pub(crate) struct Files {
    address: SocketAddr,
}

impl Files {
    /// Serves until the program ends.
    ///
    /// # Errors
    /// No port, or no thread.
    pub(crate) fn serve() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        std::thread::Builder::new().spawn(move || {
            for stream in listener.incoming().flatten() {
                // A connection without a thread is closed: the download fails, as it may.
                let _refused = std::thread::Builder::new().spawn(move || answer(stream));
            }
        })?;
        Ok(Self { address })
    }

    /// The link of a file.
    pub(crate) fn link(&self, size: u64, number: u32) -> String {
        format!("http://{}/{size}/{number}", self.address)
    }
}

fn answer(mut stream: TcpStream) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let first = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    let size: u64 = first.split('/').nth(1)?.parse().ok()?;
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).ok()?;
    let block = [b'x'; 8_192];
    let mut left = size;
    while left > 0 {
        let count = left.min(8_192);
        stream
            .write_all(&block[..usize::try_from(count).ok()?])
            .ok()?;
        left -= count;
    }
    Some(())
}
