// Runs in the page as soon as it is there; answers once `arguments[0]`, a selector, is in the page and the window visible.
const wanted = arguments[0].split(" && ");
return new Promise((done) => {
  const injected = performance.now();
  const look = () => {
    if (document.visibilityState !== "visible" || !wanted.every((css) => document.querySelector(css))) return;
    const shown = performance.now();
    observer.disconnect();
    document.removeEventListener("visibilitychange", look);
    done({ origin: performance.timeOrigin, injected, shown });
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener("visibilitychange", look);
  look();
});
