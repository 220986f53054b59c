//! 5.6.1.2, Figure 3: the life of a session.
