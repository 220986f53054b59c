//! 5.6.1.2, Figure 3: the life of a session, as far as it can be known from outside.
//!
//! Several readings of the standard give several states after one action. [`Life`] keeps all
//! of them, and each observation narrows them down.

mod life;
mod members;
mod status;

pub use life::{Came, Impossible, Life};
pub(crate) use life::{Origin, State};
pub(crate) use members::Members;
pub use status::{SessionAction, SessionStatus, UnknownName};
