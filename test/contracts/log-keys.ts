/** What every store promises about keys: the same one never makes a second entry. */
import { expect, test } from "bun:test";
import { keyMemoryMs } from "../../src/protocol/limits.ts";
import { draft } from "../support/proposals.ts";
import type { Open } from "./log-store.ts";
import { seqs, storeOf, texts } from "./log-store.ts";

export function keyContract(open: Open): void {
  test("propose makes one entry of one key, and gives the first one back", async () => {
    using store = storeOf(open);
    await store.append(draft("before"), draft("first", { key: "k" }));
    const [again] = await store.append(draft("second", { key: "k" }));
    expect(again).toMatchObject({ outcome: "repeated", entry: { seq: 2, text: "first", key: "k" } });
    expect(texts(store.log, "lobby")).toEqual(["before", "first"]);
    expect(seqs(await store.append(draft("after")))).toEqual([3]);
  });

  test("propose knows a key again within its batch", async () => {
    using store = storeOf(open);
    const receipts = await store.append(draft("a", { key: "k" }), draft("b", { key: "k" }), draft("c"));
    expect(receipts.map(({ outcome }) => outcome)).toEqual(["new", "repeated", "new"]);
    expect(seqs(receipts)).toEqual([1, 1, 2]);
  });

  test("propose keeps the keys of two identities apart", async () => {
    using store = storeOf(open);
    const receipts = await store.append(
      draft("a", { identity: "1", key: "2 k" }),
      draft("b", { identity: "1 2", key: "k" }),
      draft("c", { identity: "3", key: "k" }),
    );
    expect(seqs(receipts)).toEqual([1, 2, 3]);
  });

  test("propose keeps the keys of two logs apart", async () => {
    using store = storeOf(open);
    const receipts = await store.append(draft("a", { key: "k" }), draft("a", { log: "@1", key: "k" }));
    expect(receipts.map(({ outcome }) => outcome)).toEqual(["new", "new"]);
  });

  test("propose takes the same text again and again when it has no key", async () => {
    using store = storeOf(open);
    expect(seqs(await store.append(draft("a"), draft("a"), draft("a")))).toEqual([1, 2, 3]);
  });
}

/** What is sent again long after its first try. */
export function ageContract(open: Open): void {
  const now = 1_795_427_043_000;

  test.each([
    ["unknown, as old as keys are remembered for", keyMemoryMs, "new"],
    ["unknown, and one millisecond older", keyMemoryMs + 1, "tooOld"],
    ["unknown and new", 0, "new"],
  ])("propose of a key that is %s", async (_, age, outcome) => {
    using store = storeOf(open);
    const [receipt] = await store.append(draft("a", { key: "k", age, time: now }));
    expect(receipt).toMatchObject({ outcome });
    expect(store.log.head("lobby")).toBe(outcome === "new" ? 1 : 0);
  });

  test("propose gives the entry of a known key, however old it is", async () => {
    using store = storeOf(open);
    await store.append(draft("first", { key: "k", time: now }));
    const [again] = await store.append(draft("again", { key: "k", age: 2 * keyMemoryMs, time: now }));
    expect(again).toMatchObject({ outcome: "repeated", entry: { seq: 1, text: "first" } });
  });

  test("propose does not mind the age of a message without a key, which nobody repeats", async () => {
    using store = storeOf(open);
    const [receipt] = await store.append(draft("a", { age: 2 * keyMemoryMs, time: now }));
    expect(receipt?.outcome).toBe("new");
  });
}

export function lookUpContract(open: Open): void {
  test("a look-up gives the entry that a key made, in its log and for its identity alone, and adds nothing", async () => {
    using store = storeOf(open);
    await store.append(draft("before"), draft("a", { identity: "1", key: "k" }));
    const lookUp = (log: string, identity: string, key: string) =>
      ({ type: "lookUp", log, identity, key }) as const;
    const receipts = await store.append(
      lookUp("lobby", "1", "k"),
      lookUp("lobby", "2", "k"),
      lookUp("lobby", "1", "other"),
      lookUp("@1", "1", "k"),
    );
    expect(receipts).toEqual([
      {
        outcome: "repeated",
        entry: { log: "lobby", seq: 2, from: "alice", to: undefined, text: "a", key: "k", time: 0 },
      },
      { outcome: "unknown" },
      { outcome: "unknown" },
      { outcome: "unknown" },
    ]);
    expect([store.log.head("lobby"), store.log.logs()]).toEqual([2, ["lobby"]]);
  });

  test("a look-up knows what was proposed before it, committed or not, and nothing that comes behind it", async () => {
    using store = storeOf(open);
    const lookUp = { type: "lookUp", log: "lobby", identity: "1", key: "k" } as const;
    const batches = [[lookUp, draft("a", { key: "k" }), lookUp], [lookUp]];
    const receipts = await Promise.all(batches.map((batch) => store.append(...batch)));
    expect(receipts.map((batch) => batch.map(({ outcome }) => outcome))).toEqual([
      ["unknown", "new", "repeated"],
      ["repeated"],
    ]);
  });
}

export function copyContract(open: Open): void {
  test("a message goes into both its logs, and into neither when the first one knows its key", async () => {
    using store = storeOf(open);
    const direct = (copyTo: string, text: string) => draft(text, { log: "@1", copyTo, to: "bob", key: "k" });
    const [first] = await store.append(direct("@2", "psst"));
    expect(first).toMatchObject({
      outcome: "new",
      entry: { log: "@1", seq: 1 },
      copy: { log: "@2", seq: 1, text: "psst" },
    });
    expect(await store.append(direct("@2", "again"), direct("@3", "again"))).toMatchObject([
      { outcome: "repeated", entry: { log: "@1", seq: 1, text: "psst" } },
      { outcome: "repeated", entry: { log: "@1", seq: 1, text: "psst" } },
    ]);
    expect([texts(store.log, "@1"), texts(store.log, "@2"), texts(store.log, "@3")]).toEqual([
      ["psst"],
      ["psst"],
      [],
    ]);
    expect(store.log.logs().toSorted()).toEqual(["@1", "@2"]);
  });

  test("a message without a key is copied each time", async () => {
    using store = storeOf(open);
    const direct = draft("psst", { log: "@1", copyTo: "@2" });
    await store.append(direct, direct);
    expect([texts(store.log, "@1"), texts(store.log, "@2")]).toEqual([
      ["psst", "psst"],
      ["psst", "psst"],
    ]);
  });
}
