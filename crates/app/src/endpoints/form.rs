//! An endpoint's settings as they are typed: read, and judged field by field.

use std::collections::HashSet;

use triptych_core::convert::Business;
use triptych_core::convert::book::Contact;
use triptych_core::endpoint::{Channel, EndpointKey, Policy};
use triptych_store::EndpointSettings;

use crate::api::endpoints::{BusinessForm, ContactForm, EndpointForm, FieldFault};

/// Longest text of a setting, in characters.
const LONGEST: usize = 500;
/// Most contacts of an endpoint.
const MOST_CONTACTS: usize = 1000;

/// Settings as they are shown to be edited.
#[must_use]
pub fn of(settings: &EndpointSettings, contacts: &[(String, Contact)]) -> EndpointForm {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let business = &settings.business;
    EndpointForm {
        name: text(&settings.name),
        org_id: settings.org_id.to_string(),
        page_id: text(&settings.page_id),
        policy: settings.policy.as_str().to_owned(),
        business: BusinessForm {
            id: text(&business.id),
            name: text(&business.name),
            city: text(&business.city),
            zipcode: text(&business.zipcode),
            country: text(&business.country),
            formatted_address: text(&business.formatted_address),
        },
        contacts: contacts
            .iter()
            .map(|(customer, contact)| ContactForm {
                customer: customer.clone(),
                name: text(&contact.name),
                img: text(&contact.img),
                phone_number: text(&contact.phone_number),
                email: text(&contact.email),
            })
            .collect(),
    }
}

/// Settings and contacts by customer.
pub type Read = (EndpointSettings, Vec<(String, Contact)>);

/// Reads a form. What is wrong with it; what it says, unless one of the faults is an error.
#[must_use]
pub fn read(form: &EndpointForm) -> (Vec<FieldFault>, Option<Read>) {
    let mut faults = Vec::new();
    let business = &form.business;
    let texts = [
        ("name", &form.name),
        ("page_id", &form.page_id),
        ("business.id", &business.id),
        ("business.name", &business.name),
        ("business.city", &business.city),
        ("business.zipcode", &business.zipcode),
        ("business.country", &business.country),
        ("business.formatted_address", &business.formatted_address),
    ];
    texts.iter().for_each(|(field, text)| faults.extend(unfit(field, text)));
    let org_id = match form.org_id.trim() {
        "" => 1,
        text => text.parse().unwrap_or_else(|_| {
            faults.push(error("org_id", "An org id is a whole number, such as 5120."));
            1
        }),
    };
    let policy = Policy::parse(&form.policy).unwrap_or_else(|| {
        faults.push(error("policy", "The policy is `required` or `open`."));
        Policy::Required
    });
    if policy == Policy::Open {
        faults.push(warning(
            "policy",
            "Anybody who knows the callback URL can deliver; what comes is marked unverified.",
        ));
    }
    if !set(&form.page_id).is_none_or(|id| id.bytes().all(|byte| byte.is_ascii_digit())) {
        faults.push(warning("page_id", "The id of a Page has digits only."));
    }
    let contacts = read_contacts(&form.contacts, &mut faults);
    let settings = EndpointSettings {
        name: set(&form.name),
        org_id,
        page_id: set(&form.page_id),
        business: Business {
            id: set(&business.id),
            name: set(&business.name),
            city: set(&business.city),
            zipcode: set(&business.zipcode),
            country: set(&business.country),
            formatted_address: set(&business.formatted_address),
        },
        policy,
    };
    let is_fit = faults.iter().all(|fault| fault.severity != ERROR);
    (faults, is_fit.then_some((settings, contacts)))
}

