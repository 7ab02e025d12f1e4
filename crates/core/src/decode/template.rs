//! What stands in the payload of a template: the Send API's tables, and the product template of echoes and shares.

use super::property::{Properties, flag, id, number, object, objects, text, time, url, word};

#[rustfmt::skip]
pub(super) const PRODUCT: Properties =
    &[objects("elements", "Product", PRODUCTS, "One product, or several to swipe through.")];

#[rustfmt::skip]
const PRODUCTS: Properties = &[
    text("title", "Product", "What it is called."),
    text("subtitle", "Subtitle", "The line below, such as the price."),
    id("id", "Product ID", "The product in the catalogue."),
    id("retailer_id", "Retailer ID", "The business's own number for it, such as a SKU."),
    url("image_url", "Product image", "Its picture."),
];

#[rustfmt::skip]
pub(super) const GENERIC: Properties = &[objects("elements", "Element", ELEMENTS, "The cards.")];

#[rustfmt::skip]
pub(super) const ELEMENTS: Properties = &[
    text("title", "Element", "The title of a card or an item."),
    text("subtitle", "Subtitle", "The line below it."),
    url("image_url", "Element image", "Its picture."),
    url("url", "Element address", "Of a medium or a link: where it is."),
    url("item_url", "Element address", "Where a tap leads.").old(),
    word("media_type", "Media type", "`image` or `video`."),
    id("attachment_id", "Attachment ID", "The medium that was uploaded; a number here, a string in the Send API."),
    number("quantity", "Quantity", "Of a receipt: how many."),
    number("price", "Price", "Of a receipt: the price."),
    word("currency", "Currency", "Of a receipt: ISO 4217 code."),
    object("default_action", "Tap", BUTTON, "What a tap on the card does."),
    objects("buttons", "Button", BUTTONS, "The card's buttons."),
];

#[rustfmt::skip]
pub(super) const BUTTONS: Properties = &[
    text("title", "Button", "What the button says."),
    word("type", "Button type", "`web_url`, `postback`, `phone_number`, `account_link`, `account_unlink`, `game_play`; open."),
    url("url", "Button address", "Where it leads."),
    word("payload", "Button payload", "What the app is told, or the number that is called."),
    url("fallback_url", "Button fallback", "Where it leads in apps that cannot show the first."),
    word("webview_height_ratio", "Height", "`compact`, `tall` or `full`."),
    flag("messenger_extensions", "Messenger Extensions", "Whether the page may use them."),
    word("webview_share_button", "Share button", "`hide`."),
];

/// A tap on a card is a button without a title.
const BUTTON: Properties = BUTTONS;

#[rustfmt::skip]
pub(super) const ADDRESS: Properties = &[
    text("street_1", "Street", "First line."),
    text("street_2", "Street", "Second line."),
    text("city", "City", "The town."),
    text("postal_code", "Postal code", "The postal code."),
    text("state", "State", "The state or region."),
    text("country", "Country", "The country's code."),
];

#[rustfmt::skip]
pub(super) const SUMMARY: Properties = &[
    number("subtotal", "Subtotal", "The sum of the items."),
    number("shipping_cost", "Shipping", "The cost of sending."),
    number("total_tax", "Tax", "The tax."),
    number("total_cost", "Total", "What was paid."),
];

#[rustfmt::skip]
pub(super) const ADJUSTMENTS: Properties = &[
    text("name", "Adjustment", "What it is for."),
    number("amount", "Amount", "How much."),
];

#[rustfmt::skip]
pub(super) const SURVEY: Properties = &[objects("questions", "Question", SURVEY_QUESTIONS, "The screen's questions.")];

#[rustfmt::skip]
const SURVEY_QUESTIONS: Properties = &[
    text("title", "Question", "What is asked."),
    id("id", "Question ID", "What names it in the answer."),
    word("type", "Question type", "`csat`, `nps`, `ces` or `free_form`."),
    word("score_label", "Score label", "Which words stand at the ends of the scale."),
    word("score_option", "Score option", "How the scale looks."),
    object("follow_up", "Follow-up", FOLLOW_UP, "What is asked after the score."),
];

#[rustfmt::skip]
const FOLLOW_UP: Properties = &[
    word("type", "Follow-up type", "`free_form`."),
    text("placeholder", "Placeholder", "What stands in the empty field."),
];

#[rustfmt::skip]
pub(super) const PRIVACY: Properties = &[url("url", "Privacy", "The business's privacy page.")];

#[rustfmt::skip]
pub(super) const PASSENGER: Properties = &[
    text("name", "Passenger", "The name."),
    id("ticket_number", "Ticket", "The ticket."),
    id("passenger_id", "Passenger ID", "What names the passenger in the other lists."),
];

#[rustfmt::skip]
pub(super) const FLIGHT: Properties = &[
    id("flight_number", "Flight", "The flight."),
    id("connection_id", "Connection", "Flights with the same one are legs of a journey."),
    id("segment_id", "Segment", "What names the flight in the other lists."),
    text("aircraft_type", "Aircraft", "The aircraft."),
    word("travel_class", "Class", "`economy`, `business` or `first_class`."),
    object("departure_airport", "From", AIRPORT, "Where it starts."),
    object("arrival_airport", "To", AIRPORT, "Where it lands."),
    object("flight_schedule", "Schedule", SCHEDULE, "When."),
];

#[rustfmt::skip]
const AIRPORT: Properties = &[
    word("airport_code", "Airport", "IATA code."),
    text("city", "City", "The town."),
    word("terminal", "Terminal", "The terminal."),
    word("gate", "Gate", "The gate."),
];

#[rustfmt::skip]
const SCHEDULE: Properties = &[
    time("boarding_time", "Boarding", "Local time, ISO 8601."),
    time("departure_time", "Departure", "Local time, ISO 8601."),
    time("arrival_time", "Arrival", "Local time, ISO 8601."),
];

#[rustfmt::skip]
pub(super) const SEAT: Properties = &[
    word("seat", "Seat", "The seat."),
    word("seat_type", "Seat type", "Such as `Business`."),
    id("passenger_id", "Passenger ID", "Who sits there."),
    id("segment_id", "Segment", "On which flight."),
    objects("product_info", "Extra", FIELDS, "What is included."),
];

/// A title with a value, wherever the airline templates have one.
#[rustfmt::skip]
const FIELDS: Properties = &[
    text("title", "Extra", "What it is."),
    text("label", "Field", "What it is called."),
    text("value", "Value", "What it says."),
];

#[rustfmt::skip]
pub(super) const PRICE: Properties = &[
    text("title", "Price of", "What it is for."),
    number("amount", "Amount", "How much."),
    word("currency", "Currency", "ISO 4217 code."),
];

#[rustfmt::skip]
pub(super) const BOARDING_PASS: Properties = &[
    text("passenger_name", "Passenger", "The name."),
    id("pnr_number", "Booking number", "The passenger name record."),
    word("travel_class", "Class", "`economy`, `business` or `first_class`."),
    word("seat", "Seat", "The seat."),
    objects("auxiliary_fields", "Field", FIELDS, "What else it shows."),
    objects("secondary_fields", "Field", FIELDS, "What else it shows."),
    url("logo_image_url", "Logo", "The airline's."),
    url("header_image_url", "Header", "The picture at the top."),
    text("header_text_field", "Header", "The text at the top."),
    word("qr_code", "QR code", "What the code holds."),
    url("barcode_image_url", "Barcode", "A picture of the code."),
    url("above_bar_code_image_url", "Picture", "Above the code."),
    object("flight_info", "Flight", FLIGHT, "The flight."),
];
