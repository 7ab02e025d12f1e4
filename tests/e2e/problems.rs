//! What stands in the way at the start, and the way out that the window offers.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Child;

use crate::driver::until;
use crate::ending::terminate;
use crate::window::{Place, TOKEN, Window};

#[test]
fn with_the_port_in_use_it_listens_on_another_one() {
    let place = Place::new();
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, place.port)).expect("the port");
    let mut window = Window::open_at(place);
    window.sees("problem", &window.place.port.to_string());

    window.click_button("Listen on");

    window.sees_no("problem");
    let pill = window.sees("listener-pill", "127.0.0.1:");
    let port = pill.split("127.0.0.1:").nth(1).expect("an address").chars().take_while(char::is_ascii_digit);
    let port: u16 = port.collect::<String>().parse().expect("a port");
    assert_ne!(port, window.place.port);
    window.place.port = port;
    assert_eq!(window.place.post(Some(TOKEN), r#"{"object":"page","entry":[]}"#).status(), 200);
    window.sees("capture-row", "200");
    drop(other);
}

#[test]
fn with_the_folder_in_use_it_works_once_the_other_has_ended() {
    let place = Place::new();
    let mut other: Child =
        place.command("triptych-desktop").args(other_port(&place)).spawn().expect("another instance");
    until("the other instance holds the folder", || place.data().join("triptych.db").exists().then_some(()));
    let window = Window::open_at(place);
    window.sees("problem", "data");

    assert!(terminate(&mut other).success());
    window.click_button("Try again");

    window.sees_no("problem");
    window.sees("empty-state", &window.place.port.to_string());
    assert_eq!(window.place.post(Some(TOKEN), r#"{"object":"page","entry":[]}"#).status(), 200);
    window.sees("capture-row", "200");
}

/// The same folder on another port.
fn other_port(place: &Place) -> Vec<String> {
    let mut args = place.args();
    args[1] = "127.0.0.1:0".to_owned();
    args
}
