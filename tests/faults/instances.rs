//! Two instances on one folder, and on one port.

use crate::folder::folder;
use crate::listening::{Listening, TOKEN, command};
use crate::program::finish;
use crate::rig::{Good, assert_kept, kept, owner};
use crate::table::Row;

pub(crate) fn trial() -> Vec<Row> {
    let (dir, other) = (folder(), folder());
    let triptych = Listening::start(dir.path());
    let mut good = Good::default();
    good.deliver(triptych.addr, "m_before");
    let pid = owner(dir.path());

    let second = finish(&mut command(dir.path(), "127.0.0.1:0", TOKEN), b"");
    assert_ne!(second.status, 0);
    let in_use = format!("in use by another Triptych (process {pid})");
    assert!(second.stderr.contains(&in_use) && second.stdout.is_empty(), "{second:?}");
    good.deliver(triptych.addr, "m_between");

    let same_port = finish(&mut command(other.path(), &triptych.addr.to_string(), TOKEN), b"");
    assert_ne!(same_port.status, 0);
    let cannot = format!("cannot listen on {}", triptych.addr);
    assert!(same_port.stderr.contains(&cannot) && same_port.stdout.is_empty(), "{same_port:?}");
    good.deliver(triptych.addr, "m_after");

    assert_eq!(owner(dir.path()), pid);
    assert_kept(&kept(dir.path()), &good.acknowledged);
    triptych.term();
    let unharmed = "the first answers and keeps on";
    vec![
        Row::new(
            "two on one folder",
            "a second `triptych listen`",
            format!("status {}, \"…{in_use}…\"; {unharmed}", second.status),
        ),
        Row::new(
            "two on one port",
            "a second, on another folder",
            format!("status {}, \"{cannot}…\"; {unharmed}", same_port.status),
        ),
    ]
}
