//! What a run is about: a device, and at least one of its services.

use std::sync::Arc;

use super::{DeviceUnderTest, ServiceUnderTest};

/// The services under test, all of the same device.
#[derive(Debug, Clone)]
pub struct Dut {
    first: ServiceUnderTest,
    further: Vec<ServiceUnderTest>,
}

impl Dut {
    /// The service that the run is for, and further ones of the same description.
    pub fn new(first: ServiceUnderTest, further: Vec<ServiceUnderTest>) -> Self {
        Self { first, further }
    }

    /// Their device.
    pub fn device(&self) -> &DeviceUnderTest {
        &self.first.device
    }

    /// The service that the run is for: the one whose claims the report shows.
    pub fn first(&self) -> &ServiceUnderTest {
        &self.first
    }

    /// The services, one after the other; the first is [`Dut::first`].
    pub fn services(&self) -> impl Iterator<Item = &ServiceUnderTest> {
        std::iter::once(&self.first).chain(&self.further)
    }

    /// The same with a change of the device, which all its services share.
    #[must_use]
    pub fn with_device(&self, change: impl FnOnce(&mut DeviceUnderTest)) -> Self {
        let mut device = self.device().clone();
        change(&mut device);
        let device = Arc::new(device);
        let of_it = |service: &ServiceUnderTest| ServiceUnderTest {
            device: Arc::clone(&device),
            ..service.clone()
        };
        Self::new(of_it(&self.first), self.further.iter().map(of_it).collect())
    }

    /// More than one service is under test, so that it has to be said which one was asked.
    pub fn has_several(&self) -> bool {
        !self.further.is_empty()
    }
}
