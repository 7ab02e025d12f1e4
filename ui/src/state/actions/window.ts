/** What can be done with the window as a whole. */
import type { Action } from "../actions";
import { REGIONS, type Region } from "../regions.svelte";

const TITLES: Record<Region, string> = { list: "Go to the list", raw: "Go to Raw", decoded: "Go to Decoded", output: "Go to Output", drawer: "Go to the drawer" };

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
  { id: "window.settings", title: "Settings", group: "Window", keys: "Mod+,", words: "setup callback url token secret retention storage appearance", run: (session) => (session.overlay = "settings") },
];
