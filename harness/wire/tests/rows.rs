//! Every row that a reader checks has a message by which nothing is wrong, and one that breaks it.

use ctk_vectors::facts;
use ctk_vectors::uda::row::*;
use ctk_wire::http::{Limits, RequestReader, Response, ResponseReader};
use ctk_wire::soap::{Asked, read_response};
use ctk_wire::{Claim, Reading, description, gena, scpd, ssdp};

use Claim::{V1_0, V1_1, V2_0};
use Message::{Alive, Answer, ByeBye, Description, Event, Fault, Fetched, Grant, Scpd, Success};

/// The messages, right as they stand.
#[derive(Clone, Copy, Debug)]
enum Message {
    Alive,
    ByeBye,
    Answer,
    Description,
    Fetched,
    Scpd,
    Success,
    Fault,
    Grant,
    Event,
}

const ALIVE: &str = "NOTIFY * HTTP/1.1\nHOST: 239.255.255.250:1900\nCACHE-CONTROL: max-age=1800\nLOCATION: http://127.0.0.1:5/d\nNT: upnp:rootdevice\nNTS: ssdp:alive\nSERVER: Linux/6 UPnP/CLAIM Tern/2\nUSN: uuid:3c1d90aa-0f52-4b7e-a2c4-7be1509d6f08::upnp:rootdevice\nBOOTID.UPNP.ORG: 1\nCONFIGID.UPNP.ORG: 1\nSEARCHPORT.UPNP.ORG: 50000\n\n";
const BYE_BYE: &str = "NOTIFY * HTTP/1.1\nHOST: 239.255.255.250:1900\nNT: upnp:rootdevice\nNTS: ssdp:byebye\nUSN: uuid:3c1d90aa-0f52-4b7e-a2c4-7be1509d6f08::upnp:rootdevice\nBOOTID.UPNP.ORG: 1\nCONFIGID.UPNP.ORG: 1\n\n";
const ANSWER: &str = "HTTP/1.1 200 OK\nCACHE-CONTROL: max-age=1800\nEXT:\nLOCATION: http://127.0.0.1:5/d\nSERVER: Linux/6 UPnP/CLAIM Tern/2\nST: upnp:rootdevice\nUSN: uuid:3c1d90aa-0f52-4b7e-a2c4-7be1509d6f08::upnp:rootdevice\nBOOTID.UPNP.ORG: 1\n\n";
const DESCRIPTION: &str = r#"<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0" configId="1"><specVersion><major>MAJOR</major><minor>MINOR</minor></specVersion><device><deviceType>urn:schemas-upnp-org:device:TelephonyServer:2</deviceType><friendlyName>Desk</friendlyName><manufacturer>Tern</manufacturer><modelName>T2</modelName><UDN>uuid:00000001-0f52-4b7e-a2c4-7be1509d6f08</UDN><UPC>123456789012</UPC><iconList><icon><mimetype>image/png</mimetype><width>8</width><height>8</height><depth>8</depth><url>i.png</url></icon></iconList><serviceList><service><serviceType>urn:schemas-upnp-org:service:Messaging:2</serviceType><serviceId>urn:upnp-org:serviceId:Messaging</serviceId><SCPDURL>s.xml</SCPDURL><controlURL>c</controlURL><eventSubURL>e</eventSubURL></service></serviceList><deviceList><device><deviceType>urn:tern:device:Bell:1</deviceType><friendlyName>Bell</friendlyName><manufacturer>Tern</manufacturer><modelName>B</modelName><UDN>uuid:00000002-0f52-4b7e-a2c4-7be1509d6f08</UDN></device></deviceList></device></root>"#;
const SCPD: &str = r#"<?xml version="1.0"?><scpd xmlns="urn:schemas-upnp-org:service-1-0" configId="1"><specVersion><major>MAJOR</major><minor>MINOR</minor></specVersion><actionList><action><name>ReadMessage</name><argumentList><argument><name>MessageID</name><direction>in</direction><relatedStateVariable>A_ARG_TYPE_MessageID</relatedStateVariable></argument><argument><name>Message</name><direction>out</direction><relatedStateVariable>A_ARG_TYPE_Message</relatedStateVariable></argument></argumentList></action></actionList><serviceStateTable><stateVariable sendEvents="no"><name>A_ARG_TYPE_MessageID</name><dataType>ui2</dataType><allowedValueRange><minimum>0</minimum><maximum>9</maximum></allowedValueRange></stateVariable><stateVariable sendEvents="no"><name>A_ARG_TYPE_Message</name><dataType>string</dataType><defaultValue>SMS</defaultValue><allowedValueList><allowedValue>SMS</allowedValue></allowedValueList></stateVariable></serviceStateTable></scpd>"#;
const FETCHED: &str =
    "HTTP/1.1 200 OK\nCONTENT-TYPE: text/xml; charset=\"utf-8\"\nCONTENT-LENGTH: LEN\n\n<a/>";