fn read_contacts(forms: &[ContactForm], faults: &mut Vec<FieldFault>) -> Vec<(String, Contact)> {
    let mut seen = HashSet::new();
    let mut read = Vec::new();
    if forms.len() > MOST_CONTACTS {
        faults.push(error("contacts", &format!("An endpoint has at most {MOST_CONTACTS} contacts.")));
    }
    for (index, form) in forms.iter().enumerate() {
        let field = |name: &str| format!("contacts.{index}.{name}");
        let texts = [
            ("customer", &form.customer),
            ("name", &form.name),
            ("img", &form.img),
            ("phone_number", &form.phone_number),
            ("email", &form.email),
        ];
        if texts.iter().all(|(_, text)| text.trim().is_empty()) {
            continue;
        }
        texts.iter().for_each(|(name, text)| faults.extend(unfit(&field(name), text)));
        let customer = form.customer.trim();
        if customer.is_empty() {
            faults.push(error(&field("customer"), "Enter the customer's id: the `sender.id` of what they write."));
        } else if !seen.insert(customer.to_owned()) {
            faults.push(error(&field("customer"), "There is another contact with this id."));
        }
        if set(&form.img).is_some_and(|url| !is_url(&url)) {
            faults.push(error(&field("img"), "A picture is a URL that begins with https:// or http://."));
        }
        if set(&form.email).is_some_and(|email| !is_email(&email)) {
            faults.push(error(&field("email"), "An e-mail address looks like name@example.com."));
        }
        if set(&form.phone_number).is_some_and(|number| !is_international(&number)) {
            let message = "A phone number is best written with its country: +33612345678.";
            faults.push(warning(&field("phone_number"), message));
        }
        let contact = Contact {
            name: set(&form.name),
            img: set(&form.img),
            phone_number: set(&form.phone_number),
            email: set(&form.email),
        };
        read.push((customer.to_owned(), contact));
    }
    read
}

/// Reads what identifies an endpoint.
#[must_use]
pub fn read_key(channel: &str, workspace_id: &str, credentials_id: &str) -> (Vec<FieldFault>, Option<EndpointKey>) {
    let mut faults = Vec::new();
    let channel = Channel::parse(channel);
    if channel.is_none() {
        faults.push(error("channel", "The channel is `facebook` or `instagram`."));
    }
    for (field, id) in [("workspace_id", workspace_id), ("credentials_id", credentials_id)] {
        if id.trim().is_empty() {
            faults.push(error(field, "The id stands in the callback URL and cannot be empty; choose one."));
        } else if id.chars().any(|one| one.is_whitespace() || one.is_control()) {
            faults.push(error(field, "The id stands in the callback URL; leave out white space."));
        } else if [".", ".."].contains(&id) {
            faults.push(error(
                field,
                "Dots alone mean a folder in a URL, and are taken out on the way; choose another id.",
            ));
        } else if id.chars().count() > LONGEST {
            faults.push(error(field, "The id is too long for a callback URL."));
        } else if id.contains(['{', '}', '/', '?', '#', '%']) {
            faults.push(warning(field, "The id has characters that stand escaped in the callback URL."));
        }
    }
    let is_fit = faults.iter().all(|fault| fault.severity != ERROR);
    let key = channel.filter(|_| is_fit).map(|channel| EndpointKey {
        channel,
        workspace_id: workspace_id.to_owned(),
        credentials_id: credentials_id.to_owned(),
    });
    (faults, key)
}

const ERROR: &str = "error";

/// A fault that keeps a form from being saved.
#[must_use]
pub fn error(field: &str, message: &str) -> FieldFault {
    FieldFault { field: field.to_owned(), severity: ERROR.to_owned(), message: message.to_owned() }
}

fn warning(field: &str, message: &str) -> FieldFault {
    FieldFault { field: field.to_owned(), severity: "warning".to_owned(), message: message.to_owned() }
}

fn unfit(field: &str, text: &str) -> Option<FieldFault> {
    if text.chars().any(char::is_control) {
        return Some(error(field, "Leave out line ends and other control characters."));
    }
    (text.chars().count() > LONGEST).then(|| error(field, &format!("At most {LONGEST} characters.")))
}

fn set(text: &str) -> Option<String> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !text.contains(char::is_whitespace))
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'))
        && !text.contains(char::is_whitespace)
        && !text.ends_with('.')
}

