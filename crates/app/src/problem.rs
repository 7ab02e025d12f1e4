//! What happened, why, and what to do: the problems that a user can solve.

use std::io::{Error, ErrorKind};
use std::net::SocketAddr;

use triptych_store::OpenError;

use crate::api::status::Problem;
use crate::port;

/// The address cannot be listened on.
pub(crate) fn not_listening(addr: SocketAddr, error: &Error) -> Problem {
    let port = addr.port();
    let what = format!("Triptych could not open {addr}.");
    match error.kind() {
        ErrorKind::AddrInUse => Problem {
            code: "port_in_use".into(),
            title: format!("Port {port} is already in use"),
            what,
            why: match port::holder(addr) {
                Some(holder) => format!("Another program holds the port: {holder}."),
                None => "Another program holds the port; which one could not be found out.".into(),
            },
            todo: "Stop that program and try again, or listen on another port. With another port the callback URL changes: point the tunnel to it.".into(),
        },
        ErrorKind::PermissionDenied => Problem {
            code: "unwritable".into(),
            title: format!("Port {port} may not be opened"),
            what,
            why: "The system reserves ports below 1024 for privileged programs.".into(),
            todo: "Listen on a port from 1024 up.".into(),
        },
        ErrorKind::AddrNotAvailable => Problem {
            code: "other".into(),
            title: format!("{} is not an address of this machine", addr.ip()),
            what,
            why: format!("{} is not an address of this machine.", addr.ip()),
            todo: "Listen on 127.0.0.1.".into(),
        },
        _ => Problem {
            code: "other".into(),
            title: format!("{addr} cannot be listened on"),
            what,
            why: format!("The system said: {error}."),
            todo: "Try again, or listen on another port.".into(),
        },
    }
}

/// The data folder cannot be had.
pub(crate) fn not_open(error: &OpenError) -> Problem {
    let title = match error {
        OpenError::FolderInUse { .. } => "The data folder is in use",
        OpenError::NotOurs { .. } => "The database is not one of Triptych's",
        OpenError::TooNew { .. } => "The database is newer than this Triptych",
        OpenError::TooOld { .. } => "The database is older than this Triptych",
        OpenError::NotFound { .. } => "There is no database",
        OpenError::OnNetwork { .. } => "The data folder is on a network",
        OpenError::Unwritable { .. } => "The data folder cannot be written to",
        OpenError::Damaged { .. } => "The database is damaged",
        OpenError::Other { .. } => "The data folder cannot be opened",
    };
    let sentence = error.to_string();
    let (why, todo) = sentence.split_once(": ").unwrap_or((&sentence, "try again"));
    Problem {
        code: error.code().into(),
        title: title.into(),
        what: "Triptych could not open its data folder, so nothing listens.".into(),
        why: sentence_case(why),
        todo: sentence_case(todo),
    }
}

/// The store takes no captures just now.
pub(crate) fn not_writing(reason: &str) -> Problem {
    Problem {
        code: "unwritable".into(),
        title: "Captures cannot be stored".into(),
        what: "Webhooks sent now are refused with 503; Facebook sends them again for a while.".into(),
        why: format!("The database said: {reason}."),
        todo: "Check the free space and the folder's permissions. Triptych tries again by itself.".into(),
    }
}

fn sentence_case(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str().trim_end_matches('.'))
}
