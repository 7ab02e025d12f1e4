/** What the actions of the keyboard do. */
import type { Action } from "./keys";
import type { Session } from "./session.svelte";

/** Answers whether the key is used up. */
export function perform(action: Action, session: Session): boolean {
  const { opened, prefs, regions } = session;
  switch (action.do) {
    case "focus":
      regions.focus(action.region);
      return true;
    case "step":
      regions.step(action.delta);
      return true;
    case "item":
      opened.goToItem(opened.item + action.delta);
      return true;
    case "output":
      opened.goToOutput(opened.output + action.delta);
      return true;
    case "replay":
      void session.replay();
      return true;
    case "wrap":
      prefs.wrap = !prefs.wrap;
      return true;
    case "view":
      prefs.rawView = prefs.rawView === "pretty" ? "exact" : "pretty";
      return true;
    case "find":
      return regions.find();
    case "setup":
      session.isSetupOpen = true;
      return true;
  }
}
