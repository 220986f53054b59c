//! What the standard says, as values: documents, actions, states, expectations.
