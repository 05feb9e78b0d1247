/** A process that is killed at each statement of an upgrade leaves the folder as it was, for the next start to upgrade. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { newestSchema } from "../../src/log/migrations.ts";
import { fixturesFolder } from "../support/exchange/format.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { StoreFolders, openStore, textsOf } from "../support/sqlite-store.ts";

setDefaultTimeout(testTimeoutMs);

const folders = new StoreFolders();

afterAll(() => folders.remove());

function fixture(): string {
  const folder = folders.fresh();
  cpSync(join(fixturesFolder, "data"), folder, { recursive: true });
  return folder;
}

async function upgradeUntil(folder: string, statements: number) {
  const script = join(import.meta.dir, "../support/upgrade-and-die.ts");
  const child = Bun.spawn([process.execPath, script, join(folder, "chat.db"), String(statements)], {
    stdout: "pipe",
    stderr: "inherit",
  });
  return { out: (await child.stdout.text()).trim(), code: await child.exited, signal: child.signalCode };
}

test("an upgrade that is killed before any of its statements is done by the next start", async () => {
  const whole = await upgradeUntil(fixture(), 1_000);
  expect(whole.code).toBe(0);
  const statements = Number(whole.out);
  expect(statements).toBeGreaterThan(15);
  const expected = everythingIn(fixture());
  for (let count = 0; count < statements; count += 1) {
    const folder = fixture();
    expect((await upgradeUntil(folder, count)).signal).toBe("SIGKILL");
    using before = new Database(join(folder, "chat.db"));
    expect(before.query("PRAGMA user_version").values()).toEqual([[1]]);
    before.close();
    expect(everythingIn(folder)).toEqual(expected);
  }
});

/** What a store gives after it was upgraded. */
function everythingIn(folder: string) {
  using store = openStore(folder);
  using database = new Database(join(folder, "chat.db"));
  expect(database.query("PRAGMA user_version").values()).toEqual([[newestSchema()]]);
  return {
    records: store.log.records(),
    logs: store.log.logs().map((log) => [log, store.log.head(log), textsOf(store.log, log)]),
  };
}
