/** What can be done with the window as a whole. */
import type { Action } from "../actions";
import { REGIONS, type Region } from "../regions.svelte";
import type { Session } from "../session.svelte";
import { SETTINGS, type SettingsPage } from "../setup.svelte";
import { zoomed } from "../zoom";

const TITLES: Record<Region, string> = { list: "Go to the list", raw: "Go to Raw", decoded: "Go to Decoded", output: "Go to Output", drawer: "Go to the drawer" };

const PAGES: Record<SettingsPage, { title: string; words: string }> = {
  facebook: { title: "Settings: Facebook", words: "setup callback url token app secret" },
  endpoints: { title: "Settings: Endpoints", words: "business contacts org secrets policy fault rule" },
  tunnel: { title: "Settings: Tunnel", words: "public url ngrok cloudflared callback" },
  storage: { title: "Settings: Storage", words: "retention limits size age keep" },
  appearance: { title: "Settings: Appearance", words: "theme density zone zoom" },
  keys: { title: "Settings: Keys", words: "shortcuts keyboard remap" },
};

const hasSetup = ({ setup }: Session): boolean => setup.view !== null;

export const WINDOW: readonly Action[] = [
  ...REGIONS.map((region, index): Action => ({
    id: `region.${region}`,
    title: TITLES[region],
    group: "Move",
    keys: String(index),
    words: "focus",
    when: ({ regions }) => regions.has(region),
    run: ({ regions }) => regions.focus(region),
  })),
  { id: "window.palette", title: "Open the palette", group: "Window", keys: "Mod+K", isStep: true, run: (session) => (session.overlay = "palette") },
  { id: "window.list", title: "Show or hide the list", group: "Window", keys: "Mod+B", words: "sidebar rail", run: ({ frame }) => frame.toggleList() },
  { id: "window.keys", title: "Show all keys", group: "Window", keys: "?", words: "shortcuts keyboard help map", run: (session) => (session.overlay = "keys") },
  { id: "window.reference", title: "Open the reference", group: "Window", keys: "Shift+H", words: "help fields rules meaning documentation", run: (session) => session.explain() },
  { id: "window.settings", title: "Settings", group: "Window", keys: "Mod+,", words: "preferences options", run: (session) => (session.overlay = "settings") },
  ...SETTINGS.map((page): Action => ({
    id: `settings.${page}`,
    title: PAGES[page].title,
    group: "Window",
    words: PAGES[page].words,
    run: (session) => session.openSettings(page),
  })),
  { id: "theme.next", title: "Switch the theme", group: "Window", words: "dark light system appearance", run: ({ prefs }) => (prefs.theme = prefs.drawnTheme === "dark" ? "light" : "dark") },
  { id: "zone.next", title: "Times in UTC or local time", group: "Window", words: "zone clock", run: ({ prefs }) => (prefs.zone = prefs.zone === "utc" ? "local" : "utc") },
  { id: "zoom.in", title: "Larger", group: "Window", keys: "Mod++ Mod+=", words: "zoom in", run: ({ prefs }) => (prefs.zoom = zoomed(prefs.zoom, 1)) },
  { id: "zoom.out", title: "Smaller", group: "Window", keys: "Mod+-", words: "zoom out", run: ({ prefs }) => (prefs.zoom = zoomed(prefs.zoom, -1)) },
  { id: "zoom.reset", title: "Normal size", group: "Window", keys: "Mod+0", words: "zoom 100", run: ({ prefs }) => prefs.reset("zoom") },
  { id: "listener.retry", title: "Try again to listen", group: "Window", words: "port retry storage", when: ({ status }) => status !== null && (!status.listener.listening || status.write_problem !== null), run: (session) => void session.retry() },
  { id: "token.copy", title: "Copy the verify token", group: "Window", words: "bearer secret", when: hasSetup, run: (session) => void session.copy({ what: "secret", of: { kind: "app_token" } }) },
  { id: "curl.copy", title: "Copy a command that sends a message", group: "Window", words: "curl terminal", when: hasSetup, run: (session) => void session.copy({ what: "curl" }) },
  { id: "sample.send", title: "Send a sample", group: "Window", words: "test fixture message", when: ({ setup }) => setup.samples.length > 0, run: (session) => void session.attempt(() => session.setup.send()) },
];
