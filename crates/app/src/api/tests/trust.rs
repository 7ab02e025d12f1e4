//! Endpoints, secrets, faults, doctors, self-test and tunnel, through the command table.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use triptych_core::signature::sign_sha256;
use triptych_store::Reader;

use super::{FakeHost, call, converted, desk, folder};
use crate::desk::Desk;
use crate::replay::{Outgoing, Target, send};

const PATH: &str = "/v3/integrations/facebook/w/facebook/c/webhook";
const SECRET: &str = "51f0c7d2b86c4a1e9f3b2d7a60c8e4f1";

async fn refused(desk: &Desk, name: &str, request: Value) -> String {
    desk.call(&FakeHost::default(), name, request).await.expect_err(name).code
}

async fn post(desk: &Desk, headers: &[(&str, &str)], body: &str) -> u16 {
    let target = Target::local(desk.app().await.expect("open").addr().await);
    let request = Outgoing::post(&target, PATH, headers, body.into());
    send(&target, &request, |_| ()).await.expect("an answer").status
}

fn message(mid: &str) -> String {
    format!(
        r#"{{"object":"page","entry":[{{"id":"P1","time":1763700000456,"messaging":[{{"sender":{{"id":"7310"}},"recipient":{{"id":"P1"}},"timestamp":1763700000000,"message":{{"mid":"{mid}","text":"hello"}}}}]}}]}}"#
    )
}

