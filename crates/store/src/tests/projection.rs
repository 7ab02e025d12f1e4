use super::{accepted, message, project, refused};
use crate::{DuplicateOf, ItemRow, NewItem, NewOutput, OutputRow, Reader, Store, Summary};

fn summary() -> Summary {
    Summary {
        title: "Hi \u{0}\"".into(),
        who: Some("C9".into()),
        fields: vec!["messages".into(), "a\"b".into()],
        items: 10,
        converted: 1,
        skipped: 2,
        unknown: 3,
        failed: 4,
        documents: 2,
        duplicate: true,
        error: Some("no JSON".into()),
    }
}

#[tokio::test]
async fn what_conversion_made_reads_back() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let id = store.append(accepted(b"{}"), None).await.unwrap();
    let pending = store.read(|reader| reader.accepted_after(0, 10)).unwrap();
    let endpoint = pending[0].endpoint_id;
    let converted = move |message_id| NewItem {
        pointer: "/entry/0".into(),
        via: "messaging".into(),
        field: Some("messages".into()),
        test: true,
        verdict: "converted".into(),
        outputs: vec![
            NewOutput { message_id, duplicate_of: None, conflict: false },
            NewOutput {
                message_id,
                duplicate_of: Some(DuplicateOf { capture: 7, pointer: "/entry/3".into() }),
                conflict: true,
            },
        ],
        ..NewItem::default()
    };
    let failed = || NewItem {
        pointer: "/entry/1".into(),
        via: "changes".into(),
        verdict: "failed".into(),
        rule: Some("missing_id".into()),
        reason: Some("no id".into()),
        at: Some("/entry/1/value".into()),
        ..NewItem::default()
    };
    store
        .write(move |tx| {
            let message = message(tx, endpoint, id, "m_1");
            // Twice: a second conversion takes the place of the first.
            project(tx, id, Summary::default(), vec![failed(), failed(), converted(message)])?;
            project(tx, id, summary(), vec![converted(message), failed()])?;
            tx.advance_projected_to(id)
        })
        .await
        .unwrap();

    let output = |duplicate_of, conflict| OutputRow {
        message_id: 1,
        conversation_id: 1,
        content_type: "Text".into(),
        document: r#"{"type":"message_created"}"#.into(),
        duplicate_of,
        conflict,
    };
    let row = |item: NewItem, outputs| ItemRow {
        pointer: item.pointer,
        via: item.via,
        field: item.field,
        test: item.test,
        verdict: item.verdict,
        rule: item.rule,
        reason: item.reason,
        at: item.at,
        outputs,
    };
    let of = DuplicateOf { capture: 7, pointer: "/entry/3".into() };
    let expected = [row(converted(1), vec![output(None, false), output(Some(of), true)]), row(failed(), vec![])];
    store
        .read(|reader| {
            assert_eq!(reader.items(id)?, expected);
            assert_eq!(reader.capture(id)?.unwrap().summary, Some(summary()));
            assert_eq!(reader.projected_to()?, id);
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn the_projector_sees_what_is_accepted_in_order_page_by_page() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for n in 0..6 {
        let capture = if n == 2 { refused(b"no") } else { accepted(&[b'0' + n]) };
        store.append(capture, None).await.unwrap();
    }
    let page = |after, limit| {
        let pending = store.read(|reader| reader.accepted_after(after, limit)).unwrap();
        pending.into_iter().map(|pending| (pending.id, pending.body)).collect::<Vec<_>>()
    };
    assert_eq!(page(0, 3), [(1, b"0".to_vec()), (2, b"1".to_vec()), (4, b"3".to_vec())]);
    assert_eq!(page(4, 3), [(5, b"4".to_vec()), (6, b"5".to_vec())]);
    assert_eq!(page(6, 3), []);
}

#[tokio::test]
async fn a_page_for_the_projector_is_bounded_in_bytes_too() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    for _ in 0..4 {
        store.append(accepted(&vec![b'x'; 8 * 1024 * 1024]), None).await.unwrap();
    }
    assert_eq!(store.read(|reader| reader.accepted_after(0, 100)).unwrap().len(), 1);
    assert_eq!(store.read(|reader| reader.accepted_after(2, 100)).unwrap().len(), 1);
}

#[tokio::test]
async fn the_position_never_goes_back_and_outlives_a_pruned_capture() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.write(|tx| tx.advance_projected_to(9)).await.unwrap();
    store.write(|tx| tx.advance_projected_to(5)).await.unwrap();
    assert_eq!(store.write(|tx| tx.projected_to()).await.unwrap(), 9);
    store
        .write(|tx| {
            project(tx, 12, summary(), vec![NewItem::default()])?;
            tx.advance_projected_to(12)
        })
        .await
        .unwrap();
    assert_eq!(store.read(Reader::projected_to).unwrap(), 12);
    assert_eq!(store.read(|reader| reader.items(12)).unwrap(), []);
}

#[tokio::test]
async fn captures_never_change() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let id = store.append(accepted(b"{}"), None).await.unwrap();
    let changed = store.write(|tx| Ok(tx.conn().execute("UPDATE captures SET status = 500", [])?)).await;
    assert!(changed.unwrap_err().to_string().contains("never change"));
    assert_eq!(store.read(|reader| reader.capture(id)).unwrap().unwrap().capture.status, 200);
}
