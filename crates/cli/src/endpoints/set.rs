//! `triptych endpoints set`.

use std::path::PathBuf;

use clap::Args;
use triptych_app::api::endpoints::{ContactForm, EndpointForm, EndpointId, EndpointSaved, EndpointView, SaveEndpoint};
use triptych_app::api::secrets::{AddSecret, SecretAdded, SecretRef};
use triptych_app::api::tokens::{self, SetToken, TokenSet};
use triptych_app::endpoints::form;
use triptych_core::endpoint::EndpointKey;

use super::{id_of, known_id, read_key, tell};
use crate::hand::{Hand, change};
use crate::secrets::AppSecret;
use crate::{Failure, Folder, print};

/// Set what conversion and judging use of an endpoint, adding it where it is new
///
/// What is not named stays as it is; an empty value takes it away. It counts at once, also for a Triptych that has the
/// folder open. What was refused for want of a token or a secret is judged again.
#[derive(Debug, Args)]
pub(super) struct Set {
    #[command(flatten)]
    folder: Folder,
    /// Which endpoint
    #[arg(value_name = "CHANNEL:WORKSPACE/CREDENTIALS", value_parser = read_key)]
    endpoint: EndpointKey,
    /// What lists call it
    #[arg(long)]
    name: Option<String>,
    /// The `org_id` of its documents
    #[arg(long, allow_hyphen_values = true)]
    org_id: Option<String>,
    /// The linked Page
    #[arg(long)]
    page_id: Option<String>,
    /// `required` or `open`
    #[arg(long)]
    policy: Option<String>,
    /// KEY=VALUE of the business: id, name, city, zipcode, country, formatted_address
    #[arg(long, value_name = "KEY=VALUE")]
    business: Vec<String>,
    /// CUSTOMER:KEY=VALUE of a contact: name, img, phone_number, email
    #[arg(long, value_name = "CUSTOMER:KEY=VALUE")]
    contact: Vec<String>,
    /// A file that holds its own bearer token; an empty one takes the token away
    #[arg(long, value_name = "FILE")]
    bearer_token_file: Option<PathBuf>,
    /// A file that holds its own verify token; an empty one takes the token away
    #[arg(long, value_name = "FILE")]
    verify_token_file: Option<PathBuf>,
    #[command(flatten)]
    secret: AppSecret,
}

/// The token in a file; empty where it is to be taken away.
fn token(path: Option<&PathBuf>) -> Result<Option<String>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?;
    let value = text.trim();
    tokens::check(value).map_err(|error| Failure::usage(format!("{}: {}", path.display(), error.message)))?;
    Ok(Some(value.to_owned()))
}

impl Set {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let secret = self.secret.read()?;
        let tokens = [token(self.bearer_token_file.as_ref())?, token(self.verify_token_file.as_ref())?];
        let taken_in = change(&self.folder, async |hand| {
            let id = self.save(hand).await?;
            let [bearer, verify] = tokens;
            let bearer = bearer.map(|value| SetToken { of: SecretRef::BearerToken { endpoint: id }, value });
            let verify = verify.map(|value| SetToken { of: SecretRef::VerifyToken { endpoint: id }, value });
            let mut taken_in = 0;
            for request in bearer.into_iter().chain(verify) {
                let set: TokenSet = hand.call("secrets.set_token", request).await?;
                taken_in += set.rejudged.map_or(0, |rejudged| rejudged.admitted.len());
            }
            if let Some(secret) = secret {
                let added: SecretAdded = hand.call("secrets.add", AddSecret { endpoint: Some(id), secret }).await?;
                taken_in += added.rejudged.admitted.len();
            }
            Ok(taken_in)
        })?;
        if taken_in > 0 {
            let captures = if taken_in == 1 { "capture was" } else { "captures were" };
            print::text(&format!("{taken_in} refused {captures} taken in"))?;
        }
        Ok(())
    }

    /// Saves what conversion uses; the endpoint's id.
    async fn save(&self, hand: &Hand) -> Result<i64, Failure> {
        let mut form = match known_id(hand, &self.endpoint).await? {
            Some(id) => hand.call::<EndpointView>("endpoints.get", EndpointId { id }).await?.form,
            None => EndpointForm { policy: "required".to_owned(), ..EndpointForm::default() },
        };
        self.change(&mut form).map_err(Failure::usage)?;
        let (faults, read) = form::read(&form);
        tell(&faults);
        // Nothing is added where something is wrong.
        read.ok_or_else(|| Failure::silent(2))?;
        let id = id_of(hand, &self.endpoint).await?;
        let request = SaveEndpoint { id, form, only_check: false };
        hand.call::<EndpointSaved>("endpoints.save", request).await.map(|_| id)
    }

    fn change(&self, form: &mut EndpointForm) -> Result<(), String> {
        let named = [
            (&self.name, &mut form.name),
            (&self.org_id, &mut form.org_id),
            (&self.page_id, &mut form.page_id),
            (&self.policy, &mut form.policy),
        ];
        for (value, field) in named {
            if let Some(value) = value {
                field.clone_from(value);
            }
        }
        for pair in &self.business {
            let (key, value) = pair.split_once('=').ok_or_else(|| format!("--business {pair}: write KEY=VALUE"))?;
            let business = &mut form.business;
            let field = match key {
                "id" => &mut business.id,
                "name" => &mut business.name,
                "city" => &mut business.city,
                "zipcode" => &mut business.zipcode,
                "country" => &mut business.country,
                "formatted_address" => &mut business.formatted_address,
                _ => return Err(format!("--business {pair}: there is no key {key:?}")),
            };
            value.clone_into(field);
        }
        self.contact.iter().try_for_each(|entry| change_contact(&mut form.contacts, entry))
    }
}

fn change_contact(contacts: &mut Vec<ContactForm>, entry: &str) -> Result<(), String> {
    let wrong = || format!("--contact {entry}: write CUSTOMER:KEY=VALUE");
    let (customer, pair) = entry.split_once(':').ok_or_else(wrong)?;
    let (key, value) = pair.split_once('=').ok_or_else(wrong)?;
    let place = contacts.iter().position(|contact| contact.customer == customer).unwrap_or_else(|| {
        contacts.push(ContactForm { customer: customer.to_owned(), ..ContactForm::default() });
        contacts.len() - 1
    });
    let contact = &mut contacts[place];
    let field = match key {
        "name" => &mut contact.name,
        "img" => &mut contact.img,
        "phone_number" => &mut contact.phone_number,
        "email" => &mut contact.email,
        _ => return Err(format!("--contact {entry}: there is no key {key:?}")),
    };
    value.clone_into(field);
    Ok(())
}
