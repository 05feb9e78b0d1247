/** README.md says what the program does: what is made from tables is as they are, and what it links to is there. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { withTables } from "../../scripts/readme/tables.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

const root = resolve(import.meta.dir, "../..");
const readme = await Bun.file(join(root, "README.md")).text();

test("README.md is what bun run readme makes of it", () => {
  expect(withTables(readme)).toBe(readme);
});

test("README.md links only to what is there", () => {
  const links = Array.from(readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g), ([, path]) => path ?? "");
  expect(links).not.toBeEmpty();
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
