//! Triptych from outside: the program as a process, over real sockets and real files.

mod bodies;
mod bundles;
mod checking;
mod convert;
mod crash;
mod curl;
mod deliveries;
mod doctors;
#[cfg(unix)]
mod door;
mod faulty;
mod finding;
mod folder;
mod golden;
mod handshake;
mod history;
mod keeping;
mod kept;
mod lineage;
mod listening;
mod listing;
mod program;
mod projection;
mod reconverting;
mod replay;
mod replaying;
mod routes;
mod sampling;
mod secrets;
mod selftests;
mod settings;
mod shape;
mod starting;
mod stopping;
mod surface;
mod wire;
