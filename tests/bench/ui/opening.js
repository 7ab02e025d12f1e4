// Waits for a key and notes how long until the three panes of another capture are in the page's tree, and until they are
// drawn: `window.opening`, in ms.
const isFilled = (pane) => document.querySelector(`[data-testid=pane-${pane}] .pane-body`)?.firstElementChild != null;
const title = () => document.querySelector("main h1")?.textContent;
const before = title();
window.opening = null;
addEventListener(
  "keydown",
  () => {
    const pressed = performance.now();
    const channel = new MessageChannel();
    let there = null;
    // A message that a frame's callback sends is delivered after that frame's layout and painting.
    channel.port1.onmessage = () => (window.opening = [there, performance.now() - pressed]);
    const observer = new MutationObserver(() => {
      // All panes change together with the title.
      if (title() === before || !["raw", "decoded", "output"].every(isFilled)) return;
      observer.disconnect();
      there = performance.now() - pressed;
      requestAnimationFrame(() => channel.port2.postMessage(null));
    });
    observer.observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
  },
  { capture: true, once: true },
);
