//! Endpoints: who delivers, what conversion adds of them, and how their answers are spoilt on purpose.

use serde::{Deserialize, Serialize};
use triptych_core::endpoint::EndpointKey;
use triptych_core::fault::{Fault, FaultRule as Rule};
use ts_rs::TS;

use super::secrets::{self, SecretView};
use super::{ApiError, read};
use crate::app::{App, now_us};
use crate::desk::Desk;
use crate::endpoints::{self, form};

/// Answer of `endpoints.list` and `endpoints.delete`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EndpointList {
    /// In the order they appeared.
    pub endpoints: Vec<EndpointRow>,
}

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EndpointRow {
    pub id: i64,
    /// `facebook` or `instagram`.
    pub channel: String,
    pub workspace_id: String,
    pub credentials_id: String,
    pub name: Option<String>,
    /// The name, else `workspaceId/credentialsId`.
    pub title: String,
    /// Accepted captures that are stored.
    pub captures: u64,
    /// When the newest of them came: microseconds since 1970.
    pub last_us: Option<i64>,
    pub created_us: i64,
    /// `required` or `open`.
    pub policy: String,
    pub fault: Option<FaultRule>,
    pub has_bearer_token: bool,
    pub has_verify_token: bool,
    /// How many app secrets of its own it has.
    pub secrets: u32,
    /// Public where a tunnel is set, else on this machine.
    pub callback_url: String,
}

/// How an endpoint's answers to deliveries are spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FaultRule {
    /// 400 to 599 in place of 200; `null` leaves the answer as it is.
    pub status: Option<u16>,
    /// Before the answer: 0 to 60,000 ms.
    pub delay_ms: u32,
    /// Requests still to be spoilt; `null` means all until the rule is cleared.
    pub left: Option<u32>,
}

impl From<Rule> for FaultRule {
    fn from(rule: Rule) -> Self {
        Self { status: rule.fault.status, delay_ms: rule.fault.delay_ms, left: rule.left }
    }
}

impl From<FaultRule> for Rule {
    fn from(rule: FaultRule) -> Self {
        Self { fault: Fault { status: rule.status, delay_ms: rule.delay_ms }, left: rule.left }
    }
}

/// Request of `endpoints.get` and `endpoints.delete`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EndpointId {
    pub id: i64,
}

/// An endpoint whole, its secrets masked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EndpointView {
    pub row: EndpointRow,
    /// Its callback URL on this machine.
    pub local_url: String,
    /// Its callback URL at the tunnel.
    pub public_url: Option<String>,
    pub form: EndpointForm,
    pub bearer_token: Option<SecretView>,
    pub verify_token: Option<SecretView>,
    pub secrets: Vec<SecretView>,
    /// In the book; with any, the endpoint cannot be deleted.
    pub conversations: u64,
}

/// What conversion and judging use of an endpoint, as typed; an empty text means not set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct EndpointForm {
    pub name: String,
    /// A whole number; 1 where empty.
    pub org_id: String,
    /// The linked Page; without it documents of Instagram and Facebook name the issue `facebook_no_page_linked`.
    pub page_id: String,
    /// `required` or `open`.
    pub policy: String,
    pub business: BusinessForm,
    pub contacts: Vec<ContactForm>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct BusinessForm {
    pub id: String,
    pub name: String,
    pub city: String,
    pub zipcode: String,
    pub country: String,
    pub formatted_address: String,
}

/// What the user knows of a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default)]
pub struct ContactForm {
    /// The customer's id.
    pub customer: String,
    pub name: String,
    /// The picture's URL; never fetched.
    pub img: String,
    pub phone_number: String,
    pub email: String,
}

/// Request of `endpoints.save`. Answer: [`EndpointSaved`].
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveEndpoint {
    pub id: i64,
    pub form: EndpointForm,
    /// Only says what is wrong; nothing is saved.
    pub only_check: bool,
}

/// Request of `endpoints.add`. Answer: [`EndpointSaved`].
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AddEndpoint {
    /// `facebook` or `instagram`.
    pub channel: String,
    pub workspace_id: String,
    pub credentials_id: String,
    /// Only says what is wrong; nothing is added.
    pub only_check: bool,
}

/// What was wrong, and the endpoint where it was saved: not if one of the faults is an `error`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EndpointSaved {
    pub faults: Vec<FieldFault>,
    pub endpoint: Option<EndpointView>,
}

/// What is wrong with a value that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FieldFault {
    /// As in the form: `name`, `business.city`, `contacts.2.email`, …
    pub field: String,
    /// `error` keeps it from being saved; `warning` does not.
    pub severity: String,
    pub message: String,
}

/// Request of `endpoints.set_fault`. Answer: [`EndpointView`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetFault {
    pub id: i64,
    /// `null` clears the rule.
    pub fault: Option<FaultRule>,
}

pub(super) async fn list(desk: &Desk) -> Result<EndpointList, ApiError> {
    let app = desk.app().await?;
    let base = app.public_base().await;
    let (rows, usage, secrets) = read(&app, |reader| {
        let secrets = reader.endpoint_auth()?.into_iter().map(|auth| (auth.id, auth.secrets.len()));
        Ok((reader.endpoints()?, reader.endpoint_usage()?, secrets.collect::<std::collections::HashMap<_, _>>()))
    })
    .await?;
    let row = |row: &triptych_store::EndpointRow| {
        let secrets = secrets.get(&row.id).copied().unwrap_or_default();
        let usage = usage.get(&row.id).copied().unwrap_or_default();
        endpoint_row(&app, row, &usage, secrets, &base)
    };
    Ok(EndpointList { endpoints: rows.iter().map(row).collect() })
}