const SUCCESS: &str = r#"HTTP/1.1 200 OK
CONTENT-TYPE: text/xml; charset="utf-8"
CONTENT-LENGTH: LEN
SERVER: Linux/6 UPnP/CLAIM Tern/2
EXT:

<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:AResponse xmlns:u="urn:schemas-upnp-org:service:Messaging:2"><Id>1</Id></u:AResponse></s:Body></s:Envelope>"#;
const FAULT: &str = r#"HTTP/1.1 500 Internal Server Error
CONTENT-TYPE: text/xml; charset="utf-8"
CONTENT-LENGTH: LEN
SERVER: Linux/6 UPnP/CLAIM Tern/2
EXT:

<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail><UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>708</errorCode><errorDescription>No</errorDescription></UPnPError></detail></s:Fault></s:Body></s:Envelope>"#;
const GRANT: &str = "HTTP/1.1 200 OK\nSERVER: Linux/6 UPnP/CLAIM Tern/2\nSID: uuid:5f0a1c77-9b1e-4d06-8f55-0c8d8f7e2b11\nTIMEOUT: Second-1800\nCONTENT-LENGTH: 0\n\n";
const EVENT: &str = r#"NOTIFY /e HTTP/1.1
HOST: 127.0.0.1:5
CONTENT-TYPE: text/xml; charset="utf-8"
NT: upnp:event
NTS: upnp:propchange
SID: uuid:1
SEQ: 0
CONTENT-LENGTH: LEN

<?xml version="1.0"?><e:propertyset xmlns:e="urn:schemas-upnp-org:event-1-0"><e:property><V>1</V></e:property></e:propertyset>"#;

