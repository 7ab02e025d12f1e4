// Waits for a key and notes how long until the three panes show another capture and are drawn: `window.opening`, in ms.
const raw = () => document.querySelector("[data-testid=pane-raw] .code")?.fullText;
const text = (id) => document.querySelector(`[data-testid=${id}]`)?.textContent ?? "";
const title = () => document.querySelector("main h1")?.textContent;
const before = [title(), raw()];
window.opening = null;
addEventListener(
  "keydown",
  () => {
    const pressed = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => (window.opening = performance.now() - pressed);
    const frame = () => {
      const now = [title(), raw()];
      const isOther = now.every((value, index) => value !== undefined && value !== before[index]);
      if (isOther && text("pane-decoded") !== "" && text("pane-output") !== "") channel.port2.postMessage(null);
      else if (performance.now() - pressed < 5000) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  },
  { capture: true, once: true },
);
