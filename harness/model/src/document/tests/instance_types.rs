//! `xsi:type` in documents.

use super::*;
use crate::document::*;

#[test]
fn an_instance_names_no_other_type_than_its_own() {
    let peer = |named: &str| {
        format!(
            "<recipientFrom><peer:id>a</peer:id><peer:name xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' \
             xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:m='urn:schemas-upnp-org:phone:messaging' \
             xsi:type='{named}'>A</peer:name></recipientFrom>"
        )
    };
    for own in ["xs:string", " xs:token ", "other:string", "m:Unheard"] {
        assert_found(&output(Kind::RecipientsList, &peer(own)), &[]);
    }
    for other in ["xs:int", "xs:anyURI", "m:messageID", "peer:peerType"] {
        let found = output(Kind::RecipientsList, &peer(other)).findings;
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(short(&found[0]), "fail M-A-1", "{other}");
        assert!(found[0].text.contains(other), "{}", found[0].text);
    }
}