/// A row, a message, the architecture claimed, and the edit that breaks the row.
type Broken = (&'static str, Message, Claim, &'static str, &'static str);

/// Stands for a header that makes the datagram longer than is wise.
const LONG: &str = "LONG";
const DECLARED: &str = "version=\"1.0\" encoding=\"latin1\"";

#[rustfmt::skip]
const ROWS: &[Broken] = &[
    (UDA_DISC_02, Alive, V1_0, "\n\n", "\n\nbody"),
    (UDA_DISC_05, Alive, V1_1, "\n\n", "\nX-Thing: 1\n\n"),
    (UDA_DISC_07, Alive, V1_0, "uuid:3c1d90aa", "uuid:3"),
    (UDA_DISC_10, Alive, V1_0, "SERVER: Linux/6 UPnP/CLAIM Tern/2\n", ""),
    (UDA_DISC_11, Alive, V1_1, "BOOTID.UPNP.ORG: 1\n", ""),
    (UDA_DISC_12, Alive, V1_0, "250:1900", "251:1900"),
    (UDA_DISC_13, Alive, V1_0, "max-age=1800", "max-age=x"),
    (UDA_DISC_14, Alive, V1_0, "=1800", "=900"),
    (UDA_DISC_15, Alive, V1_0, "http://", "/"),
    (UDA_DISC_16, Alive, V1_0, "USN: uuid:", "USN: "),
    (UDA_DISC_17, Alive, V1_0, "UPnP/CLAIM", "UPnP"),
    (UDA_DISC_18, Alive, V1_1, "BOOTID.UPNP.ORG: 1", "BOOTID.UPNP.ORG: 01"),
    (UDA_DISC_19, Alive, V1_1, "CONFIGID.UPNP.ORG: 1", "CONFIGID.UPNP.ORG: x"),
    (UDA_DISC_20, Alive, V1_1, "50000", "80"),
    (UDA_DISC_25, Alive, V1_0, "\n\n", LONG),
    (UDA_DISC_40, Answer, V1_0, "EXT:\n", ""),
    (UDA_DISC_41, Answer, V1_1, "BOOTID.UPNP.ORG: 1\n", ""),
    (UDA_DISC_53, Answer, V1_0, "=1800", "=0"),
    (UDA_DISC_55, ByeBye, V1_0, "HOST: 239.255.255.250:1900\n", ""),
    (UDA_DESC_03, Fetched, V1_0, "text/xml", "text/html"),
    (UDA_DESC_04, Fetched, V1_0, "LENGTH: LEN", "LENGTH: LEN\nCONTENT-LENGTH: 9"),
    (UDA_DESC_11, Fetched, V2_0, "200 OK", "302 Found"),
    (UDA_DESC_16, Fetched, V2_0, "\n\n", "\nCONTENT-ENCODING: gzip\n\n"),
    (UDA_DESC_17, Fetched, V1_0, "CONTENT-TYPE:", "CONTENT-TYPE :"),
    (UDA_DESC_19, Description, V1_0, "<?xml version=\"1.0\"?>", ""),
    (UDA_DESC_20, Description, V1_0, "device-1-0", "device-1"),
    (UDA_DESC_21, Description, V1_1, " configId=\"1\"", ""),
    (UDA_DESC_22, Description, V1_0, "<minor>MINOR</minor>", ""),
    (UDA_DESC_23, Description, V2_0, "<device>", "<URLBase>http://127.0.0.1:5/</URLBase><device>"),
    (UDA_DESC_24, Description, V1_0, "<modelName>T2</modelName>", ""),
    (UDA_DESC_25, Description, V1_0, ">T2<", ">A model with a name that is too long for it<"),
    (UDA_DESC_26, Description, V1_0, "TelephonyServer:2", "TelephonyServer"),
    (UDA_DESC_27, Description, V1_0, "uuid:00000001", "00000001"),
    (UDA_DESC_28, Description, V1_0, "123456789012", "12"),
    (UDA_DESC_29, Description, V1_0, "image/png", "png"),
    (UDA_DESC_30, Description, V1_0, "Messaging:2", "Messaging"),
    (UDA_DESC_31, Description, V1_1, "serviceId:Messaging", "serviceId:M"),
    (UDA_DESC_32, Description, V1_0, "<controlURL>c</controlURL>", ""),
    (UDA_DESC_33, Description, V2_0, ">c<", ">http://127.0.0.1:5/c<"),
    (UDA_DESC_34, Description, V1_0, ">e<", "><"),
    (UDA_DESC_35, Description, V1_0, "<deviceList>", "<deviceList/><deviceList>"),
    (UDA_DESC_36, Description, V1_0, "<modelName>", "<colour/><modelName>"),
    (UDA_DESC_39, Description, V1_0, "Desk", "Desk & Co."),
    (UDA_DESC_42, Description, V1_0, "<UPC>", "<UPC/><UPC>"),
    (UDA_SCPD_01, Scpd, V1_0, "service-1-0", "service-1"),
    (UDA_SCPD_02, Scpd, V1_1, " configId=\"1\"", ""),
    (UDA_SCPD_03, Scpd, V1_0, "<major>MAJOR</major>", ""),
    (UDA_SCPD_04, Scpd, V1_0, "<actionList>", "<actionList/><actionList>"),
    (UDA_SCPD_05, Scpd, V1_0, "<name>ReadMessage</name>", ""),
    (UDA_SCPD_06, Scpd, V1_0, "<direction>in</direction>", ""),
    (UDA_SCPD_07, Scpd, V1_0, ">in<", ">input<"),
    (UDA_SCPD_08, Scpd, V1_0, ">out</direction>", ">out</direction><retval/>"),
    (UDA_SCPD_09, Scpd, V1_0, "_MessageID</r", "_Other</r"),
    (UDA_SCPD_10, Scpd, V1_0, ">ReadMessage<", ">Read-Message<"),
    (UDA_SCPD_11, Scpd, V1_0, ">ReadMessage<", ">ReadMessageThatHasANameMuchTooLong<"),
    (UDA_SCPD_12, Scpd, V1_0, ">ReadMessage<", ">A_Read<"),
    (UDA_SCPD_14, Scpd, V1_0, "<name>A_ARG_TYPE_MessageID", "<name>A_ARG_TYPE_Message"),
    (UDA_SCPD_15, Scpd, V1_0, " sendEvents=\"no\"", ""),
    (UDA_SCPD_16, Scpd, V1_1, " sendEvents=\"no\"", " sendEvents=\"no\" multicast=\"yes\""),
    (UDA_SCPD_17, Scpd, V1_0, ">string<", ">String<"),
    (UDA_SCPD_18, Scpd, V1_1, "<dataType>", "<dataType type=\"x\">"),
    (UDA_SCPD_19, Scpd, V1_0, "<defaultValue>SMS", "<defaultValue>Fax"),
    (UDA_SCPD_20, Scpd, V1_0, "<allowedValue>SMS</allowedValue>", ""),
    (UDA_SCPD_21, Scpd, V1_0, "_Message</r", "_MessageID</r"),
    (UDA_SCPD_22, Scpd, V1_0, "<minimum>0", "<minimum>9"),
    (UDA_SCPD_26, Scpd, V1_1, "<dataType>string</dataType><defaultValue>SMS</defaultValue>", "<defaultValue>SMS</defaultValue><dataType>string</dataType>"),
    (UDA_SCPD_27, Scpd, V1_0, "<actionList>", "<odd/><actionList>"),
    (UDA_CTRL_05, Success, V1_0, "soap/envelope", "soap/envelop"),
    (UDA_CTRL_06, Success, V1_0, "s:encodingStyle", "encodingStyle"),
    (UDA_CTRL_08, Success, V1_0, "</s:Body>", "</s:Body><odd/>"),
    (UDA_CTRL_11, Success, V1_0, "<Id>1</Id>", "<u:Id>1</u:Id>"),
    (UDA_CTRL_26, Success, V1_0, "text/xml", "text/plain"),
    (UDA_CTRL_27, Success, V1_0, "EXT:\n", ""),
    (UDA_CTRL_28, Success, V1_0, "EXT:\n", "EXT:\nCONTENT-LANGUAGE: en\n"),
    (UDA_CTRL_29, Success, V1_0, "service:Messaging", "service:Other"),
    (UDA_CTRL_30, Success, V1_0, "Messaging:2", "Messaging:1"),
    (UDA_CTRL_31, Success, V1_0, "<Id>1</Id>", ""),
    (UDA_CTRL_33, Success, V1_0, ">1<", "><x/><"),
    (UDA_CTRL_35, Fault, V1_0, "500 Internal", "200 Internal"),
    (UDA_CTRL_36, Fault, V1_0, "<faultstring>UPnPError</faultstring>", ""),
    (UDA_CTRL_37, Fault, V1_0, "s:Client", "s:Server"),
    (UDA_CTRL_38, Fault, V1_0, ">UPnPError<", ">Error<"),
    (UDA_CTRL_39, Fault, V1_0, "<errorCode>708</errorCode>", ""),
    (UDA_CTRL_43, Fault, V1_0, "708", "808"),
    (UDA_CTRL_54, Success, V1_0, "version=\"1.0\"", DECLARED),
    (UDA_CTRL_56, Fault, V1_0, "text/xml", "text/plain"),
    (UDA_CTRL_57, Success, V1_0, "soap/encoding", "soap/code"),
    (UDA_EVNT_05, Event, V1_0, "/e HTTP", "/e f HTTP"),
    (UDA_EVNT_06, Grant, V1_0, "TIMEOUT: Second-1800\n", ""),
    (UDA_EVNT_07, Grant, V1_1, "LENGTH: 0", "LENGTH: 0\nCONTENT-LENGTH: 9"),
    (UDA_EVNT_08, Grant, V1_0, "uuid:5f0a1c77", "5f0a1c77"),
    (UDA_EVNT_09, Grant, V1_0, "Second-1800", "1800"),
    (UDA_EVNT_10, Grant, V1_1, "1800", "infinite"),
    (UDA_EVNT_31, Event, V1_0, "upnp:event", "upnp:other"),
    (UDA_EVNT_33, Event, V1_0, "SEQ: 0", "SEQ: x"),
    (UDA_EVNT_35, Event, V1_0, "event-1-0", "event"),
    (UDA_EVNT_36, Event, V1_0, "</e:propertyset>", "<e:property><V/></e:property></e:propertyset>"),
    (UDA_EVNT_38, Event, V1_0, ">1<", "><x/><"),
    (UDA_EVNT_56, Event, V1_0, "version=\"1.0\"", DECLARED),
];

/// Rows that time shows, or several messages together.
const NOT_OF_ONE_MESSAGE: [&str; 2] = [UDA_CTRL_25, UDA_EVNT_37];

/// The rows checked and the rows broken.
fn judged<T>(reading: Reading<T>) -> (Vec<&'static str>, Vec<String>) {
    let broken = reading.findings.iter().map(|it| it.row.to_string());
    (reading.checked, broken.collect())
}

fn response(text: &str, method: &str) -> Response {
    let mut reader = ResponseReader::new(Limits::default(), method);
    reader.feed(text.as_bytes()).expect("readable");
    reader.take().expect("complete")
}

fn read(message: Message, text: &str, claim: Claim) -> (Vec<&'static str>, Vec<String>) {
    const ASKED: Asked<'static> = Asked {
        service_type: "urn:schemas-upnp-org:service:Messaging:2",
        action: "A",
        outputs: &["Id"],
    };
    const URL: &str = "http://127.0.0.1:5/d";
    let bytes = text.as_bytes();
    match message {
        Alive | ByeBye | Answer => judged(ssdp::parse(bytes).expect("readable").check(claim)),
        Description => match description::read(bytes, URL, None) {
            Ok(reading) => judged(reading),
            Err(error) => {
                let row = error.row().expect("it breaks a row");
                (vec![row], vec![row.to_owned()])
            }
        },
        Scpd => judged(scpd::read(bytes, claim).expect("readable")),
        Fetched => judged(description::read_answer(
            &response(text, "GET"),
            claim,
            true,
        )),
        Success | Fault => judged(read_response(&response(text, "POST"), &ASKED, claim)),
        Grant => {
            let response = response(text, "SUBSCRIBE");
            judged(gena::read_subscribe_response(&response, claim, false))
        }
        Event => {
            let mut reader = RequestReader::new(Limits::default());
            reader.feed(bytes).expect("readable");
            judged(gena::read_notify(&reader.take().expect("complete"), claim))
        }
    }
}

