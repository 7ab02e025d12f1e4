//! Triptych from outside: the program as a process, over real sockets and real files.

mod bodies;
mod convert;
mod crash;
mod curl;
mod deliveries;
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
mod replay;
mod routes;
mod shape;
mod starting;
mod stopping;
mod wire;