pub(super) async fn get(desk: &Desk, request: EndpointId) -> Result<EndpointView, ApiError> {
    let app = desk.app().await?;
    let id = request.id;
    let found = read(&app, move |reader| {
        let Some(row) = reader.endpoint(id)? else { return Ok(None) };
        let usage = reader.endpoint_usage()?.remove(&id).unwrap_or_default();
        Ok(Some((row, usage, reader.endpoint_secrets(id)?, reader.contacts(id)?)))
    });
    let (row, usage, own, contacts) = found.await?.ok_or_else(|| no_endpoint(id))?;
    let (base, local) = (app.public_base().await, app.local_base().await);
    let path = row.key.path();
    Ok(EndpointView {
        local_url: format!("{local}{path}"),
        public_url: (base != local).then(|| format!("{base}{path}")),
        form: form::of(&row.settings, &contacts),
        bearer_token: row.has_bearer_token.then(secrets::token_view),
        verify_token: row.has_verify_token.then(secrets::token_view),
        secrets: own.iter().map(secrets::secret_view).collect(),
        conversations: usage.conversations,
        row: endpoint_row(&app, &row, &usage, own.len(), &base),
    })
}

fn endpoint_row(
    app: &App,
    row: &triptych_store::EndpointRow,
    usage: &triptych_store::EndpointUse,
    secrets: usize,
    base: &str,
) -> EndpointRow {
    EndpointRow {
        id: row.id,
        channel: row.key.channel.as_str().to_owned(),
        workspace_id: row.key.workspace_id.clone(),
        credentials_id: row.key.credentials_id.clone(),
        name: row.settings.name.clone(),
        title: crate::access::endpoint_title(row),
        captures: usage.captures,
        last_us: usage.last_us,
        created_us: row.created_us,
        policy: row.settings.policy.as_str().to_owned(),
        fault: app.keyring().fault(&row.key).map(FaultRule::from),
        has_bearer_token: row.has_bearer_token,
        has_verify_token: row.has_verify_token,
        secrets: u32::try_from(secrets).unwrap_or(u32::MAX),
        callback_url: format!("{base}{}", row.key.path()),
    }
}

pub(super) async fn save(desk: &Desk, request: SaveEndpoint) -> Result<EndpointSaved, ApiError> {
    let SaveEndpoint { id, form, only_check } = request;
    let (faults, read) = form::read(&form);
    let Some((settings, contacts)) = read.filter(|_| !only_check) else {
        return Ok(EndpointSaved { faults, endpoint: None });
    };
    let app = desk.app().await?;
    let saved = app.store().write(move |tx| {
        let found = tx.update_endpoint(id, &settings)?;
        if found {
            tx.set_contacts(id, &contacts)?;
        }
        Ok(found)
    });
    if !saved.await? {
        return Err(no_endpoint(id));
    }
    app.reload_keys()?;
    Ok(EndpointSaved { faults, endpoint: Some(get(desk, EndpointId { id }).await?) })
}

pub(super) async fn add(desk: &Desk, request: AddEndpoint) -> Result<EndpointSaved, ApiError> {
    let (faults, key) = form::read_key(&request.channel, &request.workspace_id, &request.credentials_id);
    let Some(key) = key else { return Ok(EndpointSaved { faults, endpoint: None }) };
    let app = desk.app().await?;
    let known = key.clone();
    if read(&app, move |reader| reader.endpoint_id(&known)).await?.is_some() {
        let fault = form::error("credentials_id", "There is an endpoint with this channel and these ids already.");
        return Ok(EndpointSaved { faults: vec![fault], endpoint: None });
    }
    if request.only_check {
        return Ok(EndpointSaved { faults, endpoint: None });
    }
    let id = app.store().write(move |tx| tx.add_endpoint(&key, now_us())).await?;
    app.reload_keys()?;
    Ok(EndpointSaved { faults, endpoint: Some(get(desk, EndpointId { id }).await?) })
}

pub(super) async fn delete(desk: &Desk, request: EndpointId) -> Result<EndpointList, ApiError> {
    let app = desk.app().await?;
    let key = key_of(&app, request.id).await?;
    if !app.store().write(move |tx| tx.remove_unused_endpoint(request.id)).await? {
        let hint =
            "Webhooks were accepted for it, and their messages keep their ids for ever. Clear its settings instead.";
        return Err(ApiError::new("in_use", "The endpoint is in use and stays.", Some(hint)));
    }
    app.keyring().set_fault(&key, None);
    app.reload_keys()?;
    list(desk).await
}

pub(super) async fn set_fault(desk: &Desk, request: SetFault) -> Result<EndpointView, ApiError> {
    let app = desk.app().await?;
    endpoints::set_fault(&app, request.id, request.fault.map(Rule::from)).await?;
    desk.tick();
    get(desk, EndpointId { id: request.id }).await
}

pub(crate) async fn key_of(app: &std::sync::Arc<App>, id: i64) -> Result<EndpointKey, ApiError> {
    read(app, move |reader| reader.endpoint(id)).await?.map(|row| row.key).ok_or_else(|| no_endpoint(id))
}

pub(crate) fn no_endpoint(id: i64) -> ApiError {
    ApiError::new("no_endpoint", format!("There is no endpoint {id}."), Some("It may have been deleted."))
}
