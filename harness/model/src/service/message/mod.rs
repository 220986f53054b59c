//! One message: where it may be, what it says, and what no message does.

mod again;
mod beyond;
mod blame;
mod caller;
mod content;
mod state;

pub(super) use blame::{blame, described, names, rules, status};
pub use content::MOST_SERVED;
pub(super) use content::{
    Content, Difference, LISTED, Named, bare_mime, plain_address, same_address,
};
pub(super) use state::{Filter, Folder, Moves, Place, Shown, State, Step};
