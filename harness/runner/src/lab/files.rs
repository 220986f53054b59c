//! Files that the lab serves for the device to fetch.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use ctk_suite::lab::{FileManner, FileOffer};
use socket2::{Domain, Socket, Type};

use super::acquaintance::Acquaintance;
use super::file::{Asked, File};
use super::guests::Seat;
use super::incoming::Requests;
use super::server::{Server, base_of};

/// The largest file.
pub(super) const LARGEST: u64 = 1 << 30;

/// The file server of a run.
pub(super) struct Files {
    origin: Instant,
    acquaintance: Arc<Acquaintance>,
    server: Mutex<Option<Server>>,
    routes: Arc<Mutex<HashMap<String, Arc<File>>>>,
}

/// A file that a case offers; withdrawn when it is dropped.
pub(super) struct OfferedFile {
    pub(super) file: Arc<File>,
    pub(super) url: String,
    path: String,
    routes: Arc<Mutex<HashMap<String, Arc<File>>>>,
    /// Holds a port where nobody listens.
    _closed_port: Option<Socket>,
}

impl Drop for OfferedFile {
    fn drop(&mut self) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        routes.remove(&self.path);
    }
}

impl Files {
    /// Without a server yet. Times count from `origin`.
    pub(super) fn new(origin: Instant, acquaintance: Arc<Acquaintance>) -> Self {
        Self {
            origin,
            acquaintance,
            server: Mutex::new(None),
            routes: Arc::default(),
        }
    }

    /// Offers a file under a folder that nobody else uses.
    ///
    /// # Errors
    /// When the listener cannot be had.
    pub(super) fn offer(
        &self,
        bind: SocketAddr,
        folder: &str,
        offer: &FileOffer,
    ) -> io::Result<OfferedFile> {
        let path = format!("{folder}/file.{}", extension_of(&offer.content_type));
        let (base, closed_port) = if offer.manner == FileManner::Refused {
            let (address, socket) = closed_port(SocketAddr::new(bind.ip(), 0))?;
            (base_of(address), Some(socket))
        } else {
            (self.base(bind)?, None)
        };
        let file = Arc::new(File::new(offer, self.origin));
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        routes.insert(path.clone(), Arc::clone(&file));
        drop(routes);
        let routes = Arc::clone(&self.routes);
        Ok(OfferedFile {
            file,
            url: format!("{base}{path}"),
            path,
            routes,
            _closed_port: closed_port,
        })
    }

    fn base(&self, bind: SocketAddr) -> io::Result<String> {
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = &*server {
            return Ok(server.base());
        }
        let routes = Arc::clone(&self.routes);
        let acquaintance = Arc::clone(&self.acquaintance);
        let service = Arc::new(move |stream: TcpStream, from: SocketAddr, seat: &Seat| {
            serve(&routes, stream, from.ip(), &acquaintance, seat);
        });
        let started = Server::start(bind, Arc::clone(&self.acquaintance), service)?;
        let base = started.base();
        *server = Some(started);
        Ok(base)
    }
}

fn serve(
    routes: &Mutex<HashMap<String, Arc<File>>>,
    stream: TcpStream,
    from: IpAddr,
    acquaintance: &Acquaintance,
    seat: &Seat,
) {
    let mut requests = Requests::new(stream, seat);
    while let Some(incoming) = requests.next() {
        let goes_on = incoming.keeps_alive();
        let status = match (&incoming.failure, &incoming.head) {
            (Some((_, status)), _) => status.unwrap_or(0),
            (None, None) => 400,
            (None, Some(head)) => {
                let whole = head.target.split('#').next().unwrap_or_default();
                let (path, query) = match whole.split_once('?') {
                    Some((path, query)) => (path, Some(query)),
                    None => (whole, None),
                };
                let file = routes
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get(path)
                    .cloned();
                match (file, head.method.as_str()) {
                    (Some(file), _) if !file.is_for(from, acquaintance) => 403,
                    (Some(file), "GET" | "HEAD") => {
                        let asked = Asked {
                            method: &head.method,
                            query,
                            began: incoming.began,
                        };
                        if file.serve(&mut requests, asked, seat) && goes_on {
                            continue;
                        }
                        return;
                    }
                    (Some(_), _) => 405,
                    (None, _) => 404,
                }
            }
        };
        if status != 0 {
            requests.answer(status, !goes_on);
        }
        if status == 0 || !goes_on {
            return;
        }
    }
}

/// A port that is taken, and where nobody listens: connections are refused for as long as the socket lives.
fn closed_port(at: SocketAddr) -> io::Result<(SocketAddr, Socket)> {
    let socket = Socket::new(Domain::for_address(at), Type::STREAM, None)?;
    socket.bind(&at.into())?;
    let address = socket.local_addr()?.as_socket();
    let address = address.ok_or_else(|| io::Error::other("the system gave no port"))?;
    Ok((address, socket))
}

fn extension_of(content_type: &str) -> &'static str {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "text/plain" => "txt",
        "audio/mpeg" => "mp3",
        "video/mp4" => "mp4",
        _ => "bin",
    }
}
