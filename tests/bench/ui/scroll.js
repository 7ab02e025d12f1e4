// Counts frames for `arguments[0]` ms, while something is scrolled by `arguments[1]` px in each: the list of captures,
// nothing ("idle"), or a plain list of text in its place ("plain"), which tells what the engine can do at best.
const [time, step, what] = arguments;
const list = document.querySelector("[data-testid=capture-list]").parentElement;
const box = list.getBoundingClientRect();
let scroller = { list, idle: null }[what];
if (what === "plain") {
  scroller = document.createElement("div");
  const place = { left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` };
  Object.assign(scroller.style, { position: "fixed", overflow: "auto", background: "Canvas", ...place });
  for (let row = 0; row < 3000; row += 1) {
    const line = scroller.appendChild(document.createElement("div"));
    line.style.height = "48px";
    line.textContent = `${row} Is the café table still available in white? 14:27:41 2 out`;
  }
  document.body.append(scroller);
}
return new Promise((done) => {
  let [frames, moved, blank, begin] = [0, 0, 0, null];
  const frame = () => {
    const now = performance.now();
    begin ??= now;
    if (now - begin >= time) {
      if (what === "plain") scroller.remove();
      return done({ frames, ms: now - begin, moved, blank });
    }
    frames += 1;
    if (scroller) {
      // What the frame before this one showed in the middle of the list.
      const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (what === "list" && !middle?.closest("[data-testid=capture-row]")) blank += 1;
      const before = scroller.scrollTop;
      scroller.scrollTop = before + step;
      moved += scroller.scrollTop - before;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
