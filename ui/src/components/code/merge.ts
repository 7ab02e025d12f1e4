/** Two texts beside each other, with what differs marked and what does not folded away. Loaded when it is needed. */
import { MergeView } from "@codemirror/merge";
import { standardKeymap } from "@codemirror/commands";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import type { JsonText } from "../../text/jsontext";
import { isWrappable } from "../../text/lines";
import { chips, escapes } from "./chips";
import { colours } from "./colours";
import { NOTHING, shownIn } from "./document";
import { indentSteps } from "./lanes";
import { theme } from "./theme";

interface Text {
  text: string;
  json: JsonText | null;
}

/** How long the engine may look for the shortest difference (ms) before it takes a longer one. */
const PATIENCE = 500;

const look = EditorView.theme({
  ".cm-content": { minHeight: "0" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--diff-del-bg)" },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--diff-add-bg)" },
  "&.cm-merge-a .cm-changedText": { background: "var(--diff-del-word)" },
  "&.cm-merge-b .cm-changedText": { background: "var(--diff-add-word)" },
  "&.cm-editor .cm-changedText, &.cm-editor .cm-changedText *": { color: "var(--ink)" },
  "&.cm-merge-a .cm-changedLineGutter": { background: "var(--diff-del-mark)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--diff-add-mark)" },
  ".cm-collapsedLines": {
    padding: "2px 8px",
    background: "var(--bg-hover)",
    color: "var(--ink-3)",
    font: "var(--fs-11) var(--font-ui)",
    cursor: "default",
  },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "none" },
});

function extensions({ text, json }: Text, label: string, isWrapped: boolean): Extension {
  return [
    EditorState.lineSeparator.of("\n"),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, "aria-readonly": "true" }),
    shownIn.of({ ...NOTHING, text, json }),
    lineNumbers(),
    chips,
    indentSteps,
    json === null ? [] : [colours, escapes],
    isWrapped && isWrappable(text) ? EditorView.lineWrapping : [],
    keymap.of(standardKeymap),
    theme,
    look,
  ];
}

/** Shows two texts in a shadow root, where the policy lets their styles pass. The answer takes them away. */
export function beside(root: ShadowRoot, left: Text, right: Text, isWrapped: boolean): () => void {
  const view = new MergeView({
    a: { doc: left.text, extensions: extensions(left, "Left side", isWrapped) },
    b: { doc: right.text, extensions: extensions(right, "Right side", isWrapped) },
    parent: root,
    root,
    collapseUnchanged: { margin: 2, minSize: 4 },
    diffConfig: { scanLimit: 1000, timeout: PATIENCE },
  });
  return () => {
    view.destroy();
    root.replaceChildren();
  };
}
