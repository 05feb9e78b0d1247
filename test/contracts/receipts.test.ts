/** What a store says of a batch, and what the server makes of it for its operator and for later batches. */
import { Database } from "bun:sqlite";
import { afterAll, expect, setDefaultTimeout, spyOn, test } from "bun:test";
import { resolve } from "node:path";
import { overtakingMs } from "../../src/core/limits.ts";
import type { Receipt } from "../../src/protocol/receipt.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { openRoom, slowLog } from "../support/room.ts";
import { StoreFolders, draft } from "../support/sqlite-store.ts";

setDefaultTimeout(testTimeoutMs);

const folders = new StoreFolders();

afterAll(() => folders.remove());

/** Speaks to the real store until it takes no more, and prints what became of the last message. */
const speaker = `
  import { sqliteLog } from ${JSON.stringify(resolve(import.meta.dir, "../../src/log/sqlite.ts"))};
  let outcome;
  const log = sqliteLog(
    { folder: process.argv.at(-1) },
    { committed: () => undefined, failed: (_, [receipt]) => (outcome = receipt?.outcome) },
  );
  const text = "x".repeat(10_000);
  for (let count = 0; outcome === undefined && count < 10_000; count += 1)
    log.propose([{ type: "message", log: "lobby", identity: "1", from: "ann", text, key: "" + count, time: 0 }]);
  console.log(outcome);
`;

test("a message that a file may not grow for has certainly failed", () => {
  // As with a disk quota: the system says EFBIG in the middle of a commit.
  const limited = 'ulimit -f 1500; exec "$0" -e "$1" "$2"';
  const run = Bun.spawnSync(["sh", "-c", limited, process.execPath, speaker, folders.fresh()], {
    timeout: testTimeoutMs,
  });
  expect([run.stdout.toString(), run.stderr.toString()]).toEqual(["failed\n", ""]);
});

/** How the holder of a nickname spells it, where a receipt tells of one. */
function holderIn(receipt: Receipt): readonly string[] {
  return receipt.outcome === "recorded" && receipt.record.type === "holder" ? [receipt.record.nickname] : [];
}

test("a record that failed is not stored over a newer one that was on its way", () => {
  const log = slowLog();
  const names: string[] = [];
  const { connect, scheduler } = openRoom((listener) => {
    const opened = log.open({
      ...listener,
      committed: (batch, origin) => {
        names.push(...batch.receipts.flatMap((receipt) => holderIn(receipt)));
        listener.committed(batch, origin);
      },
    });
    return opened;
  });
  const alice = connect();
  alice.say({ type: "login", msg: "alice", v: 2, after: {} });
  for (const msg of ["ALICE", "Alice"]) {
    scheduler.turns();
    alice.say({ type: "nick", msg });
  }
  scheduler.turns();
  log.commit();
  log.fail();
  log.commit();
  alice.say({ type: "broadcast", msg: "next" });
  scheduler.turns();
  log.commit();
  expect(names).toEqual(["alice", "Alice"]);
});

test("a refusal that was looked up says nothing about whether the store works", () => {
  let isFull = true;
  const { hub, enter, scheduler } = openRoom((listener) => {
    const log = memoryLog(listener);
    return {
      ...log,
      propose(proposals) {
        const writes = proposals.some(({ type }) => type === "message");
        if (isFull && writes)
          listener.failed(
            new Error("full"),
            proposals.map(() => ({ outcome: "failed" })),
          );
        else log.propose(proposals);
      },
    };
  });
  const alice = enter("alice");
  alice.say({ type: "broadcast", msg: "hi", key: "a" });
  scheduler.turns();
  expect(hub.storeHealth.isWorking).toBe(false);
  alice.say({ type: "broadcast", room: "tea", msg: "hi", key: "b" });
  scheduler.turns();
  expect(hub.storeHealth.isWorking).toBe(false);
  isFull = false;
  scheduler.pass(overtakingMs);
  alice.say({ type: "broadcast", msg: "hi", key: "c" });
  scheduler.turns();
  expect(hub.storeHealth.isWorking).toBe(true);
});

test("whoever gets a direct message is written to before its sender", () => {
  const { enter, scheduler } = openRoom();
  const order: string[] = [];
  const people = ["alice", "bob"].map((name) => {
    const person = enter(name);
    const write = person.write.bind(person);
    person.write = (bytes) => {
      order.push(name);
      return write(bytes);
    };
    return person;
  });
  order.length = 0;
  people[0]?.say({ type: "sendto", nickname: "bob", msg: "psst" });
  scheduler.turns();
  expect(order).toEqual(["bob", "alice"]);
});

test.each([
  ["COMMIT", "SQLITE_IOERR_FSYNC", "uncertain", "uncertain"],
  ["COMMIT", "SQLITE_IOERR_DIR_FSYNC", "uncertain", "uncertain"],
  ["COMMIT", "SQLITE_IOERR_WRITE", "failed", "unknown"],
  ["COMMIT", "SQLITE_FULL", "failed", "unknown"],
  // Before anything was written, it is certain that nothing is there.
  ["BEGIN IMMEDIATE", "SQLITE_IOERR_FSYNC", "failed", "unknown"],
] as const)(
  "a %s that ends with %s leaves what is new %s, and a key that is not known %s",
  (statement, code, message, key) => {
    const reports: (readonly Receipt[])[] = [];
    const report = (receipts: readonly Receipt[]) => void reports.push(receipts);
    const log = sqliteLog(
      { folder: folders.fresh() },
      { committed: ({ receipts }) => report(receipts), failed: (_, receipts) => report(receipts) },
    );
    log.propose([draft("before", { key: "old" })]);
    {
      using _spy = spyOn(Database.prototype, "run").mockImplementation(function (this: Database, sql) {
        if (sql === statement) throw Object.assign(new Error("the disk broke"), { code });
        return this.exec(sql);
      });
      const lookUp = (known: string) =>
        ({ type: "lookUp", log: "lobby", identity: "1", key: known }) as const;
      log.propose([
        draft("new", { key: "new" }),
        draft("without a key"),
        draft("again", { key: "old" }),
        lookUp("old"),
        lookUp("other"),
      ]);
    }
    expect(reports.at(-1)?.map(({ outcome }) => outcome)).toEqual([
      message,
      message,
      "repeated",
      "repeated",
      key,
    ]);
    log.propose([draft("new", { key: "new" })]);
    expect(reports.at(-1)).toMatchObject([{ outcome: "new", entry: { seq: 2 } }]);
    void log.close();
  },
);
