//! The end of the list, and the way up from there.

use super::*;
use crate::search::oldest_page;

/// Ids of the page of so many rows after `after`, and `next`.
fn find(store: &Store, filter: Option<&str>, after: i64, limit: u32, patience: Patience) -> (Vec<i64>, Option<i64>) {
    let filter = filter.map(|filter| Filter::parse(filter).expect("a filter"));
    let key = PageKey { before: Some(60), after: Some(after), limit };
    let found = store.read(|reader| oldest_page(reader, filter.as_ref(), &key, patience)).expect("read");
    (found.rows.iter().map(|row| row.id).collect(), found.next)
}

#[tokio::test]
async fn pages_go_up_from_the_oldest_without_a_gap() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = open(dir.path()).await;
    let store = app.store();
    for number in 1..=70 {
        let text = if number % 3 == 0 { "apples" } else { "pears" };
        store.append(message("C", &format!("m_{number}"), text), None).await.expect("kept");
    }
    for id in [1, 2, 6] {
        store.write(move |tx| tx.remove_capture(id, US)).await.expect("removed");
    }
    indexed(&app).await;
    for (filter, expected) in [
        (None, (3..60).filter(|id| *id != 6).collect::<Vec<i64>>()),
        (Some("apples"), (9..60).step_by(3).chain([3]).collect()),
        (Some("absent"), Vec::new()),
    ] {
        let mut expected = expected;
        expected.sort_unstable();
        for (limit, patience) in [(7, Duration::from_secs(9)), (500, Duration::from_secs(9)), (4, Duration::ZERO)] {
            let (mut seen, mut after) = (Vec::new(), Some(0));
            while let Some(from) = after {
                let (mut ids, next) = find(store, filter, from, limit, Patience::of(patience));
                assert!(ids.is_sorted_by(|one, other| one > other), "{ids:?}");
                assert!(ids.len() <= limit as usize && next.is_none_or(|next| next > from), "{ids:?}, {next:?}");
                ids.reverse();
                seen.append(&mut ids);
                after = next;
            }
            assert_eq!(seen, expected, "{filter:?} by {limit}");
        }
    }
    app.close().await;
}
