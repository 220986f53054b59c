//! 5.3.11 A_ARG_TYPE_MessageList: the answer of SearchMessages.
