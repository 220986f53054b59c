//! The conformance test kit for UPnP Messaging:2: the program.
