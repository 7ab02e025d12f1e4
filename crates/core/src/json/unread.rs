//! What nobody looked at, found in one pass over the arena.

use std::collections::{HashMap, HashSet};

use super::{Doc, Kind, NodeId, Value};

/// From how many members on they are compared by way of a table.
const MANY_MEMBERS: usize = 16;

impl Doc<'_> {
    /// The topmost subtrees in which nothing was read, in document order, as JSON Pointers: those of each territory, and
    /// last those of the rest of the body.
    ///
    /// Territories are subtrees apart from one another, in document order. A member that a later one of the same name
    /// hides has no pointer of its own and is left out.
    #[must_use]
    pub fn unread(&self, territories: &[NodeId]) -> Vec<Vec<String>> {
        let touched = self.touched(territories);
        let mut found = vec![Vec::new(); territories.len() + 1];
        let mut ahead = territories.iter().enumerate().peekable();
        // Whose the current node is, and where that ends.
        let (mut whose, mut end) = (territories.len(), 0);
        let mut hidden = HashSet::new();
        let mut index = 0;
        while index < self.nodes.len() {
            let value = self.value(NodeId::of(index));
            if index >= end {
                whose = territories.len();
            }
            if let Some((territory, _)) = ahead.next_if(|(_, id)| **id == value.id) {
                (whose, end) = (territory, value.after());
            }
            if hidden.contains(&value.id) {
                index = value.after();
            } else if touched[index] {
                if value.kind() == Kind::Object {
                    hide(value, &mut hidden);
                }
                index += 1;
            } else {
                found[whose].push(value.pointer());
                index = value.after();
            }
        }
        found
    }

    /// For each node, whether a leaf in it was read or a territory is below it.
    fn touched(&self, territories: &[NodeId]) -> Vec<bool> {
        let is_leaf = |index: usize| self.nodes[index].after as usize == index + 1;
        let mut touched: Vec<bool> =
            self.nodes.iter().enumerate().map(|(index, node)| node.read.get() && is_leaf(index)).collect();
        let mut behind = territories.iter().rev().peekable();
        for index in (1..touched.len()).rev() {
            let is_territory = behind.next_if(|id| id.0 as usize == index).is_some();
            if touched[index] || is_territory {
                touched[self.nodes[index].parent as usize] = true;
            }
        }
        touched
    }
}

/// Adds the members of an object that a later one of the same name hides. A body may have as many members in one object
/// as fit into it.
fn hide(object: Value<'_>, hidden: &mut HashSet<NodeId>) {
    let mut rest = object.members();
    if object.members().nth(MANY_MEMBERS).is_some() {
        let mut last = HashMap::new();
        hidden.extend(rest.filter_map(|(name, member)| last.insert(name.text(), member.id)));
    } else {
        while let Some((name, member)) = rest.next() {
            if rest.clone().any(|(later, _)| later.text() == name.text()) {
                hidden.insert(member.id);
            }
        }
    }
}
