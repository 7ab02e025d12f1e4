//! Into the store, in order, many at once, and converted.

use std::future::{Future, poll_fn};
use std::io::{IsTerminal, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use triptych_app::{App, Options};
use triptych_core::capture::Judgement;
use triptych_core::convert::book::Contact;
use triptych_core::secret::Secret;
use triptych_store::{DATABASE_FILE, Reader, Retention, Store, StoreError};

use super::cast::Page;
use super::requests::{APP_SECRET, TOKEN};
use super::script::{Planned, Script};

/// Captures that are handed to the writer at once; it takes no more into one transaction.
const AT_ONCE: usize = 256;

/// Makes a store of so many captures, and these after them; how many it holds.
///
/// # Errors
/// Where the folder holds captures already, and where the store fails.
pub async fn make(data_dir: &Path, captures: u64, seed: u64, last: Vec<Planned>) -> Result<u64> {
    refuse_what_is_there(data_dir)?;
    let options = Options {
        data_dir: data_dir.to_owned(),
        addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        token: None,
        app_secrets: Vec::new(),
    };
    let app = App::open(&options).await?;
    let script = Script::new(captures, seed);
    set_up(app.store(), &script.pages, captures + last.len() as u64).await?;
    let newest = fill(app.store(), script.chain(last)).await?;
    app.converted_to(newest).await?;
    // What searches need comes behind; the next start would have to do it.
    while app.store().read(|reader| Ok(reader.indexed_to()))?.is_none_or(|indexed| indexed < newest) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let stored = app.store().read(Reader::captures_total)?;
    app.close().await;
    Ok(stored)
}

fn refuse_what_is_there(data_dir: &Path) -> Result<()> {
    if !data_dir.join(DATABASE_FILE).exists() {
        return Ok(());
    }
    let held = Reader::open(data_dir).context("there is a store already, which cannot be read")?.captures_total()?;
    if held > 0 {
        bail!(
            "{} holds a store with {held} captures already. Name another folder with --data-dir, or remove that one.",
            data_dir.display()
        );
    }
    Ok(())
}

/// What the user would have set: secrets, endpoints, names; and that all of it is kept.
async fn set_up(store: &Store, pages: &[Page], captures: u64) -> Result<(), StoreError> {
    let limits = Retention::default();
    let contact = |name: &str| Contact { name: Some(name.to_owned()), ..Contact::default() };
    let endpoints: Vec<_> = pages
        .iter()
        .map(|page| {
            let known = page.customers.iter().filter(|customer| customer.is_known);
            let contacts: Vec<_> = known.map(|customer| (customer.id.clone(), contact(&customer.name))).collect();
            (page.endpoint.clone(), page.title.map(str::to_owned), page.id.to_owned(), contacts)
        })
        .collect();
    store
        .write(move |tx| {
            if limits.captures.is_some_and(|limit| captures > limit) {
                tx.set_retention(&Retention { captures: Some(captures), ..limits })?;
            }
            tx.set_app_token(&Secret::new(TOKEN))?;
            tx.add_app_secret(&Secret::new(APP_SECRET), Script::begin_us())?;
            for (key, name, page_id, contacts) in endpoints {
                let id = tx.add_endpoint(&key, Script::begin_us())?;
                if let Some(row) = tx.endpoint(id)? {
                    let mut settings = row.settings;
                    (settings.name, settings.page_id) = (name, Some(page_id));
                    tx.update_endpoint(id, &settings)?;
                }
                contacts.iter().try_for_each(|(customer, contact)| tx.set_contact(id, customer, contact))?;
            }
            Ok(())
        })
        .await
}

/// Stores all; the newest capture that is to be converted.
async fn fill(store: &Store, script: impl Iterator<Item = Planned>) -> Result<i64> {
    let mut ids: Vec<i64> = Vec::new();
    let mut newest = 0;
    let mut script = script.peekable();
    while script.peek().is_some() {
        let mut batch = Vec::with_capacity(AT_ONCE);
        // A replay waits for its parent's id.
        while batch.len() < AT_ONCE
            && let Some(Planned { capture, parent }) =
                script.next_if(|planned| planned.parent.is_none_or(|parent| parent < ids.len() as u64))
        {
            batch.push((capture, parent.map(|place| ids[place as usize])));
        }
        let accepted: Vec<bool> = batch.iter().map(|(capture, _)| capture.judgement == Judgement::Accepted).collect();
        let appends = batch.into_iter().map(|(capture, parent)| store.append(capture, parent)).collect();
        for (id, is_accepted) in in_order(appends).await.into_iter().zip(accepted) {
            let id = id?;
            ids.push(id);
            newest = if is_accepted { id } else { newest };
        }
        report(ids.len());
    }
    Ok(newest)
}

/// Begins all of them in their order, and waits for all.
async fn in_order<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut running: Vec<Pin<Box<F>>> = futures.into_iter().map(Box::pin).collect();
    let mut results: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (future, result) in running.iter_mut().zip(&mut results).filter(|(_, result)| result.is_none()) {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                *result = Some(output);
            }
        }
        if results.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}

/// Where somebody looks on: how far it is.
fn report(stored: usize) {
    let mut stderr = std::io::stderr();
    if stderr.is_terminal() {
        // A terminal that is gone is no reason to stop.
        let _ = write!(stderr, "\r{stored} captures stored").and_then(|()| stderr.flush());
    }
}