/// E.164.
fn is_international(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faulty(change: impl FnOnce(&mut EndpointForm)) -> Vec<(String, String)> {
        let contact = ContactForm { customer: "7310".into(), email: "a@b.example".into(), ..ContactForm::default() };
        let mut form = EndpointForm { policy: "required".into(), contacts: vec![contact], ..EndpointForm::default() };
        change(&mut form);
        let (faults, read) = read(&form);
        assert_eq!(read.is_none(), faults.iter().any(|fault| fault.severity == "error"), "{faults:?}");
        faults.into_iter().map(|fault| (fault.field, fault.severity)).collect()
    }

    #[test]
    fn each_fault_stands_at_its_field() {
        let fault = |field: &str, severity: &str| vec![(field.to_owned(), severity.to_owned())];
        assert_eq!(faulty(|_| {}), []);
        assert_eq!(faulty(|form| form.org_id = "five".into()), fault("org_id", "error"));
        assert_eq!(faulty(|form| form.org_id = " 5120 ".into()), []);
        assert_eq!(faulty(|form| form.page_id = "lumen".into()), fault("page_id", "warning"));
        assert_eq!(faulty(|form| form.policy = "shut".into()), fault("policy", "error"));
        assert_eq!(faulty(|form| form.policy = "open".into()), fault("policy", "warning"));
        assert_eq!(faulty(|form| form.business.city = "Ly\non".into()), fault("business.city", "error"));
        assert_eq!(faulty(|form| form.name = "x".repeat(501)), fault("name", "error"));
        assert_eq!(faulty(|form| form.contacts[0].email = "a@b".into()), fault("contacts.0.email", "error"));
        assert_eq!(faulty(|form| form.contacts[0].img = "javascript:x".into()), fault("contacts.0.img", "error"));
        assert_eq!(
            faulty(|form| form.contacts[0].phone_number = "0612".into()),
            fault("contacts.0.phone_number", "warning")
        );
        assert_eq!(faulty(|form| form.contacts[0].customer = " ".into()), fault("contacts.0.customer", "error"));
        assert_eq!(faulty(|form| form.contacts.push(form.contacts[0].clone())), fault("contacts.1.customer", "error"));
        assert_eq!(faulty(|form| form.contacts.push(ContactForm::default())), []);
    }

    #[test]
    fn what_is_read_is_shown_as_it_was_typed() {
        let contact = ContactForm {
            customer: "7310".into(),
            name: "Jane Doe".into(),
            img: "https://x.example/p.jpg".into(),
            phone_number: "+33612345678".into(),
            email: "jane@x.example".into(),
        };
        let form = EndpointForm {
            name: "Maison Lumen".into(),
            org_id: "5120".into(),
            page_id: "104882310947213".into(),
            policy: "required".into(),
            business: BusinessForm { id: "b1".into(), city: "Lyon".into(), ..BusinessForm::default() },
            contacts: vec![contact],
        };
        let (faults, read) = read(&form);
        let (settings, contacts) = read.expect("fit");
        assert_eq!((faults, of(&settings, &contacts)), (vec![], form));
    }

    #[test]
    fn ids_fit_a_callback_url() {
        let faults = |workspace: &str| {
            let (faults, key) = read_key("facebook", workspace, "c");
            (faults.iter().map(|fault| fault.severity.clone()).collect::<Vec<_>>(), key.is_some())
        };
        assert_eq!(faults("wsp_8f21c4"), (vec![], true));
        assert_eq!(faults(""), (vec!["error".to_owned()], false));
        assert_eq!(faults("a b"), (vec!["error".to_owned()], false));
        assert_eq!(faults("a/b"), (vec!["warning".to_owned()], true));
        assert_eq!(faults(".."), (vec!["error".to_owned()], false));
        assert_eq!(faults("..."), (vec![], true));
        assert!(read_key("telegram", "w", "c").1.is_none());
    }
}
