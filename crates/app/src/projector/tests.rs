//! What a panic costs.

use super::*;
use crate::captured::capture;

/// Converts, but falls over its own feet where a message says `boom`, after it wrote to the book.
fn clumsy(item: &Item<'_>, context: &Context<'_>, book: &mut EndpointBook<'_, '_>) -> Result<Verdict, StoreError> {
    let verdict = convert::convert(item, context, book)?;
    assert!(!item.value.raw().contains("boom"), "a defect");
    Ok(verdict)
}

#[tokio::test]
async fn a_panic_on_an_item_costs_that_item_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    let message =
        |mid: &str, text: &str| format!(r#"{{"sender":{{"id":"C"}},"message":{{"mid":"{mid}","text":"{text}"}}}}"#);
    let items = [message("a", "one"), message("b", "boom"), message("c", "three")].join(",");
    let id = store.append(capture(format!(r#"{{"entry":[{{"messaging":[{items}]}}]}}"#)), None).await.expect("kept");
    let page = store.read(|reader| page_by(reader, 0, clumsy)).expect("converted");
    store.write(move |tx| keep(tx, page)).await.expect("kept");

    let items = store.read(|reader| reader.items(id)).expect("read");
    let shown: Vec<_> = items.iter().map(|item| (item.verdict.as_str(), item.outputs.len())).collect();
    assert_eq!(shown, [("converted", 1), ("unknown", 0), ("converted", 1)]);
    assert_eq!(items[1].reason.as_deref(), Some(DEFECT));
    let ids: Vec<_> = items.iter().flat_map(|item| &item.outputs).map(|output| output.message_id).collect();
    assert_eq!(ids, [1, 2], "the book keeps nothing of the item that failed");
    assert_eq!(store.read(Reader::projected_to).expect("read"), id);
}

#[tokio::test]
async fn who_converted_captures_before_all_was_forgotten_keeps_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a store");
    for _ in 0..3 {
        store.append(capture(r#"{"entry":[]}"#), None).await.expect("kept");
    }
    let first = store.read(|reader| page(reader, 0)).expect("converted");
    store.write(move |tx| keep(tx, first)).await.expect("kept");
    store.append(capture(r#"{"entry":[]}"#), None).await.expect("kept");
    let stale = store.read(|reader| page(reader, 3)).expect("converted");
    assert!(store.write(|tx| tx.forget_derived(100)).await.expect("forgotten"));
    let left = store.write(move |tx| keep(tx, stale)).await.expect("kept");
    assert!(left.projections.is_empty());
    assert_eq!(store.read(Reader::projected_to).expect("read"), 0, "captures 1 to 3 wait for conversion");
    assert_eq!(store.read(|reader| reader.items(4)).expect("read"), []);
}
