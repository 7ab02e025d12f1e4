/** The names of the drawings in `Sprite.svelte`, and which one stands for what. */

export const ICONS = [
  "alert", "arrow", "bell", "cart", "check", "clock", "comment", "copy", "delivered", "diff", "down", "dupe", "echo",
  "edit", "eye", "eyeoff", "filter", "fixture", "flag", "form", "game", "globe", "heart", "help", "image", "key", "keyboard", "left", "link", "list",
  "mark", "maximise", "message", "minus", "moon", "play", "note", "pin", "plug", "plus", "replay", "restore", "right", "screen", "search",
  "send", "settings", "shield", "shieldx", "standby", "star", "sun", "swap", "tap", "ticket", "trash", "unknown", "up",
  "user", "wrap", "x",
] as const;

export type IconName = (typeof ICONS)[number];