/// The message with one edit, as a device of that claim sends it.
fn written(message: Message, claim: Claim, from: &str, to: &str) -> String {
    let right = match message {
        Alive => ALIVE,
        ByeBye => BYE_BYE,
        Answer => ANSWER,
        Description => DESCRIPTION,
        Fetched => FETCHED,
        Scpd => SCPD,
        Success => SUCCESS,
        Fault => FAULT,
        Grant => GRANT,
        Event => EVENT,
    };
    assert!(right.contains(from), "{from:?} is not in the message");
    let long = format!("\nX.tern.example: {}\n\n", "x".repeat(1400));
    let to = if to == LONG { &long } else { to };
    let (major, minor) = claim.spec_version();
    let text = right
        .replacen(from, to, 1)
        .replace("CLAIM", &claim.to_string())
        .replace("MAJOR", &major.to_string())
        .replace("MINOR", &minor.to_string());
    let Some((head, body)) = text.split_once("\n\n") else {
        return text;
    };
    let head = head.replace("LENGTH: LEN", &format!("LENGTH: {}", body.len()));
    format!("{}\r\n\r\n{body}", head.replace('\n', "\r\n"))
}

#[test]
fn a_right_message_shows_the_row_and_breaks_nothing() {
    for (row, message, claim, ..) in ROWS {
        let (checked, broken) = read(*message, &written(*message, *claim, "", ""), *claim);
        assert!(checked.contains(row), "{row}: {checked:?}");
        assert!(broken.is_empty(), "{row}, {message:?} {claim}: {broken:?}");
    }
}

#[test]
fn an_edited_message_breaks_the_row() {
    for (row, message, claim, from, to) in ROWS {
        let (checked, broken) = read(*message, &written(*message, *claim, from, to), *claim);
        assert!(checked.contains(row), "{row}, {to}: {checked:?}");
        assert!(broken.iter().any(|it| it == row), "{row}, {to}: {broken:?}");
    }
}

#[test]
fn every_passive_row_has_its_messages() {
    let rows = facts().architecture.iter();
    for row in rows.filter(|row| row.passive.is_some()) {
        let of_one = !NOT_OF_ONE_MESSAGE.contains(&row.id.as_str());
        let known = ROWS.iter().any(|(it, ..)| row.id == *it);
        assert_eq!(known, of_one, "{}", row.id);
    }
}
