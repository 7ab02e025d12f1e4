//! Every item of every body in `tests/corpus` becomes what `labels.tsv` says, with an origin for every leaf.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use triptych_core::convert::{Context, MemoryBook, Origin, Settings, origin};
use triptych_core::envelope;
use triptych_core::report::report;

fn rows(name: &str, body: &[u8]) -> Vec<String> {
    let doc = envelope::parse(body).unwrap_or_else(|error| panic!("{name}: {error}"));
    let context = Context { settings: &Settings::default(), received_ms: 1, capture: None, origins: true };
    let report = report(&doc, &context, &mut MemoryBook::default()).unwrap_or_else(|never| match never {});
    let rows: Vec<_> = report
        .items
        .iter()
        .map(|item| {
            let outputs = item.verdict.outputs();
            for output in outputs {
                let document = serde_json::from_str(&output.document).expect("JSON");
                let mut leaves = origin::leaves(&document);
                leaves.sort();
                assert_eq!(leaves, output.origins.iter().map(|(leaf, _)| leaf).collect::<Vec<_>>(), "{name}");
                for (_, origin) in output.origins.iter() {
                    if let Origin::Raw { from, .. } = origin {
                        assert!(from.iter().all(|from| doc.resolve(from).is_some()), "{name}: {from:?}");
                    }
                }
            }
            let types: Vec<_> = outputs.iter().map(|output| output.content_type.as_ref()).collect();
            [
                name,
                &item.pointer,
                item.via.as_str(),
                item.field.as_deref().unwrap_or_default(),
                if item.test { "true" } else { "false" },
                item.verdict.as_str(),
                item.verdict.rule().unwrap_or_default(),
                &types.join(" "),
            ]
            .join("\t")
        })
        .collect();
    if rows.is_empty() { vec![format!("{name}{}", "\t".repeat(7))] } else { rows }
}

#[test]
fn every_item_becomes_what_its_label_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let labels = fs::read_to_string(folder.join("labels.tsv")).expect("labels.tsv");
    let mut expected: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in labels.lines().skip(1) {
        expected.entry(row.split('\t').next().unwrap_or_default()).or_default().push(row);
    }
    assert!(expected.len() > 100, "the corpus is there");
    for (name, expected) in expected {
        let body = fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(rows(name, &body), expected);
    }
}
