/** One process at a time: locks of the living hold, those of the dead do not. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { claim, disclaim } from "../../../src/client/identity/lock.ts";

const parent = mkdtempSync(join(tmpdir(), "chat-lock-"));
const fresh = (): string => join(mkdtempSync(join(parent, "l-")), "ann.lock");

afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("claim", () => {
  test("leaves a lock with one's own id, and nothing else", () => {
    const lock = fresh();
    expect(claim(lock)).toBe(true);
    expect(readdirSync(dirname(lock))).toEqual(["ann.lock"]);
    expect(readFileSync(lock, "utf8")).toBe(String(process.pid));
    disclaim(lock);
    expect(readdirSync(dirname(lock))).toEqual([]);
  });

  test("leaves the lock of another process as it is", () => {
    const lock = fresh();
    writeFileSync(lock, String(process.ppid));
    expect(claim(lock)).toBe(false);
    expect(readdirSync(dirname(lock))).toEqual(["ann.lock"]);
    expect(readFileSync(lock, "utf8")).toBe(String(process.ppid));
  });

  test.each([
    ["a process that is gone", "2147483646"],
    ["one's own id, from before", String(process.pid)],
    ["no process", "nobody"],
    ["nothing", ""],
  ])("takes over a lock of %s", (_, holder) => {
    const lock = fresh();
    writeFileSync(lock, holder);
    expect(claim(lock)).toBe(true);
    expect(readdirSync(dirname(lock))).toEqual(["ann.lock"]);
    expect(readFileSync(lock, "utf8")).toBe(String(process.pid));
  });

  test("takes over a lock from before the machine was started", () => {
    const lock = fresh();
    writeFileSync(lock, String(process.ppid));
    utimesSync(lock, 1, 1);
    expect(claim(lock)).toBe(true);
  });

  test("says when the disk refuses", () => {
    const file = fresh();
    writeFileSync(file, "not a folder");
    expect(claim(join(file, "ann.lock"))).toBeUndefined();
  });
});
