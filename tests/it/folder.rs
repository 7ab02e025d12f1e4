//! A data folder, read with `triptych captures`.

use std::path::Path;

use serde_json::Value;

use crate::program::{Run, run, until};

/// A folder of its own for a test; gone when it is dropped.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// `triptych captures COMMAND --data-dir DIR ARGS`.
pub(crate) fn captures(command: &str, dir: &Path, args: &[&str]) -> Run {
    let dir = dir.to_str().expect("UTF-8");
    run(["captures", command, "--data-dir", dir].iter().chain(args))
}

/// A capture whole.
pub(crate) fn show(dir: &Path, id: usize) -> Value {
    let run = captures("show", dir, &["--json", &id.to_string()]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    serde_json::from_str(&run.stdout).expect("one JSON object")
}

/// The rows that `captures list` prints, newest first.
pub(crate) fn list(dir: &Path, args: &[&str]) -> Vec<Value> {
    let run = captures("list", dir, &[&["--json"], args].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    json_lines(&run.stdout)
}

/// All captures, oldest first, as soon as every accepted one is converted.
pub(crate) fn converted(dir: &Path) -> Vec<Value> {
    until("every accepted capture is converted", || {
        let mut rows = list(dir, &[]);
        rows.reverse();
        let done = |row: &Value| row["judgement"] != "accepted" || row["ledger"].is_object();
        rows.iter().all(done).then_some(rows)
    })
}

/// The exact bytes of a shown capture's body.
pub(crate) fn body(shown: &Value) -> Vec<u8> {
    match (&shown["body"], &shown["body_hex"]) {
        (Value::String(text), Value::Null) => text.clone().into_bytes(),
        (Value::Null, Value::String(hex)) => hex
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hexadecimal"))
            .collect(),
        other => panic!("a body is text or hexadecimal: {other:?}"),
    }
}

/// The outputs of all items of a shown capture: each with its document parsed.
pub(crate) fn outputs(shown: &Value) -> Vec<Value> {
    let items = shown["items"].as_array().expect("items");
    let mut outputs: Vec<Value> =
        items.iter().flat_map(|item| item["outputs"].as_array().expect("outputs").clone()).collect();
    for output in &mut outputs {
        let document = serde_json::from_str(output["document"].as_str().expect("JSON text")).expect("JSON");
        output["document"] = document;
    }
    outputs
}

/// The names of an object's members, in order.
pub(crate) fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap_or_else(|| panic!("an object: {object}")).keys().map(String::as_str).collect()
}

pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
}
