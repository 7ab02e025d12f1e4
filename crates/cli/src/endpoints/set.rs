//! `triptych endpoints set`.

use std::path::PathBuf;

use clap::Args;
use triptych_app::api::endpoints::{ContactForm, EndpointForm};
use triptych_app::endpoints::form;
use triptych_app::{App, Options, now_us};
use triptych_core::endpoint::EndpointKey;
use triptych_core::secret::Secret;
use triptych_store::Reader;

use super::read_key;
use crate::secrets::AppSecret;
use crate::{Failure, Folder, print, runtime};

/// Set what conversion and judging use of an endpoint, adding it where it is new
///
/// What is not named stays as it is; an empty value takes it away. Refused while a Triptych has the folder open.
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

/// A token to set, or `None` to take it away.
type Token = Option<Secret>;

/// The token in a file.
fn token(path: Option<&PathBuf>) -> Result<Option<Token>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?;
    let value = text.trim();
    if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Failure::usage(format!("{}: a token has no white space inside", path.display())));
    }
    Ok(Some((!value.is_empty()).then(|| Secret::new(value))))
}

impl Set {
    pub(super) fn run(&self) -> Result<(), Failure> {
        runtime()?.block_on(self.set())
    }

    async fn set(&self) -> Result<(), Failure> {
        let secret = self.secret.read()?.map(Secret::new);
        let tokens = (token(self.bearer_token_file.as_ref())?, token(self.verify_token_file.as_ref())?);
        let addr = ([127, 0, 0, 1], 0).into();
        let options = Options { data_dir: self.folder.path()?, addr, token: None, app_secrets: Vec::new() };
        let app = App::open(&options).await.map_err(Failure::refused)?;
        let done = self.apply(&app, secret, tokens).await;
        app.close().await;
        done
    }

    async fn apply(
        &self,
        app: &App,
        secret: Option<Secret>,
        (bearer, verify): (Option<Token>, Option<Token>),
    ) -> Result<(), Failure> {
        let key = &self.endpoint;
        let known = |reader: &Reader| match reader.endpoint_id(key)? {
            Some(id) => Ok(reader.endpoint(id)?.zip(Some(reader.contacts(id)?))),
            None => Ok(None),
        };
        let known = app.store().read(known).map_err(Failure::refused)?;
        let blank = || EndpointForm { policy: "required".to_owned(), ..EndpointForm::default() };
        let mut typed = known.map_or_else(blank, |(row, contacts)| form::of(&row.settings, &contacts));
        self.change(&mut typed).map_err(Failure::usage)?;
        let (faults, read) = form::read(&typed);
        for fault in &faults {
            eprintln!("triptych: {}: {}: {}", fault.severity, print::safe(&fault.field), print::safe(&fault.message));
        }
        let (settings, contacts) = read.ok_or_else(|| Failure::silent(2))?;
        let key = key.clone();
        let has_secret = secret.is_some();
        let written = app.store().write(move |tx| {
            let id = tx.add_endpoint(&key, now_us())?;
            tx.update_endpoint(id, &settings)?;
            tx.set_contacts(id, &contacts)?;
            if let Some(bearer) = bearer {
                tx.set_bearer_token(id, bearer.as_ref())?;
            }
            if let Some(verify) = verify {
                tx.set_verify_token(id, verify.as_ref())?;
            }
            secret.map_or(Ok(()), |secret| tx.add_endpoint_secret(id, &secret, now_us()).map(drop))
        });
        written.await.map_err(Failure::refused)?;
        if has_secret {
            let rejudged = app.rejudge(Some(&self.endpoint)).await.map_err(|error| Failure::refused(error.message))?;
            if !rejudged.admitted.is_empty() {
                let taken_in = rejudged.admitted.len();
                let captures = if taken_in == 1 { "capture was" } else { "captures were" };
                print::text(&format!("{taken_in} refused {captures} taken in"))?;
            }
        }
        Ok(())
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
