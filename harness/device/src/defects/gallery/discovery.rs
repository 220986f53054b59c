//! Defects of discovery (clause 1 of the architecture).

macro_rules! discovery {
    ($join:ident $before:tt) => { $join! { $before
        ServiceUnannounced {
            id: "service-unannounced", breaks: "UDA-DISC-08",
            does: "does not announce its service",
            caught_by: &["uda/discovery/announced-set", "uda/discovery/all"],
        }
        UsnWithoutType {
            id: "usn-without-type", breaks: "UDA-DISC-16",
            does: "puts its UDN alone into every USN",
            caught_by: &["uda/discovery/usn"],
            also_failed_by: &["uda/discovery/answer-values"],
        }
        AnnouncementsExpire {
            id: "announcements-expire", breaks: "UDA-DISC-23",
            does: "announces itself for 8 seconds, and never again",
            caught_by: &["uda/discovery/kept-alive"],
        }
        MaxAgeZero {
            id: "max-age-zero", breaks: "UDA-DISC-53",
            does: "announces itself for no time at all",
            caught_by: &["uda/discovery/answer-values"],
        }
        SearchAnswerWithoutExt {
            id: "search-answer-without-ext", breaks: "UDA-DISC-40",
            does: "leaves EXT out of search answers",
            caught_by: &["uda/discovery/answer-headers"],
        }
        HigherVersionAnswered {
            id: "higher-version-answered", breaks: "UDA-DISC-47",
            does: "answers searches for versions that it does not have",
            caught_by: &["uda/discovery/unknown-targets"],
        }
        BootIdDiffers {
            id: "boot-id-differs", breaks: "UDA-DISC-18",
            does: "names another boot number in search answers than in announcements (since 1.1)",
            caught_by: &["uda/discovery/boot-id"],
            since: "1.1",
        }
        LowerVersionAnnounced {
            id: "lower-version-announced", breaks: "UDA-DISC-09",
            does: "announces version 1 of its service as well",
            caught_by: &["uda/discovery/highest-version-announced"],
        }
        AnnouncedWithoutServer {
            id: "announced-without-server", breaks: "UDA-DISC-10",
            does: "leaves SERVER out of announcements",
            caught_by: &["uda/discovery/announced-headers"],
        }
        AnnouncedWithoutConfigId {
            id: "announced-without-config-id", breaks: "UDA-DISC-11",
            does: "leaves CONFIGID.UPNP.ORG out of announcements",
            caught_by: &["uda/discovery/announced-numbers"],
            since: "1.1",
        }
        AnnouncedHostOther {
            id: "announced-host-other", breaks: "UDA-DISC-12",
            does: "names another port in HOST of announcements",
            caught_by: &["uda/discovery/announced-host"],
        }
        CacheControlMore {
            id: "cache-control-more", breaks: "UDA-DISC-13",
            does: "adds a directive to CACHE-CONTROL of announcements",
            caught_by: &["uda/discovery/cache-control"],
            since: "1.1",
        }
        AnnouncedLocationElsewhere {
            id: "announced-location-elsewhere", breaks: "UDA-DISC-15",
            does: "announces a LOCATION where nothing is",
            caught_by: &["uda/discovery/location"],
        }
        AnnouncedServerOther {
            id: "announced-server-other", breaks: "UDA-DISC-17",
            does: "announces a SERVER that does not name UPnP",
            caught_by: &["uda/discovery/server"],
        }
        AnnouncedConfigIdDiffers {
            id: "announced-config-id-differs", breaks: "UDA-DISC-19",
            does: "announces another CONFIGID.UPNP.ORG than configId of its description",
            caught_by: &["uda/discovery/config-id"],
            since: "1.1",
        }
        ByebyeIncomplete {
            id: "byebye-incomplete", breaks: "UDA-DISC-22",
            does: "says byebye for a part of what it has announced",
            caught_by: &["uda/discovery/byebye"],
        }
        NotifyAnswered {
            id: "notify-answered", breaks: "UDA-DISC-27",
            does: "answers notifications",
            caught_by: &["uda/discovery/notify-unanswered"],
            since: "1.1",
        }
        UuidOfOtherForm {
            id: "uuid-of-other-form", breaks: "UDA-DISC-07",
            does: "has a UUID that is a word",
            caught_by: &["uda/discovery/uuid-form"],
            since: "1.1",
        }
        BootIdStays {
            id: "boot-id-stays", breaks: "UDA-DISC-18",
            does: "keeps its boot number over a restart",
            caught_by: &["uda/discovery/boot-id-grows"],
            since: "1.1",
        }
        SearchHeadersByCase {
            id: "search-headers-by-case", breaks: "UDA-DISC-03",
            does: "reads the headers of a search in capital letters alone",
            caught_by: &["uda/discovery/header-names"],
        }
        SearchWithUnknownHeaderDropped {
            id: "search-with-unknown-header-dropped", breaks: "UDA-DISC-04",
            does: "drops searches with headers that it does not know",
            caught_by: &["uda/discovery/unknown-headers"],
        }
        ManNotRead {
            id: "man-not-read", breaks: "UDA-DISC-34",
            does: "answers searches whatever MAN says",
            caught_by: &["uda/discovery/man"],
            since: "1.1",
        }
        SearchWithoutMxAnswered {
            id: "search-without-mx-answered", breaks: "UDA-DISC-35",
            does: "answers multicast searches without MX",
            caught_by: &["uda/discovery/mx-missing"],
            since: "1.1",
        }
        SearchWithWordMxAnswered {
            id: "search-with-word-mx-answered", breaks: "UDA-DISC-52",
            does: "answers multicast searches whose MX is a word",
            caught_by: &["uda/discovery/mx-not-a-number"],
            since: "1.1",
        }
        AnswersToPort1900 {
            id: "answers-to-port-1900", breaks: "UDA-DISC-37",
            does: "sends its answers to port 1900 of the asker",
            caught_by: &["uda/discovery/answers"],
        }
        AnswerWithoutBootId {
            id: "answer-without-boot-id", breaks: "UDA-DISC-41",
            does: "leaves BOOTID.UPNP.ORG out of search answers",
            caught_by: &["uda/discovery/answer-boot-id"],
            since: "1.1",
        }
        AllIncomplete {
            id: "search-for-all-incomplete", breaks: "UDA-DISC-42",
            does: "leaves its service out when everything is searched for",
            caught_by: &["uda/discovery/all"],
        }
        RootDeviceNotFound {
            id: "root-device-not-found", breaks: "UDA-DISC-43",
            does: "does not answer searches for root devices",
            caught_by: &["uda/discovery/root-device"],
        }
        ServiceTypeNotFound {
            id: "service-type-not-found", breaks: "UDA-DISC-45",
            does: "does not answer searches for its service",
            caught_by: &["uda/discovery/types"],
        }
        LowerVersionNotFound {
            id: "lower-version-not-found", breaks: "UDA-DISC-46",
            does: "does not answer searches for lower versions",
            caught_by: &["uda/discovery/lower-version"],
            since: "1.1",
        }
        LowerVersionAnsweredAsOwn {
            id: "lower-version-answered-as-own", breaks: "UDA-DISC-46",
            does: "answers searches for lower versions under its own",
            caught_by: &["uda/discovery/lower-version"],
            since: "1.1",
        }
        AnswerLocationElsewhere {
            id: "answer-location-elsewhere", breaks: "UDA-DISC-48",
            does: "answers searches with a LOCATION where nothing is",
            caught_by: &["uda/discovery/answer-location"],
        }
        AnswerServerOther {
            id: "answer-server-other", breaks: "UDA-DISC-53",
            does: "answers searches with a SERVER that does not name UPnP",
            caught_by: &["uda/discovery/answer-values"],
        }
    } };
}
pub(super) use discovery;
