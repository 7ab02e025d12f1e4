import { expect, test } from "vitest";
import type { Link } from "../api/gen/Link";
import { linkText, wordsOfLink } from "./links";

const link = (part: Partial<Link>): Link => ({ relation: "edit_of", incoming: false, capture: 12, item: 1, id: "m_1", note: null, ...part });

test("each side of a relation has its own word", () => {
  expect(linkText(link({}))).toBe("Edit of #12, item 2");
  expect(linkText(link({ incoming: true }))).toBe("Edited by #12, item 2");
  expect(linkText(link({ relation: "something_new" }))).toBe("something new #12, item 2");
});

test("what is not stored is named and leads nowhere", () => {
  expect(wordsOfLink(link({ capture: null, item: null }))).toEqual({ label: "Edit of", place: "m_1", note: "not in the store", leads: false });
  expect(linkText(link({ capture: null, item: null, note: "not in the store any more" }))).toBe("Edit of m_1 (not in the store any more)");
});
