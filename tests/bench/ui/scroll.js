// Counts frames for `arguments[0]` ms, while the list is scrolled by `arguments[1]` px in each (0: the page is idle).
const [time, step] = arguments;
const list = document.querySelector("[data-testid=capture-list]");
return new Promise((done) => {
  let [frames, moved, blank, begin] = [0, 0, 0, null];
  const box = list.getBoundingClientRect();
  const frame = () => {
    const now = performance.now();
    begin ??= now;
    if (now - begin >= time) return done({ frames, ms: now - begin, moved, blank });
    frames += 1;
    if (step > 0) {
      // What the frame before this one showed in the middle of the list.
      const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (!middle?.closest("[data-testid=capture-row]")) blank += 1;
      const before = list.scrollTop;
      list.scrollTop = before + step;
      moved += list.scrollTop - before;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
