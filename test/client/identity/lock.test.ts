/** One process at a time: locks of the living hold, those of the dead do not. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir, uptime } from "node:os";
import { dirname, join } from "node:path";
import { claim, disclaim } from "../../../src/client/identity/lock.ts";
import { processMark } from "../../../src/client/identity/process-mark.ts";

const parent = mkdtempSync(join(tmpdir(), "chat-lock-"));
const fresh = (): string => join(mkdtempSync(join(parent, "l-")), "ann.lock");

const idIn = (lock: string): number => Number(readFileSync(lock, "utf8").split("\n")[0]);
/** More than any machine has been running. */
const longRunSeconds = 2 ** 40;

afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("claim", () => {
  test("leaves a lock with one's own id, and nothing else", () => {
    const lock = fresh();
    expect(claim(lock)).toBe(true);
    expect(readdirSync(dirname(lock))).toEqual(["ann.lock"]);
    expect(idIn(lock)).toBe(process.pid);
    disclaim(lock);
    expect(readdirSync(dirname(lock))).toEqual([]);
  });

  test("says in the lock which process it is, without the clock", () => {
    const lock = fresh();
    claim(lock);
    const [id, mark, uptimeSeconds] = readFileSync(lock, "utf8").split("\n");
    expect([id, mark]).toEqual([String(process.pid), processMark(process.pid) ?? ""]);
    expect(Number(uptimeSeconds)).toBeLessThanOrEqual(uptime());
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
    expect(idIn(lock)).toBe(process.pid);
  });

  test.each([
    ["its mark", `${process.ppid}\n${processMark(process.ppid)}\n0`],
    ["no mark, and less uptime than there is now", `${process.ppid}\n\n0`],
  ])("leaves the lock of a living process when the clock was set forward since: %s", (_, lines) => {
    const lock = fresh();
    writeFileSync(lock, lines);
    utimesSync(lock, 1, 1);
    expect(claim(lock)).toBe(false);
    expect(readFileSync(lock, "utf8")).toBe(lines);
  });

  test.each([
    ["a process before the machine was started, without a mark", `${process.ppid}\n\n${longRunSeconds}`],
    ["a process that is gone, without a mark", "2147483646\n\n0"],
    ["a process that is gone", "2147483646\nsome-start 1\n0"],
  ])("takes over a lock of %s", (_, lines) => {
    const lock = fresh();
    writeFileSync(lock, lines);
    expect(claim(lock)).toBe(true);
    expect(idIn(lock)).toBe(process.pid);
  });

  const missing = process.platform === "linux" ? "" : " [skipped: no /proc here]";
  const [bootId, startTicks] = (processMark(process.ppid) ?? "").split(" ");
  test.skipIf(missing !== "").each([
    ["another process with the same id", `${process.ppid}\n${bootId} ${Number(startTicks) - 1}\n0`],
    ["a process before the machine was started", `${process.ppid}\nother-start ${startTicks}\n0`],
  ])(`takes over a lock of %s${missing}`, (_, lines) => {
    const lock = fresh();
    writeFileSync(lock, lines);
    expect(claim(lock)).toBe(true);
    expect(idIn(lock)).toBe(process.pid);
  });

  test("takes over a lock of 0.1.0 from before the machine was started", () => {
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
