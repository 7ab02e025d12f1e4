/** How lines look that differ from an original: what was there stands above what is there now, each with its sign. */
import { EditorView } from "@codemirror/view";

export const changed = EditorView.theme({
  ".cm-deletedChunk": { paddingLeft: "0" },
  ".cm-deletedChunk .cm-deletedLine": { position: "relative", padding: "0 8px 0 6px", whiteSpace: "pre-wrap", overflowWrap: "anywhere", backgroundColor: "var(--diff-del-bg)" },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--diff-add-bg)" },
  "&.cm-merge-b .cm-changedText": { background: "var(--diff-add-word)" },
  "&.cm-editor .cm-deletedChunk .cm-deletedText": { background: "var(--diff-del-word)" },
  ".cm-deletedLine, .cm-deletedLine del, .cm-insertedLine": { textDecoration: "none" },
  ".cm-deletedText": { textDecoration: "line-through", textDecorationThickness: "1px" },
  ".cm-changeGutter": { width: "14px", padding: "0" },
  ".cm-changeGutter .cm-gutterElement": { position: "relative", textAlign: "center" },
  "&.cm-merge-b .cm-changedLineGutter, .cm-deletedLineGutter": { background: "transparent" },
  "&.cm-editor .cm-changedLineGutter": { background: "transparent" },
  "&.cm-editor .cm-deletedLineGutter": { background: "transparent" },
  ".cm-changedLineGutter:before": { content: '"+"', color: "var(--diff-add-mark)", fontWeight: "600" },
  ".cm-deletedLineGutter:before": { content: '"−"', color: "var(--diff-del-mark)", fontWeight: "600" },
  ".cm-collapsedLines": {
    margin: "0 6px",
    padding: "0 5px",
    width: "max-content",
    height: "var(--lh-code)",
    borderRadius: "var(--r-3)",
    background: "var(--bg-hover)",
    color: "var(--ink-3)",
    font: "var(--fs-11)/var(--lh-code) var(--font-ui)",
    cursor: "default",
  },
  ".cm-collapsedLines:hover": { color: "var(--ink)", backgroundColor: "var(--bg-selected)" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
});
