/** What tells two processes with the same id apart. Only Linux has it. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { processMark } from "../../../src/client/identity/process-mark.ts";

/** Why the tests of marks cannot run, if they cannot. */
const missing = process.platform === "linux" ? "" : " [skipped: no /proc here]";

test.skipIf(missing !== "")(
  `processMark is another one for each process, and stays the same${missing}`,
  async () => {
    const own = processMark(process.pid);
    expect(own).toMatch(/^[\da-f-]{36} \d+$/);
    expect(processMark(process.pid)).toBe(own);
    // The parent may have begun in the same hundredth of a second.
    const child = Bun.spawn(["sh", "-c", "read line"], { stdin: "pipe" });
    expect(processMark(child.pid)).not.toBe(own);
    await child.stdin.end();
    await child.exited;
  },
);

test.skipIf(missing !== "")(`processMark does not change with the program's name${missing}`, async () => {
  const script = `read line; printf ') 1 (' >/proc/$$/comm; echo renamed; read line`;
  const renamed = Bun.spawn(["sh", "-c", script], { stdin: "pipe", stdout: "pipe" });
  const before = processMark(renamed.pid);
  await renamed.stdin.write("\n");
  await renamed.stdout.getReader().read();
  expect(readFileSync(`/proc/${renamed.pid}/comm`, "utf8")).toBe(") 1 (\n");
  expect(processMark(renamed.pid)).toBe(before);
  await renamed.stdin.end();
  await renamed.exited;
});

test("processMark of no process is undefined", () => {
  expect(processMark(2_147_483_646)).toBeUndefined();
});
