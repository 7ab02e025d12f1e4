//! The end: nothing that was answered with 200 is lost.

use std::process::{Child, Command, ExitStatus};

use crate::driver::until;
use crate::window::{Place, TOKEN};

#[test]
fn a_terminated_window_ends_with_0_and_has_kept_what_it_acknowledged() {
    let place = Place::new();
    let mut window = place.command("triptych-desktop").args(place.args()).spawn().expect("the window");
    let address = ("127.0.0.1", place.port);
    until("it listens", || std::net::TcpStream::connect(address).ok());
    let total = 20;
    for _ in 0..total {
        assert_eq!(place.post(Some(TOKEN), r#"{"object":"page","entry":[]}"#).status(), 200);
    }

    assert_eq!(terminate(&mut window).code(), Some(0));

    let data = place.data();
    let mut list = Command::new(place.command("triptych").get_program());
    list.args(["captures", "list", "--json", "--data-dir"]).arg(data);
    let list = list.output().expect("the list");
    assert!(list.status.success(), "{}", String::from_utf8_lossy(&list.stderr));
    assert_eq!(String::from_utf8_lossy(&list.stdout).lines().count(), total);
}

/// Asks the process to end as a service manager would, and waits for it.
pub(crate) fn terminate(process: &mut Child) -> ExitStatus {
    let pid = process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
    process.wait().expect("its status")
}
