/** The messages that were not acknowledged, on disk: each there before it is sent, and gone with its acknowledgement. */
import { afterAll, describe, expect, test } from "bun:test";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Journal } from "../../../src/client/identity/journal.ts";
import type { KeyedRequest } from "../../../src/client/session/outbox.ts";
import { journalLinesMax } from "../../../src/client/limits.ts";

const parent = mkdtempSync(join(tmpdir(), "chat-journal-"));
const fresh = (): string => join(mkdtempSync(join(parent, "j-")), "journal");
const said = (key: string, room = "lobby"): KeyedRequest => ({
  type: "broadcast",
  room,
  text: `text of ${key}`,
  key,
});
const whispered: KeyedRequest = { type: "sendto", nickname: "bob", text: "psst\n你好", key: "w" };

afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("Journal", () => {
  test("has on disk what was put, in order and under its key, as soon as it was put", () => {
    const path = fresh();
    new Journal(path).note([said("a", "tea"), whispered], []);
    expect(new Journal(path).waiting).toEqual([said("a", "tea"), whispered]);
  });

  test("has when a message was written, and takes one of 0.1.0 without that", () => {
    const path = fresh();
    const dated = { ...said("a"), writtenAt: 1_795_427_043_000 };
    const odd = { type: "broadcast", msg: "x", key: "c", written: "yesterday" };
    new Journal(path).note([dated, said("b")], []);
    appendFileSync(path, `${JSON.stringify(odd)}\n`);
    expect(new Journal(path).waiting).toEqual([
      dated,
      said("b"),
      { type: "broadcast", room: "lobby", text: "x", key: "c" },
    ]);
    new Journal(path).note([], ["b"]);
    expect(new Journal(path).waiting[0]).toEqual(dated);
  });

  test("has no more what was struck, and no file when nothing waits", () => {
    const path = fresh();
    const journal = new Journal(path);
    journal.note([said("a"), said("b")], []);
    journal.note([], ["a"]);
    expect(new Journal(path).waiting).toEqual([said("b")]);
    journal.note([], ["b"]);
    expect(existsSync(path)).toBe(false);
    expect(journal.kept).toBe(0);
  });

  test("goes on behind a line of which only half was written", () => {
    const path = fresh();
    new Journal(path).note([said("a"), said("b")], []);
    appendFileSync(path, `{"type":"broadcast","msg":"ha`);
    new Journal(path).note([said("c")], []);
    expect(new Journal(path).waiting).toEqual([said("a"), said("b"), said("c")]);
  });

  test("goes on behind half a line that is all there is", () => {
    const path = fresh();
    writeFileSync(path, `{"type":"broadcast","msg":"ha`);
    new Journal(path).note([said("a")], []);
    expect(new Journal(path).waiting).toEqual([said("a")]);
  });

  test("gives up what was written in this run, and nothing of an earlier one", () => {
    const path = fresh();
    new Journal(path).note([said("a")], []);
    const journal = new Journal(path);
    journal.note([said("b")], []);
    journal.forsake();
    expect(new Journal(path).waiting).toEqual([said("a")]);
  });

  test.each([
    "",
    "{",
    "null",
    `{"type":"broadcast","msg":"no key"}`,
    `{"type":"ls","key":"k"}`,
    `{"struck":7}`,
  ])("leaves out a line that is no message: %j", (line) => {
    const path = fresh();
    writeFileSync(path, `${line}\n{"type":"broadcast","msg":"text of a","key":"a"}\n`);
    expect(new Journal(path).waiting).toEqual([said("a")]);
  });

  test("is readable for its owner alone", () => {
    const path = fresh();
    const journal = new Journal(path);
    journal.note([said("a")], []);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(new Journal(path).waiting.length > 0 ? path : "").mode & 0o777).toBe(0o600);
  });

  test("does not grow while something always waits", () => {
    const path = fresh();
    const journal = new Journal(path);
    journal.note([said("first")], []);
    for (let count = 0; count < 2 * journalLinesMax; count += 1) {
      journal.note([said(`k${count}`)], []);
      journal.note([], [`k${count}`]);
    }
    expect(readFileSync(path, "utf8").split("\n").length).toBeLessThanOrEqual(2 * journalLinesMax);
    expect(new Journal(path).waiting).toEqual([said("first")]);
  });

  test("goes to another place, and keeps what waits there", () => {
    const [path, other] = [fresh(), fresh()];
    new Journal(other).note([said("b")], []);
    const journal = new Journal(path);
    journal.note([said("a")], []);
    journal.moveTo(other);
    expect(existsSync(path)).toBe(false);
    expect(journal.kept).toBe(2);
    expect(new Journal(other).waiting).toEqual([said("b"), said("a")]);
  });

  test("leaves what it has where it is, when the other place refuses it", () => {
    const path = fresh();
    const journal = new Journal(path);
    journal.note([said("a")], []);
    journal.moveTo(join(path, "journal"));
    expect(new Journal(path).waiting).toEqual([said("a")]);
  });

  test("keeps nothing for the next run where the disk refuses, and says so", () => {
    const path = fresh();
    writeFileSync(path, "not a folder");
    const journal = new Journal(join(path, "journal"));
    journal.note([said("a")], []);
    expect(journal.waiting).toEqual([said("a")]);
    expect(journal.kept).toBe(0);
  });

  test("has everything on disk again as soon as the disk takes it", () => {
    const folder = fresh();
    writeFileSync(folder, "not a folder");
    const path = join(folder, "journal");
    const journal = new Journal(path);
    journal.note([said("a")], []);
    rmSync(folder);
    journal.note([said("b")], []);
    expect(journal.kept).toBe(2);
    expect(new Journal(path).waiting).toEqual([said("a"), said("b")]);
  });
});
