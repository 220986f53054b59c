//! The UPnP device architecture on bytes: HTTP, SOAP, GENA, SSDP, descriptions. No sockets, no clock.
