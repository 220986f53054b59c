//! The cases of the conformance suite, a file a clause.
