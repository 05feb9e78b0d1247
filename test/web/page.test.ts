/** Whether the page says its texts, and runs nothing that stands in them. */
import { expect, test } from "bun:test";
import { page, style } from "../../src/web/page.ts";

const texts = { title: "Tea room", lead: "Join it:", command: "chat join x:1", language: "en" } as const;

test("page shows title, lead and command", async () => {
  const html = String(await page(texts));
  expect(html).toStartWith("<!doctype html>");
  expect(html).toContain('<html lang="en">');
  expect(html).toContain("<title>Tea room</title>");
  expect(html).toContain("<h1>Tea room</h1>");
  expect(html).toContain("<code>chat join x:1</code>");
});

test.each(["title", "lead", "command", "language"] as const)("page escapes its %s", async (field) => {
  const html = String(await page({ ...texts, [field]: `"><script>alert('1')</script>&` }));
  expect(html).not.toContain("<script");
  expect(html).not.toContain("alert('1')");
  expect(html).toContain("&quot;&gt;&lt;script&gt;");
});

test.each([
  ["charset", "utf-8"],
  ["viewport", "width=device-width, initial-scale=1"],
  ["color-scheme", "light dark"],
])("page says its %s, without which it is hard to read on a phone or at night", async (name, content) => {
  const html = String(await page(texts));
  const meta = name === "charset" ? `charset="${content}"` : `name="${name}" content="${content}"`;
  expect(html).toContain(`<meta ${meta} />`);
});

test("page loads nothing from elsewhere and runs no script", async () => {
  expect(String(await page(texts))).not.toMatch(/<script|https?:|\son\w+=|style=/);
  expect(style).not.toMatch(/@import|url\(/);
});
