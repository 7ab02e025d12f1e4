//! Bodies of any kind: what Facebook sends with a few things changed, and what nobody sends.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use triptych_core::decode::KEYS;
use triptych_core::json::Doc;

use crate::tree::Tree;

/// Bodies as Facebook sends them.
pub(crate) static SEEDS: LazyLock<Vec<Tree>> = LazyLock::new(|| {
    let core = Path::new(env!("CARGO_MANIFEST_DIR"));
    let in_folder = |folder: PathBuf| {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        entries.map(|entry| entry.expect("an entry").path())
    };
    let fixtures = in_folder(core.join("../../fixtures")).map(|folder| folder.join("request.json"));
    let mut files: Vec<PathBuf> = in_folder(core.join("tests/corpus")).chain(fixtures).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json") && file.exists());
    files.sort();
    let tree = |file: &PathBuf| {
        let body = fs::read(file).expect("a body");
        Tree::of(Doc::parse(&body).unwrap_or_else(|error| panic!("{}: {error}", file.display())).root())
    };
    files.iter().map(tree).collect()
});

/// Names and short values that stand in the seeds, and values that are odd in some way.
static WORDS: LazyLock<(Vec<String>, Vec<Tree>)> = LazyLock::new(|| {
    let (mut names, mut values) = (BTreeSet::new(), BTreeSet::new());
    for seed in SEEDS.iter() {
        words(seed, &mut names, &mut values);
    }
    names.extend(["", "a/b~c", "\u{e9}\"\\"].map(str::to_owned));
    let odd =
        ["null", "true", "\"\"", "0", "-1", "1e5", "12345678901234567890", r#""\ud83d""#, r#""\u0000""#, r#""p_1""#];
    values.extend(odd.map(str::to_owned));
    (names.into_iter().collect(), values.into_iter().map(Tree::Scalar).collect())
});

fn words(tree: &Tree, names: &mut BTreeSet<String>, values: &mut BTreeSet<String>) {
    match tree {
        Tree::Scalar(text) if text.len() < 60 => {
            values.insert(text.clone());
        }
        Tree::Scalar(_) => {}
        Tree::Array(elements) => elements.iter().for_each(|element| words(element, names, values)),
        Tree::Object(members) => {
            for (name, member) in members {
                names.insert(name.clone());
                words(member, names, values);
            }
        }
    }
}

/// Any JSON, of Facebook's words more often than not.
pub(crate) fn json() -> BoxedStrategy<Tree> {
    let scalar = prop_oneof![
        4 => any::<Index>().prop_map(|index| index.get(&WORDS.1).clone()),
        1 => any::<String>().prop_map(|text| Tree::text(&text)),
        1 => any::<i64>().prop_map(|number| Tree::Scalar(number.to_string())),
    ];
    scalar
        .prop_recursive(5, 40, 6, |inner| {
            prop_oneof![
                1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Tree::Array),
                2 => prop::collection::vec((name(), inner), 0..6).prop_map(Tree::Object),
            ]
        })
        .boxed()
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => any::<Index>().prop_map(|index| index.get(&WORDS.0).clone()),
        4 => any::<Index>().prop_map(|index| index.get(KEYS).name.to_owned()),
        1 => any::<String>(),
    ]
}

/// Any JSON where items are.
fn enveloped() -> impl Strategy<Value = Tree> {
    let list = prop::sample::select(vec!["messaging", "standby", "changes", "changed_fields"]);
    (list, prop::collection::vec(json(), 0..4), json(), prop::option::of(name())).prop_map(
        |(list, items, id, object)| {
            let entry = vec![("id".to_owned(), id), (list.to_owned(), Tree::Array(items))];
            let mut envelope = vec![("entry".to_owned(), Tree::Array(vec![Tree::Object(entry)]))];
            envelope.extend(object.map(|object| ("object".to_owned(), Tree::text(&object))));
            Tree::Object(envelope)
        },
    )
}

/// One thing changed in a tree. The places are taken by the tree's size.
#[derive(Debug, Clone)]
enum Mutation {
    Replace(Index, Tree),
    /// The second place gets what stands at the first.
    Copy(Index, Index),
    Insert(Index, Index, String, Tree),
    Remove(Index, Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = any::<Index>;
    prop_oneof![
        (place(), json()).prop_map(|(at, with)| Mutation::Replace(at, with)),
        (place(), place()).prop_map(|(from, to)| Mutation::Copy(from, to)),
        (place(), place(), name(), json()).prop_map(|(at, n, name, value)| Mutation::Insert(at, n, name, value)),
        (place(), place()).prop_map(|(at, n)| Mutation::Remove(at, n)),
    ]
}

fn mutate(tree: &mut Tree, mutation: Mutation) {
    match mutation {
        Mutation::Replace(place, with) => *at(tree, place) = with,
        Mutation::Copy(from, to) => {
            let copy = at(tree, from).clone();
            *at(tree, to) = copy;
        }
        Mutation::Insert(place, n, name, value) => match at(tree, place) {
            Tree::Scalar(_) => {}
            Tree::Array(elements) => elements.insert(n.index(elements.len() + 1), value),
            Tree::Object(members) => members.insert(n.index(members.len() + 1), (name, value)),
        },
        Mutation::Remove(place, n) => match at(tree, place) {
            Tree::Array(elements) if !elements.is_empty() => drop(elements.remove(n.index(elements.len()))),
            Tree::Object(members) if !members.is_empty() => drop(members.remove(n.index(members.len()))),
            _ => {}
        },
    }
}

fn at(tree: &mut Tree, place: Index) -> &mut Tree {
    let place = place.index(tree.size());
    tree.at(place).expect("a place in it")
}

/// Bodies of any kind.
pub(crate) fn body() -> impl Strategy<Value = Tree> {
    let changed = (any::<Index>(), prop::collection::vec(mutation(), 0..4)).prop_map(|(seed, mutations)| {
        let mut tree = seed.get(&SEEDS).clone();
        for mutation in mutations {
            mutate(&mut tree, mutation);
        }
        tree
    });
    prop_oneof![6 => changed, 3 => enveloped(), 1 => json()]
}
