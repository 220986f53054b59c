//! 5.3.16 A_ARG_TYPE_SessionsList: the answer of GetSessions.
