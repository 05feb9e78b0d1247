/** The contract of all stores, for one that takes its time and for one that several servers share. */
import { expect, test } from "bun:test";
import type { Committed, Log, Origin } from "../../src/log/log.ts";
import { deaf, draft, newEntries, record } from "../support/proposals.ts";
import { sharedStore } from "../support/shared-store.ts";
import { slowStore } from "../support/slow-store.ts";
import { logContract } from "./log.ts";

logContract("a slow store", slowStore);

logContract("a shared store", (listener) => {
  const open = sharedStore();
  open(deaf);
  return open(listener);
});

test("close resolves when every batch is committed and was told", async () => {
  const told: string[] = [];
  const log = slowStore({
    ...deaf,
    committed: ({ receipts }) => void told.push(...newEntries(receipts).map(({ text }) => text)),
  });
  for (const text of ["one", "two"]) log.propose([draft(text)]);
  expect(told).toEqual([]);
  await log.close();
  expect(told).toEqual(["one", "two"]);
});

test("a shared store tells each server about all batches in one order, and whose they are", () => {
  const told: string[][] = [[], []];
  const open = sharedStore();
  const logs = told.map((own): Log => {
    const committed = ({ receipts }: Committed, origin: Origin) =>
      void own.push(`${origin} ${newEntries(receipts)[0]?.text ?? ""} ${receipts.at(-1)?.outcome}`);
    return open({ ...deaf, committed });
  });
  logs[0]?.propose([draft("a", { key: "k" })]);
  logs[1]?.propose([draft("b"), record({ type: "topic", room: "tea", topic: "green" })]);
  logs[0]?.propose([draft("c")]);
  expect(told).toEqual([
    ["here a new", "elsewhere b recorded", "here c new"],
    ["elsewhere a new", "here b recorded", "elsewhere c new"],
  ]);
});
