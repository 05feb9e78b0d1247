/** The HTTP side, asked without a socket. */
import { expect, test } from "bun:test";
import { en } from "../../src/locale/en.ts";
import { fr } from "../../src/locale/fr.ts";
import { httpApp } from "../../src/server/http.ts";
import type { HttpOptions } from "../../src/server/http.ts";

function app(options: Partial<HttpOptions> = {}) {
  const server = { name: "Tea room", version: "1.0" };
  return httpApp({
    server,
    catalogue: en,
    language: "en",
    chatPort: 12_231,
    sessionCount: () => 3,
    stores: () => true,
    ...options,
  });
}

test("healthz says who answers and how many are connected", async () => {
  let sessions = 3;
  const counting = app({ sessionCount: () => sessions });
  const health = async () => {
    const body: unknown = await (await counting.request("/healthz")).json();
    return body;
  };
  expect(await health()).toEqual({ status: "ok", name: "Tea room", version: "1.0", sessions: 3 });
  sessions = 4;
  expect(await health()).toMatchObject({ sessions: 4 });
});

test("healthz fails while messages cannot be stored", async () => {
  const failing = await app({ stores: () => false }).request("/healthz");
  expect(failing.status).toBe(503);
  expect(await failing.json()).toMatchObject({ status: "storage" });
  expect((await app().request("/healthz")).status).toBe(200);
});

test.each([
  ["http://tea.example:8080/", "chat join tea.example:12231"],
  ["http://192.0.2.7/", "chat join 192.0.2.7:12231"],
  ["http://[2001:db8::1]:8080/", "chat join [2001:db8::1]:12231"],
] as const)("the page at %s says how to join", async (url, command) => {
  const response = await app().request(url);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toContain(`<code>${command}</code>`);
});

test("the page escapes the room's name", async () => {
  const server = { name: `<script>alert("1")</script>`, version: "1.0" };
  const html = await (await app({ server }).request("/")).text();
  expect(html).not.toContain("<script");
  expect(html).toContain("&lt;script&gt;");
});

test("the page speaks the server's language", async () => {
  const html = await (await app({ catalogue: fr, language: "fr" }).request("/")).text();
  expect(html).toContain('lang="fr"');
  expect(html).toContain(fr.serve.pageLead);
});

test("the page may load its own style and nothing else", async () => {
  const { headers } = await app().request("/");
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
  );
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("strict-transport-security")).toBeNull();
  const html = await (await app().request("/")).text();
  const [, path = ""] = /<link rel="stylesheet" href="([^"]*)"/.exec(html) ?? [];
  const style = await app().request(path);
  expect(style.status).toBe(200);
  expect(style.headers.get("content-type")).toBe("text/css; charset=utf-8");
});

test.each([
  ["GET", "/nothing"],
  ["GET", "/../etc/passwd"],
  ["POST", "/"],
  ["DELETE", "/healthz"],
] as const)("%s %s is not there", async (method, path) => {
  const response = await app().request(path, { method });
  expect(response.status).toBe(404);
  expect(await response.text()).toBe(en.serve.pageMissing);
});
