//! What the user sets for endpoints, for the window and the command line alike.

pub mod form;

use std::sync::Arc;

use triptych_core::fault::FaultRule;

use crate::api::ApiError;
use crate::api::endpoints::key_of;
use crate::app::App;

/// Sets or clears how an endpoint's answers are spoilt, from its next delivery on.
pub(crate) async fn set_fault(app: &Arc<App>, id: i64, rule: Option<FaultRule>) -> Result<(), ApiError> {
    if let Some(sentence) = rule.and_then(|rule| rule.validate().err()) {
        return Err(ApiError::new("bad_fault", sentence, Some("Give another value.")));
    }
    let key = key_of(app, id).await?;
    app.store().write(move |tx| tx.set_fault_rule(id, rule.as_ref())).await?;
    app.keyring().set_fault(&key, rule);
    Ok(())
}