async fn add(desk: &Desk) -> Value {
    let ids = json!({"channel": "facebook", "workspace_id": "w", "credentials_id": "c", "only_check": false});
    call(desk, "endpoints.add", ids).await["endpoint"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_is_added_named_edited_and_deleted() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let ids = |credentials: &str, only_check: bool| json!({"channel": "facebook", "workspace_id": "w", "credentials_id": credentials, "only_check": only_check});
    let faults = call(&desk, "endpoints.add", ids("", false)).await;
    assert_eq!((&faults["faults"][0]["field"], &faults["endpoint"]), (&json!("credentials_id"), &Value::Null));
    assert_eq!(call(&desk, "endpoints.add", ids("c", true)).await["endpoint"], Value::Null);
    assert_eq!(call(&desk, "endpoints.list", json!({})).await["endpoints"], json!([]));
    let view = add(&desk).await;
    assert_eq!(
        (&view["row"]["title"], &view["form"]["org_id"], &view["form"]["policy"]),
        (&json!("w/c"), &json!("1"), &json!("required"))
    );
    assert!(
        view["row"]["callback_url"]
            .as_str()
            .is_some_and(|url| url.starts_with("http://127.0.0.1:") && url.ends_with(PATH))
    );
    let twice = call(&desk, "endpoints.add", ids("c", true)).await;
    assert_eq!(twice["faults"][0]["severity"], "error");

    let mut form = view["form"].clone();
    form["name"] = json!("Maison Lumen");
    form["org_id"] = json!("5120");
    form["contacts"] =
        json!([{"customer": "7310", "name": "Jane Doe", "img": "", "phone_number": "", "email": "jane"}]);
    let id = &view["row"]["id"];
    let save = |form: &Value, only_check: bool| json!({"id": id, "form": form, "only_check": only_check});
    let refusal = call(&desk, "endpoints.save", save(&form, false)).await;
    assert_eq!((&refusal["faults"][0]["field"], &refusal["endpoint"]), (&json!("contacts.0.email"), &Value::Null));
    form["contacts"][0]["email"] = json!("jane@x.example");
    assert_eq!(call(&desk, "endpoints.save", save(&form, true)).await, json!({"faults": [], "endpoint": null}));
    let saved = call(&desk, "endpoints.save", save(&form, false)).await["endpoint"].clone();
    assert_eq!((&saved["form"], &saved["row"]["title"]), (&form, &json!("Maison Lumen")));

    assert_eq!(call(&desk, "endpoints.delete", json!({"id": id})).await["endpoints"], json!([]));
    assert_eq!(refused(&desk, "endpoints.get", json!({"id": id})).await, "no_endpoint");
    // One that is in use stays.
    assert_eq!(post(&desk, &[("x-api-key", "a-token")], &message("m1")).await, 200);
    converted(&desk, 1).await;
    let row = &call(&desk, "endpoints.list", json!({})).await["endpoints"][0];
    assert_eq!((&row["captures"], &row["title"]), (&json!(1), &json!("w/c")));
    assert_eq!(refused(&desk, "endpoints.delete", json!({"id": row["id"]})).await, "in_use");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_is_converted_again_under_the_settings_of_today() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    for mid in ["m1", "m2"] {
        assert_eq!(post(&desk, &[("x-api-key", "a-token")], &message(mid)).await, 200);
    }
    converted(&desk, 2).await;
    for id in [1, 2] {
        let same = call(&desk, "captures.convert_again", json!({"id": id})).await;
        assert_eq!(
            (&same["changed"], &same["items"][0]["outputs"][0]["changed"]),
            (&json!(false), &json!([])),
            "{same:#}"
        );
    }
    let id = call(&desk, "endpoints.list", json!({})).await["endpoints"][0]["id"].clone();
    let mut form = call(&desk, "endpoints.get", json!({"id": id})).await["form"].clone();
    form["org_id"] = json!("5120");
    form["contacts"] = json!([{"customer": "7310", "name": "Jane", "img": "", "phone_number": "", "email": ""}]);
    call(&desk, "endpoints.save", json!({"id": id, "form": form, "only_check": false})).await;
    let again = call(&desk, "captures.convert_again", json!({"id": 2})).await;
    let output = &again["items"][0]["outputs"][0];
    let expected = [
        "/payload/conversation/consumer_name",
        "/payload/conversation/last_message/sender_label",
        "/payload/message/sender_label",
        "/payload/org_id",
    ];
    assert_eq!((&again["changed"], &output["changed"]), (&json!(true), &json!(expected)), "{again:#}");
    let stored = call(&desk, "captures.get", json!({"id": 2})).await;
    assert_eq!(stored["items"][0]["outputs"][0]["document"], output["then"], "nothing is stored");
    assert_eq!(post(&desk, &[], "{}").await, 401);
    assert!(call(&desk, "captures.convert_again", json!({"id": 3})).await["why"].is_string());
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entering_the_secret_takes_in_what_holds() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let endpoint = add(&desk).await["row"]["id"].clone();
    for (secret, mid) in [(SECRET, "m1"), ("wrong", "m2"), (SECRET, "m3")] {
        let body = message(mid);
        let signature = sign_sha256(secret.as_bytes(), body.as_bytes());
        assert_eq!(post(&desk, &[("X-Hub-Signature-256", &signature)], &body).await, 401);
    }
    let found = call(&desk, "doctor.explain", json!({"id": 1})).await;
    assert_eq!((&found["cause"], &found["endpoint_id"]), (&json!("no_secret"), &endpoint));
    assert_eq!(found["actions"], json!(["enter_secret", "open_endpoint"]));
    let added = call(&desk, "secrets.add", json!({"endpoint": endpoint, "secret": format!(" {SECRET}\n")})).await;
    assert_eq!(added["rejudged"], json!({"looked": 3, "admitted": [4, 5], "still_refused": 1, "cut": 0}));
    assert!(!added.to_string().contains(SECRET));
    converted(&desk, 5).await;
    let rows = call(&desk, "captures.list", json!({"limit": 2})).await["rows"].clone();
    let shown = |row: &Value| (row["taken_in"].clone(), row["replay_of"].clone(), row["documents"].clone());
    assert_eq!(
        (shown(&rows[0]), shown(&rows[1])),
        ((json!(true), json!(3), json!(1)), (json!(true), json!(1), json!(1)))
    );
    assert_eq!(call(&desk, "captures.rejudge", json!({})).await["admitted"], json!([]));
    let again = call(&desk, "doctor.explain", json!({"id": 1})).await;
    assert_eq!((&again["cause"], &again["actions"]), (&json!("holds_now"), &json!(["open_endpoint"])));
    assert_eq!(call(&desk, "doctor.explain", json!({"id": 4})).await["cause"], "taken_in");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_set_rotated_revealed_and_copied() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let endpoint = add(&desk).await["row"]["id"].clone();
    let bearer = json!({"kind": "bearer_token", "endpoint": endpoint});
    let verify = json!({"kind": "verify_token", "endpoint": endpoint});
    assert_eq!(refused(&desk, "secrets.reveal", json!({"of": bearer})).await, "no_secret");
    assert_eq!(refused(&desk, "secrets.set_token", json!({"of": bearer, "value": "a b"})).await, "bad_token");
    assert_eq!(
        refused(&desk, "secrets.set_token", json!({"of": {"kind": "app_token"}, "value": ""})).await,
        "empty_token"
    );
    assert_eq!(post(&desk, &[("x-api-key", "its-own")], "{\"entry\":[]}").await, 401);
    let set = call(&desk, "secrets.set_token", json!({"of": bearer, "value": "its-own"})).await;
    assert_eq!((set["view"]["token"].is_object(), set["view"]["verify_token"].is_object()), (true, false));
    assert_eq!(set["rejudged"], json!({"looked": 1, "admitted": [2], "still_refused": 0, "cut": 0}));
    assert_eq!(post(&desk, &[("x-api-key", "its-own")], "{\"entry\":[]}").await, 200);
    call(&desk, "secrets.rotate_token", json!({"of": verify})).await;
    let rotated = call(&desk, "secrets.reveal", json!({"of": verify})).await["value"].as_str().map(str::len);
    assert_eq!(rotated, Some(40));
    call(&desk, "secrets.rotate_token", json!({"of": {"kind": "app_token"}})).await;
    assert_eq!(post(&desk, &[("x-api-key", "a-token")], "{\"entry\":[]}").await, 401);
    let host = FakeHost::default();
    desk.call(&host, "clipboard.copy", json!({"what": "secret", "of": bearer})).await.expect("copied");
    assert_eq!(*host.copied.lock().expect("not poisoned"), ["its-own"]);
    let cleared = call(&desk, "secrets.remove", json!({"of": bearer})).await;
    assert_eq!(cleared["token"], Value::Null);
    let odd = call(&desk, "secrets.add", json!({"endpoint": null, "secret": "51f0c7"})).await;
    assert!(odd["warning"].as_str().is_some_and(|warning| warning.starts_with("6 characters.")), "{odd}");
    let id = odd["view"]["secrets"][0]["id"].clone();
    let of = json!({"kind": "app_secret", "id": id});
    assert_eq!(call(&desk, "secrets.reveal", json!({"of": of})).await["value"], "51f0c7");
    assert_eq!(call(&desk, "secrets.remove", json!({"of": of})).await["secrets"], json!([]));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_rule_shows_while_it_lasts() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let id = add(&desk).await["row"]["id"].clone();
    let rule = |status: u16| json!({"id": id, "fault": {"status": status, "delay_ms": 0, "left": 2}});
    assert_eq!(refused(&desk, "endpoints.set_fault", rule(200)).await, "bad_fault");
    let view = call(&desk, "endpoints.set_fault", rule(500)).await;
    assert_eq!(view["row"]["fault"], rule(500)["fault"]);
    let good = [("x-api-key", "a-token")];
    assert_eq!(post(&desk, &good, &message("m1")).await, 500);
    let status = call(&desk, "app.status", json!({})).await;
    assert_eq!(
        status["faults"],
        json!([{"endpoint_id": id, "endpoint": "w/c", "status": 500, "delay_ms": 0, "left": 1}])
    );
    assert_eq!((post(&desk, &good, &message("m1")).await, post(&desk, &good, &message("m1")).await), (500, 200));
    assert_eq!(call(&desk, "app.status", json!({})).await["faults"], json!([]));
    let cause = call(&desk, "doctor.explain", json!({"id": 1})).await["cause"].clone();
    assert_eq!(cause, "fault_rule");
    call(&desk, "endpoints.set_fault", rule(500)).await;
    assert_eq!(call(&desk, "endpoints.set_fault", json!({"id": id, "fault": null})).await["row"]["fault"], Value::Null);
    assert_eq!(post(&desk, &good, &message("m1")).await, 200);
    desk.close().await;
}

/// The self-test once it has ended.
async fn ended(desk: &Desk) -> Value {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let test = call(desk, "selftest.get", json!({})).await;
        if test["running"] == false {
            return test;
        }
        assert!(Instant::now() < deadline, "{test:#}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_self_test_runs_and_can_be_cancelled() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    call(&desk, "secrets.add", json!({"endpoint": null, "secret": SECRET})).await;
    assert_eq!(call(&desk, "selftest.get", json!({})).await, Value::Null);
    let begun = call(&desk, "selftest.start", json!({"target": "local", "url": null, "endpoint_id": null})).await;
    assert_eq!((&begun["running"], begun["steps"].as_array().map(Vec::len)), (&json!(true), Some(5)));
    let test = ended(&desk).await;
    assert_eq!(
        (&test["verdict"], &test["title"]),
        (&json!("passed"), &json!("Everything comes through as it should")),
        "{test:#}"
    );
    assert!(!test.to_string().contains("a-token") && !test.to_string().contains(SECRET));
    assert_eq!(
        refused(&desk, "selftest.start", json!({"target": "tunnel", "url": null, "endpoint_id": null})).await,
        "no_tunnel"
    );
    assert_eq!(
        refused(&desk, "selftest.start", json!({"target": "url", "url": "x y", "endpoint_id": null})).await,
        "bad_url"
    );

    // Something that takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("bound"));
    let to_silence = json!({"target": "url", "url": url, "endpoint_id": null});
    call(&desk, "selftest.start", to_silence.clone()).await;
    assert_eq!(refused(&desk, "selftest.start", to_silence).await, "running");
    let cancelled = call(&desk, "selftest.cancel", json!({})).await;
    assert_eq!((&cancelled["verdict"], &cancelled["running"]), (&json!("cancelled"), &json!(false)));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tunnel_is_set_found_and_checked() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let addr = desk.app().await.expect("open").addr().await;
    let none = call(&desk, "tunnel.get", json!({})).await;
    assert_eq!((&none["url"], none["callbacks"].as_array().map(Vec::len)), (&Value::Null, Some(2)));
    assert_eq!(none["commands"][0]["command"], format!("cloudflared tunnel --url http://{addr}"));
    assert_eq!(none["commands"][1]["command"], format!("ngrok http {addr}"));
    assert_eq!(refused(&desk, "tunnel.check", json!({})).await, "no_tunnel");
    let wrong = call(&desk, "tunnel.set", json!({"url": "not a URL"})).await;
    assert_eq!((&wrong["fault"]["field"], &wrong["view"]["url"]), (&json!("url"), &Value::Null));
    // The listener itself stands in for a tunnel that behaves well.
    let url = format!("http://{addr}");
    let set = call(&desk, "tunnel.set", json!({"url": format!("{url}/v3/x")})).await;
    assert!(set["note"].as_str().is_some_and(|note| note.contains("path was left out")), "{set}");
    assert_eq!(set["view"]["state"]["state"], "unknown");
    let checked = call(&desk, "tunnel.check", json!({})).await;
    assert_eq!(checked["state"]["state"], "reachable", "{checked:#}");
    assert_eq!(call(&desk, "app.status", json!({})).await["tunnel"], checked["state"]);
    call(&desk, "tunnel.set", json!({"url": "http://127.0.0.1:9"})).await;
    let dead = call(&desk, "tunnel.check", json!({})).await["state"].clone();
    assert_eq!((&dead["state"], &dead["code"]), (&json!("unreachable"), &json!("refused")));
    let setup = call(&desk, "setup.get", json!({})).await;
    assert!(setup["callback_urls"][0]["url"].as_str().is_some_and(|url| url.starts_with("http://127.0.0.1:9/v3/")));

    let agent = agent(addr.port()).await;
    let app = desk.app().await.expect("open");
    app.store().write(move |tx| tx.set_setting("ngrok_agent", &agent)).await.expect("written");
    drop(app);
    let found = call(&desk, "tunnel.detect", json!({})).await;
    let ours = json!({"url": "https://a1b2.ngrok.app", "forwards_to": format!("http://localhost:{}", addr.port()), "ours": true});
    assert_eq!(
        found["found"],
        json!([ours, {"url": "http://other.ngrok.app", "forwards_to": "localhost:80", "ours": false}])
    );
    assert_eq!(found["sentence"], "ngrok publishes this listener under https://a1b2.ngrok.app.");
    call(&desk, "tunnel.set", json!({"url": null})).await;
    assert_eq!(call(&desk, "app.status", json!({})).await["tunnel"], Value::Null);
    desk.close().await;
}

/// What ngrok's agent answers, as its documentation shows it.
async fn agent(port: u16) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = socket.local_addr().expect("bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = socket.accept().await {
            let mut request = vec![0; 4096];
            let read = stream.read(&mut request).await.unwrap_or(0);
            assert!(request[..read].starts_with(b"GET /api/tunnels HTTP/1.1\r\n"));
            let body = format!(
                r#"{{"tunnels":[{{"name":"a","public_url":"https://a1b2.ngrok.app","proto":"https","config":{{"addr":"http://localhost:{port}","inspect":true}}}},{{"public_url":"http://other.ngrok.app","config":{{"addr":"localhost:80"}}}},{{"public_url":"tcp://1.tcp.ngrok.io:1","config":{{"addr":"localhost:22"}}}}],"uri":"/api/tunnels"}}"#
            );
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    format!("http://{addr}")
}

#[tokio::test(flavor = "multi_thread")]
async fn planted_secrets_are_where_they_belong_and_nowhere_else() {
    let folder = folder();
    let desk = desk(folder.path()).await;
    let (bearer, verify, own, shared) =
        ("planted-bearer", "planted-verify", "planted-own-secret", "planted-app-secret");
    let id = add(&desk).await["row"]["id"].clone();
    call(&desk, "secrets.set_token", json!({"of": {"kind": "bearer_token", "endpoint": id}, "value": bearer})).await;
    call(&desk, "secrets.set_token", json!({"of": {"kind": "verify_token", "endpoint": id}, "value": verify})).await;
    call(&desk, "secrets.add", json!({"endpoint": id, "secret": own})).await;
    call(&desk, "secrets.add", json!({"endpoint": null, "secret": shared})).await;
    let body = message("m1");
    assert_eq!(post(&desk, &[("Authorization", &format!("Bearer {bearer}"))], &body).await, 200);
    assert_eq!(
        post(&desk, &[("X-Hub-Signature-256", &sign_sha256(own.as_bytes(), body.as_bytes()))], &body).await,
        200
    );
    let spaced = format!("{shared}\n");
    assert_eq!(
        post(&desk, &[("X-Hub-Signature-256", &sign_sha256(spaced.as_bytes(), body.as_bytes()))], &body).await,
        401
    );
    converted(&desk, 2).await;
    let start = json!({"target": "local", "url": null, "endpoint_id": id});
    call(&desk, "selftest.start", start).await;
    ended(&desk).await;
    // Everything that a window may ask without asking to reveal.
    let whole =
        ["app.status", "setup.get", "endpoints.list", "captures.list", "selftest.get", "tunnel.get", "retention.get"];
    let mut answers = Vec::new();
    for name in whole {
        answers.push(call(&desk, name, json!({})).await);
    }
    answers.push(call(&desk, "endpoints.get", json!({"id": id})).await);
    for endpoint in [json!(null), id.clone()] {
        answers.push(call(&desk, "secrets.get", json!({"endpoint": endpoint})).await);
    }
    for capture in 1..=8 {
        for name in ["captures.get", "doctor.explain", "captures.convert_again"] {
            answers.push(call(&desk, name, json!({"id": capture})).await);
        }
    }
    let planted = [bearer, verify, own, shared, "a-token"];
    for answer in &answers {
        let text = answer.to_string();
        assert!(!planted.iter().any(|secret| text.contains(secret)), "{text}");
    }
    desk.close().await;
    let reader = Reader::open(folder.path()).expect("a store");
    let held = |secret: &str| reader.columns_holding(secret).expect("read");
    // A captured head is kept as it came, to be replayed; it is masked wherever it is shown.
    assert_eq!(held(bearer), ["captures.head", "endpoints.bearer_token"]);
    assert_eq!(held(verify), ["endpoints.verify_token"]);
    assert_eq!(held(own), ["endpoint_secrets.secret"]);
    assert_eq!(held(shared), ["app_secrets.secret"]);
    assert_eq!(held("a-token"), ["settings.value"]);
}
