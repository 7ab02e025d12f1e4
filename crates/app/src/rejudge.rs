//! Refused captures judged again, once a secret or a token is known that was not.
//!
//! A capture never changes: it was refused, and its sender was told so. What holds now is kept once more, as a new
//! capture with the refused one as its parent: the same head, body and time of receipt, judged anew, with no answer
//! (status 0), for nobody was answered. It converts like any other. A refused capture is taken in once.

use triptych_core::capture::{Capture, Judgement, Marks, header_lines};
use triptych_core::endpoint::{EndpointKey, Policy};
use triptych_core::envelope;
use triptych_listener::{Access, Credentials, Decision, authenticate};
use triptych_store::{Reader, StoreError, StoredCapture};

use crate::api::ApiError;
use crate::api::secrets::Rejudged;
use crate::app::App;

/// Captures read at once: at most 64 KiB of body each.
const STEP: u32 = 50;

/// Judges those of an endpoint, or all, with the tokens and secrets of now.
pub(crate) async fn rejudge(app: &App, endpoint: Option<&EndpointKey>) -> Result<Rejudged, ApiError> {
    let _one_at_a_time = app.rejudging().lock().await;
    let mut rejudged = Rejudged::default();
    let of = endpoint.cloned();
    let cut = read(app, move |reader| reader.refused_cut(of.as_ref())).await?;
    rejudged.cut = u32::try_from(cut).unwrap_or(u32::MAX);
    let mut after = 0;
    loop {
        let of = endpoint.cloned();
        let page = read(app, move |reader| {
            let page = reader.refused_whole_after(of.as_ref(), after, STEP)?;
            let last = page.last().map(|stored| stored.id);
            let fresh: Result<Vec<StoredCapture>, StoreError> = page
                .into_iter()
                .map(|stored| Ok((reader.taken_in_as(stored.id)?, stored)))
                .filter_map(|found: Result<_, StoreError>| match found {
                    Ok((None, stored)) => Some(Ok(stored)),
                    Ok((Some(_), _)) => None,
                    Err(error) => Some(Err(error)),
                })
                .collect();
            Ok((last, fresh?))
        });
        let (last, fresh) = page.await?;
        for stored in fresh {
            rejudged.looked += 1;
            match again(app, stored).await? {
                Some(id) => rejudged.admitted.push(id),
                None => rejudged.still_refused += 1,
            }
        }
        match last {
            Some(last) => after = last,
            None => return Ok(rejudged),
        }
    }
}

/// Off the runtime's threads.
async fn read<T: Send + 'static>(
    app: &App,
    f: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, ApiError> {
    let store = app.store().clone();
    let read = tokio::task::spawn_blocking(move || store.read(f)).await;
    Ok(read.map_err(|_| ApiError::new("internal", "Reading the store failed.", Some("Try again.")))??)
}

/// The new capture, where it holds now.
async fn again(app: &App, stored: StoredCapture) -> Result<Option<i64>, ApiError> {
    let (id, refused) = (stored.id, stored.capture);
    let Some(endpoint) = &refused.endpoint else { return Ok(None) };
    // What the policy `open` lets in does not hold for that.
    let access = Access { policy: Policy::Required, ..app.keyring().access(endpoint) };
    let credentials = Credentials::from_lines(header_lines(&refused.head));
    let Decision { admitted, authentication, reason } = authenticate(&access, &credentials, &refused.body);
    if !admitted || envelope::parse(&refused.body).is_err() {
        return Ok(None);
    }
    let capture = Capture {
        judgement: Judgement::Accepted,
        authentication,
        reason: format!("Taken in from #{id}, which was answered {}. {reason}", refused.status),
        status: 0,
        answer: Vec::new(),
        took_us: 0,
        ..refused.clone()
    };
    let marks = Marks { takes_in: Some(id), ..Marks::default() };
    let kept = app.store().append_marked(capture, Some(id), marks).await;
    kept.map(Some)
        .map_err(|error| ApiError::new("storage", format!("#{id} could not be taken in: {error}."), Some("Try again.")))
}
