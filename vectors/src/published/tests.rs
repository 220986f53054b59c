use super::*;

const SMALL: &str = r#"
[service]
family = "urn:example-com:service:Lamp:"
documents = ["Lamp:1"]
sources = ["https://example.com/lamp"]
tables = ["1", "2"]

[[statement]]
id = "kept"
clause = "2.1"
level = "shall"
text = "What is set is kept."

[[variable]]
name = "Light"
type = "boolean"
presence = "required"

[[action]]
name = "Set"
clause = "2.1"
presence = "required"
in = ["New Light"]

[[action]]
name = "Get"
clause = "2.2"
presence = "required"
safe = true
out = ["Now|Current Light"]

[[case]]
id = "set-is-kept"
purpose = "what is set is got"
judges = ["kept"]
steps = [
    { call = "Get", keep = { before = "Now" } },
    { call = "Set", with = { New = "{other:Light:before}" } },
    { call = "Get", expect = { Now = { not = "{before}" } }, judges = "kept" },
]
undo = [{ call = "Set", with = { New = "{before}" } }]
"#;

#[test]
fn the_embedded_services_are_read() {
    let names: Vec<&str> = services()
        .iter()
        .map(|service| service.name.as_str())
        .collect();
    assert!(names.contains(&"SwitchPower"), "{names:?}");
    for service in services() {
        assert!(
            !service.sources.is_empty() && service.cases.len() >= 2,
            "{}",
            service.name
        );
    }
}

#[test]
fn a_file_is_read_and_its_names_are_made_whole() {
    let lamp = KnownService::load("lamp.toml", SMALL).expect("it is right");
    assert_eq!(lamp.name, "Lamp");
    assert_eq!(lamp.cases[0].id, "service/Lamp/set-is-kept");
    assert_eq!(
        lamp.cases[0].steps[2].judges.as_deref(),
        Some("S-Lamp-kept")
    );
    assert_eq!(lamp.called_by(&lamp.cases[0]), ["Get", "Set"]);
    assert!(lamp.norm("S-Lamp-actions").is_some() && lamp.norm("S-Lamp-none").is_none());
    let get = lamp.action("Get").expect("it is there");
    assert!(get.outputs[0].is_called("Current"));
}

#[test]
fn what_is_wrong_is_said_with_file_and_line() {
    for (from, to, line, what) in [
        (
            "urn:example-com:service:Lamp:",
            "urn:example-com:Lamp",
            2,
            "`urn:DOMAIN:service:NAME:`",
        ),
        (
            "in = [\"New Light\"]",
            "in = [\"New Dark\"]",
            19,
            "variable `Dark`",
        ),
        (
            "in = [\"New Light\"]",
            "in = [\"New\"]",
            23,
            "`NAME VARIABLE`",
        ),
        (
            "{ call = \"Get\", keep",
            "{ call = \"Take\", keep",
            32,
            "action `Take`",
        ),
        (
            "New = \"{before}\"",
            "New = \"{after}\"",
            32,
            "kept text `after`",
        ),
        (
            "{other:Light:before}",
            "{other:Dark:before}",
            32,
            "variable `Dark`",
        ),
        ("expect = { Now", "expect = { Then", 32, "argument `Then`"),
        (
            "judges = [\"kept\"]",
            "judges = [\"kept\", \"lost\"]",
            32,
            "statement `lost`",
        ),
        (", judges = \"kept\" }", " }", 32, "one `judges`"),
        ("safe = true", "harmless = true", 29, "unknown field"),
        ("name = \"Get\"", "name = \"Set\"", 25, "defined once"),
    ] {
        let text = SMALL.replacen(from, to, 1);
        let error = KnownService::load("lamp.toml", &text)
            .expect_err(to)
            .to_string();
        assert!(
            error.starts_with(&format!("lamp.toml:{line}:")),
            "{error} ({to})"
        );
        assert!(error.contains(what), "{error}");
    }
}
