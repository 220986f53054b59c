//! Why a document is refused.

/// Why a document is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::service) enum Invalid {
    /// Not XML 1.0 with namespaces.
    #[error("not well-formed: {0}")]
    Malformed(String),
    /// Well-formed, and not as Annexes A and B have it.
    #[error("not valid: {0}")]
    Schema(String),
    /// Beyond what the device reads.
    #[error("too large: {0}")]
    TooLarge(String),
}

impl Invalid {
    pub(super) fn malformed(why: impl ToString) -> Self {
        Invalid::Malformed(why.to_string())
    }

    pub(super) fn schema(why: impl ToString) -> Self {
        Invalid::Schema(why.to_string())
    }

    pub(super) fn too_large(why: impl ToString) -> Self {
        Invalid::TooLarge(why.to_string())
    }
}
