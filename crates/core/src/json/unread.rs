//! What nobody looked at, found in one pass over the arena.

use std::collections::{HashMap, HashSet};

use super::{Doc, Kind, Node, NodeId, Value};

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
        let hidden = self.hidden();
        let touched = self.touched(territories, &hidden);
        let mut found = vec![Vec::new(); territories.len() + 1];
        let mut ahead = territories.iter().enumerate().peekable();
        // Whose the current node is, and where that ends.
        let (mut whose, mut end) = (territories.len(), 0);
        let mut index = 0;
        while index < self.nodes.len() {
            let value = self.value(NodeId::of(index));
            if index >= end {
                whose = territories.len();
            }
            if let Some((territory, _)) = ahead.next_if(|(_, id)| **id == value.id) {
                (whose, end) = (territory, value.after());
            }
            if touched[index] {
                index += 1;
                continue;
            }
            if !hidden.contains(&value.id) {
                found[whose].push(value.pointer());
            }
            index = value.after();
        }
        found
    }

    /// For each node, whether it is read for being there, a leaf in it was read or a territory is below it. What is
    /// hidden counts for nothing.
    fn touched(&self, territories: &[NodeId], hidden: &HashSet<NodeId>) -> Vec<bool> {
        let is_leaf = |index: usize, node: &Node| node.after as usize == index + 1;
        let is_read = |(index, node): (usize, &Node)| node.decisive.get() || node.read.get() && is_leaf(index, node);
        let mut touched: Vec<bool> = self.nodes.iter().enumerate().map(is_read).collect();
        for id in hidden {
            touched[id.0 as usize..self.value(*id).after()].fill(false);
        }
        let mut behind = territories.iter().rev().peekable();
        for index in (1..touched.len()).rev() {
            let is_territory = behind.next_if(|id| id.0 as usize == index).is_some();
            if touched[index] || is_territory {
                touched[self.nodes[index].parent as usize] = true;
            }
        }
        touched
    }

    /// The members that a later one of the same name hides.
    fn hidden(&self) -> HashSet<NodeId> {
        let mut hidden = HashSet::new();
        let objects = self.nodes.iter().enumerate().filter(|(_, node)| node.kind == Kind::Object);
        objects.for_each(|(index, _)| hide(self.value(NodeId::of(index)), &mut hidden));
        hidden
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
