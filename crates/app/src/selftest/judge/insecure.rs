//! Why no secure connection came about, and what to do: Facebook takes https only, with a certificate that everybody
//! trusts.

use super::Judged;
use crate::replay::Insecure;

/// `to`: host and port.
pub(super) fn judged(why: &Insecure, to: &str) -> Judged {
    let (code, sentence, fix) = match why {
        Insecure::Untrusted => (
            "tls_untrusted",
            format!(
                "The certificate of {to} is of no public authority: it is self-signed, or those between it and a public \
                 one are not sent along."
            ),
            "Get a certificate of a public authority and send its whole chain, or use a tunnel that brings its own.",
        ),
        Insecure::Expired(_) => (
            "tls_expired",
            format!("The connection to {to} is not secure: {why}."),
            "Renew the certificate. If it should be valid still, check the clock of this machine.",
        ),
        Insecure::NotYetValid => (
            "tls_not_yet_valid",
            format!("The connection to {to} is not secure: {why}."),
            "Check the clock of this machine, and of the one that made the certificate.",
        ),
        Insecure::OtherName(_) => (
            "tls_other_name",
            format!("The connection to {to} is not secure: {why}."),
            "Enter the URL with the name that the certificate is for, or get a certificate for this name.",
        ),
        Insecure::NoTls => (
            "tls_none",
            format!("What answers at {to} speaks no TLS."),
            "Facebook calls https only. Check the port, or let something in front of it end TLS, as tunnels do.",
        ),
        Insecure::Other(reason) => (
            "tls",
            format!("No secure connection to {to} came about: {reason}."),
            "Facebook needs https with a certificate that is valid for the name. Check the certificate and the port.",
        ),
    };
    Judged::failed(code, sentence, fix)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_fault_has_its_own_sentence_and_its_own_way_out() {
        let faults = [
            Insecure::Untrusted,
            Insecure::Expired(Some(1_583_020_800_000)),
            Insecure::NotYetValid,
            Insecure::OtherName(vec!["other.example".into()]),
            Insecure::NoTls,
            Insecure::Other("the peer is incompatible".into()),
        ];
        let told: Vec<Judged> = faults.iter().map(|why| judged(why, "x.example")).collect();
        let distinct = |of: fn(&Judged) -> String| told.iter().map(of).collect::<HashSet<_>>().len();
        assert_eq!(distinct(|one| one.code.unwrap_or_default().to_owned()), faults.len());
        assert_eq!(distinct(|one| one.sentence.clone()), faults.len());
        assert_eq!(distinct(|one| one.fix.clone().unwrap_or_default()), faults.len());
        assert!(told[1].sentence.contains("expired on 2020-03-01") && told[3].sentence.contains("other.example"));
    }
}
