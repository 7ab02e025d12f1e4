import { expect, test } from "vitest";
import { webAddress } from "./address";

test("an address of the web is told whole, with its host", () => {
  expect(webAddress("https://scontent.xx.fbcdn.net/a.jpg?x=1")).toEqual({ href: "https://scontent.xx.fbcdn.net/a.jpg?x=1", host: "scontent.xx.fbcdn.net", isEncrypted: true, isRewritten: false });
  expect(webAddress("http://example.com:8080/")?.isEncrypted).toBe(false);
});

test("letters that look like others are written out", () => {
  const address = webAddress("https://аpple.com/a b");
  expect(address?.host).toBe("xn--pple-43d.com");
  expect(address?.isRewritten).toBe(true);
});

test.each(["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://", "https:\\\\evil.example", " https://a.example", "https://facebook.com@evil.example/", "mailto:a@b.example", "hello", ""])("%s is none to open", (text) => {
  expect(webAddress(text)).toBeNull();
});
