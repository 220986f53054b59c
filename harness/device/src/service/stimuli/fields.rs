//! The fields of a stimulus: a JSON object whose unknown members are ignored.

use serde_json::Value;

use super::{Refusal, failed};
use crate::service::documents::Attachment;

/// Items of one list.
const MOST_ITEMS: usize = 256;

/// The fields given.
pub(super) struct Fields<'a>(&'a Value);

impl<'a> Fields<'a> {
    pub(super) fn new(fields: &'a Value) -> Self {
        Self(fields)
    }

    /// A member; null counts as absent.
    fn member(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a str, Refusal> {
        self.optional_text(name)?
            .ok_or_else(|| failed(format!("the field `{name}` is missing")))
    }

    pub(super) fn optional_text(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        self.member(name)
            .map(|value| {
                value
                    .as_str()
                    .ok_or_else(|| failed(format!("the field `{name}` is not a string")))
            })
            .transpose()
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        self.member(name)
            .and_then(Value::as_bool)
            .ok_or_else(|| failed(format!("the field `{name}` is not true or false")))
    }

    /// One string or a list of them.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<&'a str>, Refusal> {
        let wrong = || {
            failed(format!(
                "the field `{name}` is not a string or a list of strings"
            ))
        };
        match self.member(name) {
            None => Ok(Vec::new()),
            Some(Value::String(one)) => Ok(vec![one]),
            Some(Value::Array(several)) if several.len() <= MOST_ITEMS => several
                .iter()
                .map(|one| one.as_str().ok_or_else(wrong))
                .collect(),
            Some(_) => Err(wrong()),
        }
    }

    /// `attachments`: a list of `{uri, size?, mime_type?}`.
    pub(super) fn attachments(&self) -> Result<Vec<Attachment>, Refusal> {
        let wrong = || failed("the field `attachments` is not a list of {uri, size?, mime_type?}");
        let Some(value) = self.member("attachments") else {
            return Ok(Vec::new());
        };
        let list = value
            .as_array()
            .filter(|list| list.len() <= MOST_ITEMS)
            .ok_or_else(wrong)?;
        list.iter()
            .map(|one| {
                let fields = Fields(one);
                let size = match fields.member("size") {
                    None => None,
                    Some(size) => Some(size.as_u64().ok_or_else(wrong)?.to_string()),
                };
                Ok(Attachment {
                    uri: fields.text("uri")?.to_owned(),
                    size,
                    mime_type: fields.optional_text("mime_type")?.map(str::to_owned),
                })
            })
            .collect()
    }
}
