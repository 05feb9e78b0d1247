/** A data folder of an earlier generation in the store of today: nothing in it is lost, or other than it was. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { exportLines } from "../../src/server/export.ts";
import { tokensOf } from "../../src/server/tokens.ts";
import type { Entry } from "../../src/protocol/entry.ts";
import { fixturesFolder, linesOf } from "../support/exchange/format.ts";
import { fieldsOf } from "../support/fields.ts";
import { found } from "../support/found.ts";
import { openStore } from "../support/sqlite-store.ts";
import { entryIn, lookedUp } from "../support/proposals.ts";

/** What the program that made it, or its tables, said of the folder. */
const described = v.parse(
  v.object({
    tokens: v.record(v.string(), v.string()),
    secret: v.tuple([v.object({ secret: v.string() })]),
    logs: v.array(v.object({ name: v.string(), floor: v.number(), head: v.number() })),
    topics: v.array(v.object({ room: v.string(), topic: v.string() })),
    holders: v.array(
      v.object({ folded: v.string(), nickname: v.string(), identity: v.string(), time: v.number() }),
    ),
    identities: v.array(v.object({ name: v.string() })),
  }),
  JSON.parse(readFileSync(join(fixturesFolder, "data.json"), "utf8")),
);
const exportPath = join(fixturesFolder, "export.jsonl");
const exported = linesOf(exportPath).map((line) => fieldsOf(JSON.stringify(line)));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chat-fixture-"));
  cpSync(join(fixturesFolder, "data"), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a data folder of 0.1.0", () => {
  test("has all entries, at their places, whichever way they are read", () => {
    using store = openStore(folder);
    const { log } = store;
    expect(log.logs()).toEqual(described.logs.map(({ name }) => name));
    for (const { name, floor, head } of described.logs) {
      const entries = exported.filter(({ room }) => room === name);
      expect(entries).toHaveLength(head - floor);
      expect(log.head(name)).toBe(head);
      expect(log.read(name, 0, 1_000).map(lineOf)).toEqual(entries);
      expect(log.readBack(name, head + 1, 1_000).map(lineOf)).toEqual(entries);
      expect(log.read(name, head - 1, 1).map(lineOf)).toEqual(entries.slice(-1));
      expect(log.readBack(name, head, 2).map(lineOf)).toEqual(entries.slice(-3, -1));
    }
    expect(described.logs.some(({ floor }) => floor > 0)).toBe(true);
  });

  test("exports the same lines, rooms alone and all", () => {
    const text = readFileSync(exportPath, "utf8");
    const linesFor = (mailboxes: boolean, room?: string) =>
      Array.from(exportLines({ folder, room, mailboxes }) ?? []).join("");
    expect(linesFor(true)).toBe(text);
    expect(linesFor(false)).toBe(text.replaceAll(/^\{"room":"@.*\n/gm, ""));
    expect(linesFor(false, "tea")).toBe(text.replaceAll(/^\{"room":"(?!tea").*\n/gm, ""));
  });

  test("remembers topics and holders", () => {
    using store = openStore(folder);
    const records = store.log.records();
    expect(records.filter(({ type }) => type === "topic")).toEqual(
      described.topics.map((topic) => ({ type: "topic", ...topic })),
    );
    expect(records.filter(({ type }) => type === "holder")).toEqual(
      described.holders.map((holder) => ({ type: "holder", ...holder })),
    );
  });

  test("has its secret, so that the tokens it gave prove who somebody is", () => {
    using store = openStore(folder);
    expect(Buffer.from(store.log.secret()).toString("hex").toUpperCase()).toBe(described.secret[0].secret);
    const tokens = tokensOf(store.log.secret());
    const proved = Object.values(described.tokens).map((token) => tokens.verify(token));
    expect(proved).toEqual(Object.values(described.tokens).map((token) => token.split(".")[0]));
    const stored = new Set(described.identities.map(({ name }) => name));
    expect(proved.filter((identity) => !stored.has(identity ?? ""))).toEqual([]);
  });

  test("finds words, and the entries of keys", () => {
    using store = openStore(folder);
    const { log } = store;
    const seqsFound = (name: string, query: string) => found(log, name, query, 50).map(({ seq }) => seq);
    const seqs = (name: string, holds: RegExp) =>
      exported
        .filter(({ room, msg }) => room === name && holds.test(String(msg)))
        .map(({ seq }) => Number(seq));
    expect(seqsFound("lobby", "number")).toEqual(seqs("lobby", /number/));
    expect(seqsFound("lobby", "hello")).toEqual(seqs("lobby", /hello/));
    expect(seqsFound("lobby", "deleted")).toEqual([]);
    expect(seqsFound("tea", "茉莉")).toEqual(seqs("tea", /茉莉/));
    expect(seqs("tea", /茉莉/)).toHaveLength(1);
    const [bob = "", wang = ""] = described.identities.map(({ name }) => name);
    expect(seqsFound(`@${bob}`, "乌龙茶")).toEqual(seqs(`@${bob}`, /乌龙茶/));
    expect(lookedUp(store, { log: "lobby", identity: bob, key: "n10" })).toMatchObject({
      outcome: "repeated",
      entry: { seq: 10 },
    });
    expect(lookedUp(store, { log: "tea", identity: wang, key: "w1" })).toMatchObject({
      outcome: "repeated",
      entry: { seq: 1 },
    });
    expect(lookedUp(store, { log: "tea", identity: bob, key: "w1" })).toEqual({ outcome: "unknown" });
  });

  test("goes on behind its last entries, also where all were deleted, and knows a key again", () => {
    using store = openStore(folder, { entriesMax: 1 });
    const { log, reports } = store;
    const [bob = ""] = described.identities.map(({ name }) => name);
    const draft = { type: "message", identity: bob, from: "bob", text: "again", time: 0 } as const;
    const heads = described.logs.map(({ name, head }) => ({ name, head }));
    log.propose([
      { ...draft, log: "lobby", key: "n18" },
      ...heads.map(({ name }) => ({ ...draft, log: name })),
    ]);
    const [receipts] = reports;
    if (receipts === undefined || "failed" in receipts) throw new Error("the batch failed");
    expect(
      receipts.map((receipt) => [entryIn(receipt)?.log, entryIn(receipt)?.seq, receipt.outcome]),
    ).toEqual([["lobby", 18, "repeated"], ...heads.map(({ name, head }) => [name, head + 1, "new"])]);
    for (let steps = 0; log.maintain({ now: Date.now() }) && steps < 100; steps += 1);
    for (const { name, head } of heads)
      expect(log.read(name, 0, 9).map(({ seq }) => seq)).toEqual([head + 1]);
  });
});

/** As an export writes it. */
function lineOf({ log, seq, time, from, to, text, key }: Entry): object {
  const fields = { room: log, seq, time: new Date(time).toISOString(), from, to, msg: text, key };
  return fieldsOf(JSON.stringify(fields));
}
