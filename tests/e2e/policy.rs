//! What the window's policy and permissions keep out, tried in the window itself: as a text would that found its way into
//! the page as markup or script.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::{Value, json};

use crate::window::Window;

/// A site elsewhere that lets everybody in: what is refused is refused by the window. How often it was asked for
/// something, and where it is.
fn elsewhere() -> (Arc<AtomicUsize>, String) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            count.fetch_add(1, Ordering::SeqCst);
            let mut stream = stream;
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nAccess-Control-Allow-Origin: *\r\n\
                  Content-Length: 17\r\nConnection: close\r\n\r\nwindow.ran = true",
            );
        }
    });
    (asked, url)
}

/// Runs an expression in the page; `ran` where it went through, `refused` where it did not within a second.
fn attempt(window: &Window, expression: &str, url: &str) -> Value {
    let script = format!(
        "const [url] = arguments;
         const load = (node, parent = document.head) => new Promise((done, fail) => {{
             node.onload = done; node.onerror = fail; parent.append(node);
         }});
         const make = (name, set) => Object.assign(document.createElement(name), set);
         const late = new Promise((_, fail) => setTimeout(() => fail(new Error('late')), 1000));
         return (async () => {{ try {{ await Promise.race([(async () => {{ {expression} }})(), late]); return 'ran'; }}
             catch {{ return 'refused'; }} }})();"
    );
    window.script_with(&script, &json!([url]))
}

#[test]
fn nothing_is_run_or_loaded_that_is_not_the_windows_own() {
    let window = Window::open();
    window.sees("curl", "curl");
    let (asked, url) = elsewhere();
    assert_eq!(attempt(&window, "await 1", &url), "ran", "what is tried here can go through at all");
    for (what, expression) in [
        (
            "an inline script",
            "document.head.append(make('script', {textContent: 'window.ran = true'})); if (!window.ran) throw 0;",
        ),
        ("a script elsewhere", "await load(make('script', {src: url}))"),
        ("a module elsewhere", "await import(url)"),
        (
            "a handler in markup",
            "const box = make('div', {innerHTML: '<img src=\"data:,\" onerror=\"window.ran = true\">'}); document.body.append(box); await new Promise(done => setTimeout(done, 300)); if (!window.ran) throw 0;",
        ),
        (
            "a link of script",
            "const link = make('a', {href: 'javascript:window.ran = true'}); document.body.append(link); link.click(); await new Promise(done => setTimeout(done, 300)); if (!window.ran) throw 0;",
        ),
        ("a picture elsewhere", "await load(make('img', {src: url}), document.body)"),
        ("a style elsewhere", "await load(make('link', {rel: 'stylesheet', href: url}))"),
        (
            "a style in markup",
            "document.body.append(make('p', {id: 'styled'})); document.getElementById('styled').setAttribute('style', 'color: rgb(1, 2, 3)'); if (getComputedStyle(document.getElementById('styled')).color !== 'rgb(1, 2, 3)') throw 0;",
        ),
        ("a frame", "await load(make('iframe', {src: url}), document.body); throw 0;"),
        ("fetch", "await fetch(url, {mode: 'no-cors'})"),
        (
            "a request",
            "await new Promise((done, fail) => { const one = new XMLHttpRequest(); one.onload = done; one.onerror = fail; one.open('GET', url); one.send(); })",
        ),
        (
            "a socket",
            "await new Promise((done, fail) => { const one = new WebSocket(url.replace('http', 'ws')); one.onopen = done; one.onerror = fail; })",
        ),
        (
            "a worker",
            "await new Promise((done, fail) => { const one = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); one.onmessage = done; one.onerror = fail; })",
        ),
        (
            "a form",
            "const form = make('form', {action: url, method: 'post'}); document.body.append(form); form.submit(); await new Promise(done => setTimeout(done, 300)); throw 0;",
        ),
        ("another page", "location.href = url; await new Promise(done => setTimeout(done, 300)); throw 0;"),
        ("another window", "if (open(url) === null) throw 0;"),
    ] {
        assert_eq!(attempt(&window, expression, &url), "refused", "{what}");
    }
    // The beacon says nothing of what became of it.
    attempt(&window, "navigator.sendBeacon(url, 'x'); await new Promise(done => setTimeout(done, 300));", &url);
    assert_eq!(window.script("return window.ran ?? null"), Value::Null);
    assert_eq!(asked.load(Ordering::SeqCst), 0, "somebody elsewhere was asked for something");
    // The page is what it was.
    window.sees("curl", "curl");
}

#[test]
fn the_window_reaches_two_commands_of_its_host_and_no_more() {
    let window = Window::open();
    window.sees("curl", "curl");
    assert_eq!(window.script("return typeof window.__TAURI__"), "undefined");
    let invoke = |command: &str, args: Value| {
        let script = "return window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
            .then(() => 'done', error => 'refused: ' + (error?.code ?? error));";
        window.script_with(script, &json!([command, args])).as_str().expect("a word").to_owned()
    };
    assert_eq!(invoke("rpc", json!({"name": "app.status", "request": {}})), "done");
    assert_eq!(invoke("rpc", json!({"name": "no.such", "request": {}})), "refused: no_command");
    for (command, args) in [
        ("plugin:clipboard-manager|read_text", json!({})),
        ("plugin:clipboard-manager|write_text", json!({"text": "x"})),
        ("plugin:event|emit", json!({"event": "tick", "payload": {}})),
        ("plugin:window|close", json!({"label": "main"})),
        ("plugin:window|set_title", json!({"label": "main", "value": "x"})),
        ("plugin:webview|create_webview_window", json!({"options": {"label": "second", "url": "https://x.example"}})),
        ("plugin:app|version", json!({})),
        ("plugin:path|resolve_directory", json!({"directory": 1})),
        ("plugin:shell|execute", json!({"program": "sh", "args": []})),
        ("plugin:fs|read_file", json!({"path": "/etc/passwd"})),
        ("nonsense", json!({})),
    ] {
        let answer = invoke(command, args);
        assert!(answer.starts_with("refused: "), "{command}: {answer}");
    }
    window.sees("curl", "curl");
}
