//! `message.attachments[].payload`, of whatever type (`decoding.md`, section 4.1).
//!
//! The rows of the templates are those of Meta's Send API reference: an echo carries what was sent.

use super::attachment::URL;
use super::property::Known::{FromSdks, SeenLive};
use super::property::{Properties, flag, id, number, object, objects, text, time, url, word};
use super::template;

#[rustfmt::skip]
pub(super) const PAYLOAD: Properties = &[
    text("title", "Title", "The title of what was shared."),
    url("url", URL, "Where it is: mostly a host of Facebook, and the link expires."),
    url("story_media_url", URL, "The story's media.").known(FromSdks),
    id("sticker_id", "Sticker ID", "The sticker's lasting id; 369239263222822 is the thumb."),
    id("reel_video_id", "Reel ID", "The reel's video; a number by the documentation, a string on Instagram; may be `null`."),
    id("ig_post_media_id", "Post ID", "Instagram: the post's media.").known(SeenLive),
    id("story_media_id", "Story ID", "The story's media.").known(FromSdks),
    object("coordinates", "Coordinates", COORDINATES, "Where it is."),
    id("booking_id", "Booking", "The booking."),
    word("status", "Status", "`requested`, `confirmed`, `declined` or `cancelled`."),
    time("start_time", "Starts", "When the appointment begins.").unit("s"),
    time("end_time", "Ends", "When it ends.").unit("s"),
    word("timezone", "Time zone", "Its time zone, such as `America/Los_Angeles`."),
    word("template_type", "Template type", "Which template: `button`, `generic`, `media`, `receipt`, … A product template has none."),
    text("text", "Text", "Of a button template: its text."),
    text("subtitle", "Subtitle", "The line below the title."),
    object("generic", "Template", template::GENERIC, "Instagram: the cards of a generic template."),
    object("product", "Product", template::PRODUCT, "A product of the Page's catalogue."),
    objects("elements", "Element", template::ELEMENTS, "The cards, pictures, items or links of a template."),
    objects("buttons", "Button", template::BUTTONS, "Buttons below it."),
    id("attachment_id", "Attachment ID", "On an echo: the medium that was uploaded; a number here, a string in the Send API."),
    id("id", "Post ID", "The post that was shared."),
    word("top_element_style", "First element", "`large` or `compact`."),
    flag("sharable", "Sharable", "Whether the customer may pass it on."),
    text("recipient_name", "Recipient", "Of a receipt: who ordered."),
    text("merchant_name", "Merchant", "Of a receipt: who sold."),
    id("order_number", "Order number", "Of a receipt: the order."),
    word("currency", "Currency", "ISO 4217 code of the amounts."),
    text("payment_method", "Payment method", "Of a receipt: how it was paid."),
    url("order_url", "Order address", "Of a receipt: where the order is shown."),
    time("timestamp", "Ordered", "Of a receipt: when it was ordered; a string.").unit("s"),
    object("address", "Address", template::ADDRESS, "Of a receipt: where it goes."),
    object("summary", "Summary", template::SUMMARY, "Of a receipt: the sums."),
    objects("adjustments", "Adjustment", template::ADJUSTMENTS, "Of a receipt: what was taken off."),
    word("coupon_code", "Coupon code", "Of a coupon: its code."),
    url("coupon_url", "Coupon address", "Of a coupon: where it is used."),
    text("coupon_url_button_title", "Coupon button", "Of a coupon: the button that leads there."),
    text("coupon_pre_message", "Before the coupon", "Of a coupon: what is said first."),
    url("image_url", "Picture", "A picture on it."),
    word("payload", "Payload", "What the app gave it, to be told of a tap."),
    text("button_title", "Button", "Of a survey: its button."),
    objects("feedback_screens", "Survey", template::SURVEY, "Of a survey: its screens."),
    object("business_privacy", "Privacy", template::PRIVACY, "Of a survey: the privacy page."),
    number("expires_in_days", "Expires in", "Of a survey: how long it may be answered.").unit("days"),
    text("intro_message", "Introduction", "Of an airline template: what is said first."),
    word("locale", "Locale", "Of an airline template: its language."),
    word("theme_color", "Colour", "Of an airline template."),
    id("pnr_number", "Booking number", "Of an airline template: the passenger name record."),
    url("checkin_url", "Check-in", "Of an airline template: where one checks in."),
    word("update_type", "Update", "Of an airline update: `delay`, `gate_change` or `cancellation`."),
    objects("boarding_pass", "Boarding pass", template::BOARDING_PASS, "Of an airline template."),
    objects("passenger_info", "Passenger", template::PASSENGER, "Of an airline template."),
    objects("flight_info", "Flight", template::FLIGHT, "Of an airline template."),
    object("update_flight_info", "Flight", template::FLIGHT, "Of an airline update."),
    objects("passenger_segment_info", "Seat", template::SEAT, "Of an airline template: who sits where."),
    objects("price_info", "Price", template::PRICE, "Of an airline template: what is in the price."),
    number("base_price", "Base price", "Of an airline template."),
    number("tax", "Tax", "Of an airline template."),
    number("total_price", "Total price", "Of an airline template."),
];

#[rustfmt::skip]
pub(super) const COORDINATES: Properties = &[
    number("lat", "Latitude", "Degrees north; a string was seen.").old(),
    number("long", "Longitude", "Degrees east; a string was seen.").old(),
];
