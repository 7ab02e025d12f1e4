//! Who holds a port, and which one is free: for people who find theirs in use.

use std::net::{SocketAddr, TcpListener};

/// How many ports to try.
const TRIES: u16 = 20;

/// The next port of the same address that could be listened on just now.
pub(crate) fn free_after(addr: SocketAddr) -> Option<SocketAddr> {
    (1..=TRIES)
        .filter_map(|step| addr.port().checked_add(step))
        .map(|port| SocketAddr::new(addr.ip(), port))
        .find(|addr| TcpListener::bind(addr).is_ok())
}

/// The program that listens on a port, such as `node, process 48122`. `None` where the system does not tell.
#[cfg(target_os = "linux")]
pub(crate) fn holder(addr: SocketAddr) -> Option<String> {
    use std::fs;

    let wanted = format!(":{:04X}", addr.port());
    let inode = ["/proc/net/tcp", "/proc/net/tcp6"].iter().find_map(|table| {
        let table = fs::read_to_string(table).ok()?;
        table.lines().skip(1).find_map(|line| {
            let columns: Vec<_> = line.split_whitespace().collect();
            // Local address, state 0A (listening), inode: proc(5).
            (columns.get(1)?.ends_with(&wanted) && *columns.get(3)? == "0A")
                .then(|| columns.get(9).map(ToString::to_string))?
        })
    })?;
    let socket = format!("socket:[{inode}]");
    fs::read_dir("/proc").ok()?.flatten().find_map(|process| {
        let pid: u32 = process.file_name().to_str()?.parse().ok()?;
        let files = fs::read_dir(process.path().join("fd")).ok()?;
        let holds =
            files.flatten().any(|file| fs::read_link(file.path()).is_ok_and(|link| link.to_str() == Some(&socket)));
        let name = || fs::read_to_string(process.path().join("comm")).unwrap_or_default();
        holds.then(|| format!("{}, process {pid}", name().trim()))
    })
}

/// The program that listens on a port. This system does not tell.
#[cfg(not(target_os = "linux"))]
pub(crate) fn holder(_addr: SocketAddr) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_is_found_beside_one_in_use() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let addr = taken.local_addr().expect("bound");
        if let Some(free) = free_after(addr) {
            assert!(free.port() > addr.port());
        }
        #[cfg(target_os = "linux")]
        assert!(holder(addr).is_some_and(|holder| holder.ends_with(&format!("process {}", std::process::id()))));
    }
}
