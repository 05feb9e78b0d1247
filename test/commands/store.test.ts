/** What the operator is told about a data folder. */
import { expect, test } from "bun:test";
import { StoreError } from "../../src/base/store-error.ts";
import { upgradeToldMs } from "../../src/commands/limits.ts";
import { storeSentence, upgradeTeller } from "../../src/commands/store.ts";
import { en } from "../../src/locale/en.ts";

const copy = "/data/chat.db.version-1";

test("upgradeTeller tells the beginning, the end, and what was copied each ten seconds", () => {
  const lines: string[] = [];
  let time = 0;
  const tell = upgradeTeller("/data", en, { print: (line) => lines.push(line), now: () => time });
  const at = (ms: number, step: "copying" | "migrating" | "done", copiedBytes: number) => {
    time = ms;
    tell({ from: 1, to: 2, step, copiedBytes, totalBytes: 30_000_000, copy });
  };
  at(0, "copying", 0);
  at(upgradeToldMs - 1, "copying", 10_000_000);
  at(upgradeToldMs, "copying", 20_999_999);
  at(upgradeToldMs + 1, "migrating", 30_000_000);
  at(upgradeToldMs + 2, "done", 30_000_000);
  expect(lines).toEqual([
    en.serve.upgrading("/data", copy),
    en.serve.copied(20, 30),
    en.serve.upgraded(copy),
  ]);
});

test.each([
  [1, "needs 1 MB more"],
  [1_000_000, "needs 1 MB more"],
  [1_000_001, "needs 2 MB more"],
])("storeSentence says how much room an upgrade needs: %i bytes", (bytes, words) => {
  expect(storeSentence(new StoreError("no_room", "/data", undefined, bytes), en)).toContain(words);
});
