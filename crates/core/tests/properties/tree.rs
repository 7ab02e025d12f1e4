//! JSON as a tree to be changed and printed.

use triptych_core::json::{Kind, Value};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    /// JSON text: a string, a number, …
    Scalar(String),
    Array(Vec<Tree>),
    /// Names may come twice.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    pub(crate) fn of(value: Value<'_>) -> Self {
        match value.kind() {
            Kind::Array => Self::Array(value.elements().map(Self::of).collect()),
            Kind::Object => {
                let member =
                    |(name, value): (triptych_core::json::Name<'_>, _)| (name.text().into_owned(), Self::of(value));
                Self::Object(value.members().map(member).collect())
            }
            _ => Self::Scalar(value.raw().to_owned()),
        }
    }

    pub(crate) fn text(text: &str) -> Self {
        Self::Scalar(serde_json::to_string(text).expect("a string"))
    }

    /// As compact JSON.
    pub(crate) fn print(&self) -> String {
        self.print_spaced(&mut || "")
    }

    /// With white space between the tokens.
    pub(crate) fn print_spaced(&self, space: &mut impl FnMut() -> &'static str) -> String {
        match self {
            Self::Scalar(text) => format!("{}{text}{}", space(), space()),
            Self::Array(elements) => {
                let elements: Vec<_> = elements.iter().map(|element| element.print_spaced(space)).collect();
                format!("{}[{}{}]{}", space(), elements.join(","), space(), space())
            }
            Self::Object(members) => {
                let member = |(name, member): &(String, Self)| {
                    format!("{}{}:{}", Self::text(name).print_spaced(space), space(), member.print_spaced(space))
                };
                let members: Vec<_> = members.iter().map(member).collect();
                format!("{}{{{}{}}}{}", space(), members.join(","), space(), space())
            }
        }
    }

    /// How many values it has, itself included.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Scalar(_) => 1,
            Self::Array(elements) => 1 + elements.iter().map(Self::size).sum::<usize>(),
            Self::Object(members) => 1 + members.iter().map(|(_, member)| member.size()).sum::<usize>(),
        }
    }

    /// The value at this place, counted from the root on.
    pub(crate) fn at(&mut self, place: usize) -> Option<&mut Self> {
        if place == 0 {
            return Some(self);
        }
        let mut children: Box<dyn Iterator<Item = &mut Self>> = match self {
            Self::Scalar(_) => Box::new(std::iter::empty()),
            Self::Array(elements) => Box::new(elements.iter_mut()),
            Self::Object(members) => Box::new(members.iter_mut().map(|(_, member)| member)),
        };
        let mut before = 1;
        children.find_map(|child| {
            let start = before;
            before += child.size();
            if place < before { child.at(place - start) } else { None }
        })
    }

    /// Turns the members of every object, by as much as `turn` says. Where a name comes twice their order matters.
    pub(crate) fn reorder(&mut self, turn: &mut impl FnMut() -> usize) {
        match self {
            Self::Scalar(_) => {}
            Self::Array(elements) => elements.iter_mut().for_each(|element| element.reorder(turn)),
            Self::Object(members) => {
                members.iter_mut().for_each(|(_, member)| member.reorder(turn));
                let mut names: Vec<&String> = members.iter().map(|(name, _)| name).collect();
                names.sort();
                if !names.is_empty() && names.is_sorted_by(|one, next| one < next) {
                    let turns = turn() % members.len();
                    members.rotate_left(turns);
                    if turn().is_multiple_of(2) {
                        members.reverse();
                    }
                }
            }
        }
    }
}
