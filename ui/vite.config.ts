import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

/** The policy of the window but for the pipe to the host, which a browser has not: what breaks it shows in `preview` too. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  build: {
    // WebKitGTK 2.50 is the oldest engine that shows the window.
    target: "safari26",
    // A `data:` font is refused by the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
  },
  server: { port: 1420, strictPort: true },
  preview: { port: 4173, headers: { "Content-Security-Policy": policy } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    // A whole window opens in most tests, on machines that do other things besides.
    testTimeout: 30_000,
  },
});
