// Notes what becomes of the next key: `window.large` is `[ms, longest]` once `arguments[0]` shows, the time from the key
// to the end of the frame that drew it, and the longest that the page kept anybody waiting from then to a second later.
const [what, expected] = arguments;
const raw = () => document.querySelector("[data-testid=pane-raw]");
const editor = () => raw()?.querySelector(".code")?.shadowRoot;
const isFilled = (pane) => document.querySelector(`[data-testid=pane-${pane}] .pane-body`)?.firstElementChild != null;
const shows = {
  // The capture of this id in all panes.
  panes: () => document.querySelector("main h1")?.textContent === `#${expected}` && ["raw", "decoded", "output"].every(isFilled),
  // So many matches.
  found: () => editor()?.querySelector(".find .count")?.textContent.startsWith(expected),
  // The body in another view.
  exact: () => raw()?.querySelector(".pane-foot")?.textContent.includes("As received"),
}[what];
window.large = null;
addEventListener(
  "keydown",
  () => {
    const pressed = performance.now();
    let [last, longest, took] = [pressed, 0, null];
    const channel = new MessageChannel();
    // A message that a frame's callback sends is delivered after that frame's layout and painting.
    channel.port1.onmessage = () => (took ??= performance.now() - pressed);
    const frame = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (took === null && shows()) channel.port2.postMessage(null);
      if (took !== null && now > pressed + took + 1000) window.large = [took, longest];
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  },
  { capture: true, once: true },
);
