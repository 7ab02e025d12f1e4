use super::key;
use triptych_core::convert::Business;
use triptych_core::endpoint::Policy;
use triptych_core::secret::Secret;

use crate::{EndpointSettings, Store};

#[tokio::test]
async fn settings_are_set_changed_removed_and_never_show_the_token() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store
        .write(|tx| {
            tx.set_setting("addr", "127.0.0.1:1")?;
            tx.set_setting("addr", "127.0.0.1:2")?;
            tx.set_setting("gone", "x")?;
            assert!(tx.remove_setting("gone")?);
            assert!(!tx.remove_setting("gone")?);
            tx.set_app_token(&Secret::new("T0"))
        })
        .await
        .unwrap();
    store
        .read(|reader| {
            assert_eq!(reader.settings()?, [("addr".to_owned(), "127.0.0.1:2".to_owned())]);
            assert_eq!(reader.setting("addr")?.as_deref(), Some("127.0.0.1:2"));
            assert_eq!(reader.setting("app_token")?, None);
            assert_eq!(reader.app_token()?.expose(), "T0");
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn an_endpoint_keeps_what_the_user_sets() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let settings = EndpointSettings {
        name: Some("Shop".into()),
        org_id: 42,
        page_id: Some("P1".into()),
        business: Business {
            id: Some("B".into()),
            name: Some("Bakery".into()),
            city: Some("Bern".into()),
            zipcode: Some("3000".into()),
            country: Some("CH".into()),
            formatted_address: Some("Bern, CH".into()),
        },
        policy: Policy::Open,
    };
    let expected = settings.clone();
    store
        .write(move |tx| {
            let (other, id) = (tx.add_endpoint(&key("other"), 1)?, tx.add_endpoint(&key("c"), 2)?);
            assert_eq!(tx.add_endpoint(&key("c"), 3)?, id);
            assert!(tx.update_endpoint(id, &settings)?);
            assert!(!tx.update_endpoint(99, &settings)?);
            assert!(tx.set_bearer_token(id, Some(&Secret::new("B")))?);
            assert!(tx.set_verify_token(id, Some(&Secret::new("V")))?);
            assert!(tx.set_verify_token(other, Some(&Secret::new("gone")))?);
            assert!(tx.set_verify_token(other, None)?);
            assert!(!tx.set_bearer_token(99, None)?);
            Ok(())
        })
        .await
        .unwrap();
    store
        .read(|reader| {
            let id = reader.endpoint_id(&key("c"))?.unwrap();
            let row = reader.endpoint(id)?.unwrap();
            assert_eq!((row.settings, row.created_us, row.key), (expected, 2, key("c")));
            assert!(row.has_bearer_token && row.has_verify_token);
            let [other, set] = &reader.endpoint_auth()?[..] else { panic!("two endpoints") };
            assert_eq!((other.policy, set.policy), (Policy::Required, Policy::Open));
            assert!(other.bearer_token.is_none() && other.verify_token.is_none());
            assert_eq!(set.bearer_token.as_ref().map(Secret::expose), Some("B"));
            assert_eq!(set.verify_token.as_ref().map(Secret::expose), Some("V"));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn app_secrets_are_added_once_and_removed_by_id() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    store
        .write(|tx| {
            let endpoint = tx.add_endpoint(&key("c"), 0)?;
            let (a, b) = (tx.add_app_secret(&Secret::new("a"), 5)?, tx.add_app_secret(&Secret::new("b"), 6)?);
            assert_eq!(tx.add_app_secret(&Secret::new("a"), 7)?, a);
            assert!(tx.remove_app_secret(b)?);
            assert!(!tx.remove_app_secret(b)?);
            let own = tx.add_endpoint_secret(endpoint, &Secret::new("own"), 8)?;
            assert_eq!(tx.add_endpoint_secret(endpoint, &Secret::new("own"), 9)?, own);
            let gone = tx.add_endpoint_secret(endpoint, &Secret::new("gone"), 8)?;
            assert!(tx.remove_endpoint_secret(gone)?);
            Ok(())
        })
        .await
        .unwrap();
    store
        .read(|reader| {
            let listed = |rows: Vec<crate::SecretRow>| {
                rows.into_iter().map(|row| (row.secret.expose().to_owned(), row.added_us)).collect::<Vec<_>>()
            };
            assert_eq!(listed(reader.app_secrets()?), [("a".to_owned(), 5)]);
            assert_eq!(listed(reader.endpoint_secrets(1)?), [("own".to_owned(), 8)]);
            assert_eq!(reader.endpoint_auth()?[0].secrets[0].expose(), "own");
            Ok(())
        })
        .unwrap();
}
