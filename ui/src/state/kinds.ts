/** Which drawing stands for a webhook field in the list, and for a kind of item on its card. */
import type { IconName } from "../components/icons";

const FIELDS: Record<string, IconName> = {
  messages: "message",
  message_echoes: "echo",
  message_edits: "edit",
  message_edit: "edit",
  message_reactions: "heart",
  message_reads: "eye",
  messaging_seen: "eye",
  message_deliveries: "delivered",
  messaging_postbacks: "tap",
  messaging_referrals: "link",
  messaging_referral: "link",
  messaging_optins: "bell",
  messaging_account_linking: "user",
  messaging_handovers: "swap",
  messaging_handover: "swap",
  messaging_policy_enforcement: "flag",
  messaging_game_plays: "game",
  messaging_feedback: "star",
  response_feedback: "star",
  messaging_customer_information: "form",
  messaging_in_thread_lead_form_submit: "form",
  messenger_template_status_update: "form",
  send_cart: "cart",
  standby: "standby",
  feed: "comment",
  comments: "comment",
  live_comments: "comment",
  mentions: "comment",
  mention: "comment",
  unknown: "unknown",
};

const KINDS: Record<string, IconName> = {
  message: "message",
  echo: "echo",
  postback: "tap",
  order: "cart",
  comment: "comment",
  edit: "edit",
  reaction: "heart",
  read: "eye",
  delivery: "delivered",
  referral: "link",
  optin: "bell",
  account: "user",
  handover: "swap",
  policy: "flag",
  game: "game",
  feedback: "star",
  form: "form",
  coupon: "ticket",
  legacy: "clock",
  template: "form",
  mention: "comment",
  change: "comment",
  unknown: "unknown",
};

export function fieldIcon(field: string): IconName {
  return FIELDS[field] ?? "comment";
}

export function kindIcon(kind: string): IconName {
  return KINDS[kind] ?? "unknown";
}
