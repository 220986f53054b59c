//! Defects of the device description (clause 2 of the architecture).

macro_rules! description {
    ($join:ident $before:tt) => {
        $join! { $before
            ContentTypePlain {
                id: "content-type-plain", breaks: "UDA-DESC-03",
                does: "sends its descriptions as text/plain",
                caught_by: &["uda/description/content-type"],
            }
            FriendlyNameTwice {
                id: "friendly-name-twice", breaks: "UDA-DESC-24",
                does: "has two friendlyName elements",
                caught_by: &["uda/description/required-elements"],
            }
            ServiceIdOther {
                id: "service-id-other", breaks: "UDA-DESC-31",
                does: "calls its service urn:upnp-org:serviceId:Messages (a fail since 1.1)",
                caught_by: &["uda/description/service-id"],
                since: "1.1",
            }
            ChunksForHttp10 {
                id: "chunks-for-http-1-0", breaks: "UDA-DESC-05",
                does: "sends its descriptions in chunks to those who ask by HTTP/1.0",
                caught_by: &["uda/description/http-1-0"],
                since: "1.1",
            }
            LanguageUnsaid {
                id: "language-unsaid", breaks: "UDA-DESC-06",
                does: "never says CONTENT-LANGUAGE",
                caught_by: &["uda/description/language"],
                since: "1.1",
            }
            UnknownMethodServed {
                id: "unknown-method-served", breaks: "UDA-DESC-08",
                does: "serves its descriptions to any method",
                caught_by: &["uda/description/unknown-method"],
                since: "1.1",
            }
            GarbageAnswered {
                id: "garbage-answered", breaks: "UDA-DESC-09",
                does: "answers 200 to what is not a request",
                caught_by: &["uda/description/garbage"],
                since: "1.1",
            }
            RedirectFound {
                id: "redirect-302", breaks: "UDA-DESC-11",
                does: "redirects with 302 to its description",
                caught_by: &["uda/description/redirect"],
                since: "2.0",
            }
            CloseIgnored {
                id: "close-ignored", breaks: "UDA-DESC-12",
                does: "keeps connections open when it was asked to close them",
                caught_by: &["uda/description/connection-close"],
                since: "1.1",
            }
            UnknownHeaderRefused {
                id: "unknown-header-refused", breaks: "UDA-DESC-17",
                does: "refuses requests for descriptions with headers that it does not know",
                caught_by: &["uda/description/header-names"],
            }
            DescriptionNamespaceOther {
                id: "description-namespace-other", breaks: "UDA-DESC-20",
                does: "describes itself in another namespace",
                caught_by: &["uda/description/root-element"],
            }
            DescriptionConfigIdMissing {
                id: "description-config-id-missing", breaks: "UDA-DESC-21",
                does: "has no configId in its description",
                caught_by: &["uda/description/config-id"],
                since: "1.1",
            }
            DescriptionSpecVersionMissing {
                id: "description-spec-version-missing", breaks: "UDA-DESC-22",
                does: "has no specVersion in its description",
                caught_by: &["uda/description/spec-version"],
            }
            UrlBaseSent {
                id: "url-base-sent", breaks: "UDA-DESC-23",
                does: "has a URLBase in its description",
                caught_by: &["uda/description/url-base"],
                since: "2.0",
            }
            ModelNameMissing {
                id: "model-name-missing", breaks: "UDA-DESC-24",
                does: "has no modelName",
                caught_by: &["uda/description/required-elements"],
            }
            ScpdUrlTwice {
                id: "scpd-url-twice", breaks: "UDA-DESC-32",
                does: "has two SCPDURL elements for its service",
                caught_by: &["uda/description/service-urls"],
            }
            EventUrlEmpty {
                id: "event-url-empty", breaks: "UDA-DESC-34",
                does: "leaves its eventSubURL empty",
                caught_by: &["uda/description/event-url"],
            }
        }
    };
}
pub(super) use description;
