//! How fast conversion is, beside serde_json parsing the same bytes: `cargo xtask bench --core`.

mod aims;
mod bodies;
mod work;

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

use crate::bodies::Body;

static BODIES: LazyLock<Vec<Body>> = LazyLock::new(bodies::all);

fn main() {
    divan::main();
    aims::print(&BODIES);
}

fn names() -> impl Iterator<Item = &'static str> {
    BODIES.iter().map(|body| body.name)
}

fn bench<T>(bencher: Bencher<'_, '_>, name: &str, work: impl Fn(&'static [u8]) -> T + Sync) {
    let body = BODIES.iter().find(|body| body.name == name).expect("the names are the bodies'");
    bencher
        .counter(BytesCount::of_slice(&body.bytes))
        .counter(ItemsCount::new(body.items))
        .bench(|| work(divan::black_box(&body.bytes)));
}

#[divan::bench(args = names())]
fn a_serde_json_value(bencher: Bencher<'_, '_>, name: &str) {
    bench(bencher, name, work::value);
}

#[divan::bench(args = names())]
fn b_tree(bencher: Bencher<'_, '_>, name: &str) {
    bench(bencher, name, work::tree);
}

#[divan::bench(args = names())]
fn c_documents(bencher: Bencher<'_, '_>, name: &str) {
    bench(bencher, name, work::documents);
}

#[divan::bench(args = names())]
fn d_documents_with_provenance(bencher: Bencher<'_, '_>, name: &str) {
    bench(bencher, name, work::provenance);
}
