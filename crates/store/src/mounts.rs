//! Which folders are no place for a database: network file systems.
//!
//! SQLite's write-ahead log needs memory that all its users share, and locks that hold; file systems that come over a
//! network have neither, and lose commits without a word (SQLite, "Write-Ahead Logging", "How To Corrupt An SQLite
//! Database File"). Linux tells in `/proc/self/mountinfo` what is mounted where; elsewhere nobody is asked.

use std::path::{Path, PathBuf};

/// File systems that come over a network, as mountinfo names them.
const NETWORK: [&str; 21] = [
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "fuse.ceph",
    "fuse.curlftpfs",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.smbnetfs",
    "fuse.sshfs",
    "lustre",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
];

/// What is mounted where; empty where the system does not tell.
pub(crate) fn mountinfo() -> String {
    let read = if cfg!(target_os = "linux") { std::fs::read("/proc/self/mountinfo") } else { Ok(Vec::new()) };
    String::from_utf8_lossy(&read.unwrap_or_default()).into_owned()
}

/// The network file system that a path lies on, or would lie on once it is made. `mountinfo`: see
/// proc_pid_mountinfo(5).
pub(crate) fn network(mountinfo: &str, path: &Path) -> Option<String> {
    network_in(mountinfo, &existing(path)?)
}

/// The nearest folder that is there already, without links.
fn existing(path: &Path) -> Option<PathBuf> {
    std::path::absolute(path).ok()?.ancestors().find_map(|path| path.canonicalize().ok())
}

/// `path`: absolute, without links.
fn network_in(mountinfo: &str, path: &Path) -> Option<String> {
    let mounts = mountinfo.lines().filter_map(mount).filter(|(point, _)| path.starts_with(point));
    // What was mounted last on the same folder hides what was there: `max_by_key` takes the last of equals.
    let (_, kind) = mounts.max_by_key(|(point, _)| point.components().count())?;
    NETWORK.contains(&kind).then(|| kind.to_owned())
}

/// Mount point and file system of a line: `36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/x rw`.
fn mount(line: &str) -> Option<(PathBuf, &str)> {
    let (mount, kind) = line.split_once(" - ")?;
    Some((unescape(mount.split(' ').nth(4)?), kind.split(' ').next()?))
}

/// Blanks, tabs, line ends and backslashes are written as three octal digits.
fn unescape(point: &str) -> PathBuf {
    let written = [(r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")];
    let mut point = point.to_owned();
    for (code, character) in written {
        point = point.replace(code, character);
    }
    point.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = r"22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 27 0:40 / /home rw - nfs4 server:/home rw,vers=4.2
31 30 254:1 / /home/ada/local rw master:3 propagate_from:2 - xfs /dev/vdb rw
32 27 0:41 / /mnt/my\040share rw - cifs //server/share rw
33 27 0:42 / /mnt/a\134040b rw - 9p share rw
34 27 0:43 / /mnt/ssh rw,nosuid - fuse.sshfs ada@host: rw
35 27 0:44 / /mnt/usb rw - fuse.exfat /dev/sdb rw
36 27 0:45 / /mnt/twice rw - nfs server:/x rw
37 36 0:46 / /mnt/twice rw - tmpfs tmpfs rw
a line of another kind
";

    #[test]
    fn the_mount_that_holds_a_path_decides() {
        for (path, expected) in [
            ("/", None),
            ("/tmp/x", None),
            ("/home", Some("nfs4")),
            ("/home/ada", Some("nfs4")),
            ("/home/ada/local", None),
            ("/home/ada/local/deep/down", None),
            ("/home/ada/locally", Some("nfs4")),
            ("/homes", None),
            ("/mnt/my share/data", Some("cifs")),
            (r"/mnt/a\040b", Some("9p")),
            ("/mnt/ssh/data", Some("fuse.sshfs")),
            ("/mnt/usb/data", None),
            ("/mnt/twice", None),
        ] {
            assert_eq!(network_in(MOUNTS, Path::new(path)).as_deref(), expected, "{path}");
        }
        assert_eq!(network_in("", Path::new("/x")), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_not_there_yet_lies_where_its_parent_does() {
        let dir = tempfile::tempdir().unwrap();
        let parent = dir.path().canonicalize().unwrap();
        std::os::unix::fs::symlink(&parent, parent.join("link")).unwrap();
        assert_eq!(existing(&parent.join("link/a/b")), Some(parent));
        assert_eq!(existing(Path::new("no-such-folder/b")), std::env::current_dir().unwrap().canonicalize().ok());
    }
}
