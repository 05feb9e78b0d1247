/** Search in another process: its answers, and what becomes of a search when it dies, hangs or says nonsense. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { root } from "../../scripts/binary.ts";
import type { FoundResult } from "../../src/log/searcher.ts";
import { searchBusyChangesMin } from "../../src/server/limits.ts";
import { SearchProcess } from "../../src/server/search-process.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { say, whenIndexed } from "../support/search-index.ts";
import { StoreFolders, openStore } from "../support/sqlite-store.ts";

setDefaultTimeout(testTimeoutMs);

const folders = new StoreFolders();

afterAll(() => folders.remove());

const limits = { answerTimeoutMs: testTimeoutMs, restartMs: 0, touchedMs: 1 };
const slice = { logId: 1, query: "tea", before: 10 };
/** What search without the process finds. */
const unindexedFound = { type: "found", seqs: [], reachedSeq: 1 } as const;

test("SearchProcess answers out of the index that its process writes", async () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  say(store, "tea", "coffee");
  const { searchAll, close, failures } = started(programIn(folder));
  expect(await searchAll()).toEqual([1]);
  await whenIndexed(folder, "coffee", 1);
  say(store, "more tea");
  expect(await searchAll()).toEqual([3, 1]);
  await close();
  expect(failures).toEqual([]);
});

test("SearchProcess starts its process when something was said, and tells it what changes", async () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  say(store, "tea");
  const { searcher, close } = started(programIn(folder));
  expect(searcher.pid).toBeUndefined();
  for (const count of [1, 2]) {
    searcher.touched(1);
    await whenIndexed(folder, "tea", count);
    say(store, "tea");
  }
  await close();
});

test.each([
  [searchBusyChangesMin - 1, false],
  [searchBusyChangesMin, true],
])("SearchProcess waits while much is said: %i changes", async (changes, waits) => {
  const touchedMs = 20;
  const { searcher, close } = started(script("setInterval(() => {}, 1e6)"), { touchedMs });
  for (let change = 0; change < changes; change += 1) searcher.touched(1);
  // Timers fire in the order in which they are due, however late.
  await Bun.sleep(touchedMs * 1.5);
  expect(searcher.pid === undefined).toBe(waits);
  // It is quiet now.
  while (searcher.pid === undefined) await Bun.sleep(1);
  process.kill(searcher.pid, "SIGKILL");
  await close();
});

test("SearchProcess starts a new process when one was killed, and says so", async () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  say(store, "tea");
  const { searcher, search, searchAll, close, failures } = started(programIn(folder));
  await search();
  const killed = searcher.pid ?? 0;
  process.kill(killed, "SIGKILL");
  // Asked before it is noticed, this is answered all the same.
  expect(await search()).toMatchObject({ type: "found" });
  while (searcher.pid === killed) await Bun.sleep(5);
  expect(await searchAll()).toEqual([1]);
  expect(searcher.pid).not.toBe(killed);
  expect(failures.map(String)).toEqual(["Error: the search process ended with 137"]);
  await close();
});

test("SearchProcess tells what a process said before it ended, and writes none of it itself", async () => {
  const command = script('console.error("There is no data."); process.exitCode = 1');
  const { search, close, failures } = started(command, { restartMs: 60_000 });
  await search();
  expect(failures.map(String)).toEqual(["Error: the search process ended with 1: There is no data."]);
  await close();
});

test.each([
  ["cannot be started", ["/nowhere/chat"], {}],
  ["ends at once", script("process.exit(3)"), {}],
  ["says nonsense", script('console.log("tea"); setInterval(() => {}, 1e6)'), {}],
  ["hangs", script("setInterval(() => {}, 1e6)"), { answerTimeoutMs: 50 }],
])(
  "SearchProcess searches without a process that %s, and leaves it alone for a while",
  async (_, command, changes) => {
    const { searcher, search, close, failures } = started(command, { ...changes, restartMs: 60_000 });
    expect(await search()).toEqual(unindexedFound);
    expect(failures.length).toBeGreaterThan(0);
    const told = failures.length;
    expect(await search()).toEqual(unindexedFound);
    expect([searcher.pid, failures.length]).toEqual([undefined, told]);
    await close();
  },
);

test("SearchProcess ends its process when it is closed, and answers nothing any more", async () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  say(store, "tea");
  const { searcher, search, close } = started(programIn(folder));
  await search();
  const pid = searcher.pid ?? 0;
  const late = search();
  await close();
  expect(() => process.kill(pid, 0)).toThrow();
  expect(await Promise.race([late, Promise.resolve("nothing")])).toBe("nothing");
});

function programIn(folder: string): readonly string[] {
  return [process.execPath, join(root, "src/main.ts"), "search-process", folder];
}

function script(text: string): readonly string[] {
  return [process.execPath, "-e", text];
}

/** The seqs of all that is found: on a busy machine the time of a slice is up before it is through. */
async function everythingBy(search: (before: number) => Promise<FoundResult>): Promise<readonly number[]> {
  const seqs: number[] = [];
  for (let { before } = slice; before > 1;) {
    const found = await search(before);
    if (found.type === "failed") throw found.cause;
    seqs.push(...found.seqs);
    before = found.reachedSeq;
  }
  return seqs;
}

function started(command: readonly string[], changes: Partial<typeof limits> = {}) {
  const failures: unknown[] = [];
  const searcher = new SearchProcess({
    command,
    unindexed: { search: (_, answered) => answered(unindexedFound) },
    failed: (cause) => void failures.push(cause),
    limits: { ...limits, ...changes },
  });
  const search = (before = slice.before) =>
    new Promise<FoundResult>((resolve) => searcher.search({ ...slice, before }, resolve));
  return {
    searcher,
    failures,
    search,
    searchAll: () => everythingBy(search),
    close: () => searcher.close() ?? Promise.resolve(),
  };
}
