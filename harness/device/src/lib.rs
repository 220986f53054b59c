//! The reference device: a complete Messaging:2 service, its upper tester and its gallery of defects.
