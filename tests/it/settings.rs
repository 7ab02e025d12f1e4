//! `triptych endpoints`: what is set counts from the next capture on.

use serde_json::Value;

use crate::bodies::{HOOK, text};
use crate::folder::{folder, json_lines, outputs};
use crate::listening::Listening;
use crate::program::{Run, run};

fn endpoints(dir: &std::path::Path, args: &[&str]) -> Run {
    let dir = dir.to_str().expect("UTF-8");
    run(["endpoints", args[0], "--data-dir", dir].iter().chain(&args[1..]))
}

fn listed(dir: &std::path::Path) -> Vec<Value> {
    json_lines(&endpoints(dir, &["list", "--json"]).stdout)
}

#[test]
fn an_endpoint_appears_by_itself_and_is_what_is_set() {
    let dir = folder();
    let triptych = Listening::start(dir.path());
    triptych.deliver(&text("7310", "m1", "hello", 1_763_700_000_000));
    let document = outputs(&triptych.converted(1)).remove(0)["document"]["payload"].clone();
    assert_eq!((&document["org_id"], &document["conversation"]["consumer_name"]), (&1.into(), &Value::Null));
    triptych.term();

    let settings = [
        "set",
        "facebook:w1/c1",
        "--name",
        "Maison Lumen",
        "--org-id",
        "5120",
        "--page-id",
        "P1",
        "--business",
        "id=b1",
        "--business",
        "name=Lumen",
        "--business",
        "city=Lyon",
        "--business",
        "zipcode=69002",
        "--business",
        "country=FR",
        "--business",
        "formatted_address=12 rue des Halles, 69002 Lyon",
        "--contact",
        "7310:name=Jane Doe",
        "--contact",
        "7310:email=jane@x.example",
        "--contact",
        "7310:phone_number=+33612345678",
        "--contact",
        "7310:img=https://x.example/p.jpg",
    ];
    let set = endpoints(dir.path(), &settings);
    assert_eq!((set.status, set.stderr.contains("digits only")), (0, true), "{set:?}");
    let row = &listed(dir.path())[0];
    assert_eq!(
        (&row["endpoint"], &row["name"], &row["captures"]),
        (&"facebook:w1/c1".into(), &"Maison Lumen".into(), &1.into())
    );

    let triptych = Listening::start(dir.path());
    triptych.deliver(&text("7310", "m2", "hello again", 1_763_700_001_000));
    let document = outputs(&triptych.converted(2)).remove(0)["document"]["payload"].clone();
    assert_eq!((&document["org_id"], &document["message"]["sender_label"]), (&5120.into(), &"Jane Doe".into()));
    let conversation = &document["conversation"];
    assert_eq!(conversation["consumer_phone_number"], "+33612345678");
    assert_eq!(conversation["consumer_email"], "jane@x.example");
    assert_eq!(conversation["consumer_img"], "https://x.example/p.jpg");
    let business = serde_json::json!({"id": "b1", "name": "Lumen", "city": "Lyon", "zipcode": "69002", "country": "FR",
        "formatted_address": "12 rue des Halles, 69002 Lyon"});
    assert_eq!(conversation["business"], business);
    triptych.term();

    // What is not named stays; an empty value takes away.
    assert_eq!(endpoints(dir.path(), &["set", "facebook:w1/c1", "--name", "", "--contact", "7310:email="]).status, 0);
    let row = &listed(dir.path())[0];
    assert_eq!((&row["name"], &row["org_id"], &row["contacts"][0]["email"]), (&"".into(), &"5120".into(), &"".into()));
    assert_eq!(row["contacts"][0]["name"], "Jane Doe");
}

#[test]
fn an_endpoint_has_tokens_of_its_own() {
    let dir = folder();
    let path = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("UTF-8").to_owned()
    };
    let data = dir.path().join("data");
    let (bearer, verify, none) = (path("b", "its-own-bearer\n"), path("v", "its-own-verify"), path("n", "\n"));
    let set =
        endpoints(&data, &["set", "facebook:w1/c1", "--bearer-token-file", &bearer, "--verify-token-file", &verify]);
    assert_eq!((set.status, set.stdout.as_str(), set.stderr.as_str()), (0, "", ""), "{set:?}");
    let triptych = Listening::start(&data);
    assert_eq!(triptych.post(&["x-api-key: its-own-bearer"], b"{\"entry\":[]}").status, 200);
    let handshake = format!("{HOOK}?hub.mode=subscribe&hub.challenge=7&hub.verify_token=its-own-verify");
    assert_eq!(triptych.get(&handshake).status, 200);
    assert_eq!(triptych.get(&handshake.replace("w1", "w2")).status, 403);
    triptych.term();
    assert_eq!(endpoints(&data, &["set", "facebook:w1/c1", "--bearer-token-file", &none]).status, 0);
    let row = &listed(&data)[0];
    assert_eq!((&row["bearer_token"], &row["verify_token"]), (&false.into(), &true.into()));
}

#[test]
fn a_wrong_value_is_named_with_its_field() {
    let dir = folder();
    let wrong = endpoints(dir.path(), &["set", "facebook:w1/c1", "--org-id", "five", "--contact", "7310:email=no"]);
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.stderr.contains("error: org_id: ") && wrong.stderr.contains("error: contacts.0.email: "),
        "{wrong:?}"
    );
    assert_eq!(listed(dir.path()), Vec::<Value>::new());
    for name in ["w1/c1", "telegram:w1/c1", "facebook:w1"] {
        assert_eq!(endpoints(dir.path(), &["set", name]).status, 2, "{name}");
    }
}

#[test]
fn an_open_endpoint_takes_in_whatever_comes_and_marks_it() {
    let dir = folder();
    let set = endpoints(dir.path(), &["set", "facebook:w1/c1", "--policy", "open"]);
    assert_eq!((set.status, set.stderr.contains("Anybody who knows the callback URL")), (0, true), "{set:?}");
    let triptych = Listening::start(dir.path());
    assert_eq!(triptych.post(&[], &text("7310", "m1", "hello", 1_763_700_000_000)).status, 200);
    assert_eq!(triptych.converted(1)["authentication"], "unverified");
}
