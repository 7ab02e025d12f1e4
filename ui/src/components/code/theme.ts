/**
 * The look of the editor. It lives in a shadow root, where its styles are a constructed sheet that the policy lets
 * pass; the tokens reach it by inheritance.
 */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { indentRules } from "./lanes";

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--js-key)" },
  { tag: tags.string, color: "var(--js-string)" },
  { tag: tags.number, color: "var(--js-number)" },
  { tag: [tags.bool, tags.null], color: "var(--js-literal)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.squareBracket, tags.brace], color: "var(--js-punct)" },
]);

const lanes = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((n) => [`.lane.l${n}`, { backgroundColor: n === 0 ? "var(--lane-none)" : `var(--lane-${n})` }]));

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--bg-pane)", fontSize: "var(--fs-12)" },
  "&.cm-focused": { outline: "none" },
  ".cm-content:focus-visible": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-mono)",
    fontVariantLigatures: "none",
    lineHeight: "var(--lh-code)",
    overflow: "auto",
    scrollbarWidth: "thin",
  },
  ".cm-content": { padding: "4px 0", cursor: "text" },
  ".cm-line": {
    padding: "0 8px 0 6px",
    backgroundImage: "repeating-linear-gradient(to right, var(--js-guide) 0 1px, transparent 1px 1ch)",
    backgroundSize: "0 100%",
    backgroundPosition: "6px 0",
    backgroundRepeat: "no-repeat",
  },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--bg-hover)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--js-lineno)", border: "none", fontSize: "var(--fs-11)" },
  ".cm-lanes": { width: "3px" },
  ".cm-lanes .cm-gutterElement": { width: "3px" },
  ".lane.is-unknown": { background: "repeating-linear-gradient(to bottom, var(--warn) 0 4px, transparent 4px 7px)" },
  ".lane.is-failed": { backgroundColor: "var(--bad)" },
  ...lanes,
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "28px", padding: "0 4px 0 2px" },
  ".cm-foldGutter .cm-gutterElement": { width: "12px", color: "var(--ink-3)", cursor: "default", textAlign: "center" },
  ".cm-foldPlaceholder": {
    margin: "0 2px",
    padding: "0 5px",
    border: "none",
    borderRadius: "var(--r-3)",
    backgroundColor: "var(--bg-hover)",
    color: "var(--ink-3)",
    fontSize: "var(--fs-11)",
  },
  ".e, .e *": { color: "var(--js-escape)" },
  ".cp": {
    padding: "0 3px",
    borderRadius: "var(--r-3)",
    backgroundColor: "var(--warn-bg)",
    color: "var(--warn)",
    fontSize: "var(--fs-11)",
  },
  ".at-fault": { backgroundColor: "var(--bad-bg)", boxShadow: "inset 2px 0 0 var(--bad)" },
  ".cm-selectionMatch": { backgroundColor: "var(--bg-selected)" },
  ".cm-searchMatch": { backgroundColor: "var(--pv-bg)", outline: "1px solid var(--pv-line)", borderRadius: "2px" },
  ".cm-searchMatch-selected": { outlineWidth: "2px" },
  "& ::selection": { backgroundColor: "var(--selection)", color: "var(--ink)" },
  ".cm-panels": { backgroundColor: "var(--bg-side)", color: "var(--ink)", border: "none" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".find": { display: "flex", alignItems: "center", gap: "6px", padding: "3px 6px" },
  ".find input": {
    flex: "1 1 auto",
    minWidth: "0",
    height: "24px",
    padding: "0 8px",
    border: "1px solid var(--line-control)",
    borderRadius: "var(--r-5)",
    backgroundColor: "var(--bg-input)",
    color: "var(--ink)",
    font: "var(--fs-12) var(--font-ui)",
  },
  ".find button": {
    height: "24px",
    padding: "0 6px",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--r-5)",
    backgroundColor: "transparent",
    color: "var(--ink)",
    font: "var(--fs-11) var(--font-ui)",
  },
  ".find button:hover": { backgroundColor: "var(--bg-hover)" },
  ".find :focus-visible": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ...indentRules,
});

export const theme: Extension = [look, syntaxHighlighting(colours)];
