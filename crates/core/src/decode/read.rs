//! Marks as read what the tables name: every body passes through here, so no fact is made.
//!
//! What is left is listed as read by nothing, so that the window can grey it.

use super::keys::{CONTEXT, KEYS};
use super::old_test::{OLD_TEST, is_old_test};
use super::property::{ANY, Holds, Properties, Property};
use super::{Event, EventKind, changes, feed, template_status};
use crate::envelope::Item;
use crate::json::{Kind, Name, Value};

/// Marks what [`super::facts`] shows.
pub fn mark_known(item: &Item<'_>) {
    let event = &item.event;
    if event.is_change() {
        mark_members(item.value, &[changes::PAIR]);
    }
    match event.content {
        None => {}
        Some(content) if event.is_messaging() => {
            for (name, member) in content.members() {
                let key = || KEYS.iter().find(|key| name.is(key.name)).map(|key| &key.property);
                if let Some(property) = find(CONTEXT, name).or_else(key) {
                    mark(property, member);
                }
            }
        }
        Some(content) => mark_members(content, &of_content(event)),
    }
}

/// What may stand in the content of an event that is no messaging item.
pub(super) fn of_content(event: &Event<'_>) -> [Properties; 2] {
    match event.kind {
        EventKind::Unknown if is_old_test(event) => [CONTEXT, OLD_TEST],
        EventKind::Unknown => [CONTEXT, &[]],
        EventKind::TemplateStatus => [template_status::TEMPLATE_STATUS, &[]],
        EventKind::Change => [feed::FEED, changes::CHANGE],
        _ => [feed::FEED, &[]],
    }
}

fn mark_members(object: Value<'_>, tables: &[Properties]) {
    for (name, member) in object.members() {
        if let Some(property) = tables.iter().find_map(|table| find(table, name)) {
            mark(property, member);
        }
    }
}

fn find(table: Properties, name: Name<'_>) -> Option<&'static Property> {
    table.iter().find(|property| property.name == ANY || name.is(property.name))
}

fn mark(property: &Property, value: Value<'_>) {
    match property.holds {
        Holds::Unread => {}
        Holds::Object(table) if value.is_object() => mark_object(value, table),
        Holds::Objects(table) => mark_each(value, table),
        Holds::Attachments if value.kind() == Kind::Array => mark_each(value, super::attachment::ATTACHMENT),
        _ => value.mark_all(),
    }
}

fn mark_each(list: Value<'_>, table: Properties) {
    if list.is_object() {
        return mark_object(list, table);
    }
    list.mark();
    for element in list.elements() {
        if element.is_object() {
            mark_object(element, table);
        } else {
            element.mark_all();
        }
    }
}

fn mark_object(object: Value<'_>, table: Properties) {
    object.mark();
    mark_members(object, &[table]);
}
