// Notes when each probe came into the list and when it was drawn there, on the page's clock: `window.drawn`, by its number.
const list = document.querySelector("[data-testid=capture-list]");
// At its top, and without the focus, it takes in what comes.
list.parentElement.scrollTop = 0;
const drawn = (window.drawn = {});
const known = new Set();
const channel = new MessageChannel();
const clock = () => performance.timeOrigin + performance.now();
let waiting = [];
// A message that a frame's callback sends is delivered after that frame's layout and painting.
channel.port1.onmessage = () => {
  for (const { number, there } of waiting) drawn[number] = [there, clock()];
  waiting = [];
};
new MutationObserver(() => {
  const found = [];
  for (const row of list.querySelectorAll("[data-testid=capture-row]")) {
    const number = /probe (\d+)/.exec(row.textContent)?.[1];
    if (number === undefined || known.has(number)) continue;
    known.add(number);
    found.push({ number, there: clock() });
  }
  if (found.length === 0) return;
  requestAnimationFrame(() => {
    waiting.push(...found);
    channel.port2.postMessage(null);
  });
}).observe(list, { subtree: true, childList: true, characterData: true });
