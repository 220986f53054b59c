//! The services that are known by a file.

use std::sync::RwLock;

use ctk_vectors::Norm;
use ctk_vectors::published::{KnownService, services};

/// The operator's, which are there for as long as the program runs.
static GIVEN: RwLock<Vec<&'static KnownService>> = RwLock::new(Vec::new());

/// Takes a service of the operator's; it takes the place of one of the same name.
pub fn add(service: KnownService) {
    let mut given = GIVEN
        .write()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if given.iter().any(|known| **known == service) {
        return;
    }
    given.retain(|known| known.family != service.family);
    given.push(Box::leak(Box::new(service)));
}

/// All of them: the embedded ones, in the order of their names, then the operator's.
pub fn known() -> Vec<&'static KnownService> {
    let given = GIVEN
        .read()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let is_given = |service: &&KnownService| given.iter().any(|own| own.name == service.name);
    let embedded = services().iter().filter(|service| !is_given(service));
    embedded.chain(given.iter().copied()).collect()
}

/// The one of this type, in whatever version.
pub fn of(service_type: &str) -> Option<&'static KnownService> {
    let is_version =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    known().into_iter().find(|service| {
        service_type
            .strip_prefix(service.family.as_str())
            .is_some_and(is_version)
    })
}

/// The statement of this id, `S-NAME-…`.
pub fn norm(id: &str) -> Option<Norm<'static>> {
    id.strip_prefix("S-")?;
    known().into_iter().find_map(|service| service.norm(id))
}
