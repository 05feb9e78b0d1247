/** The search process, run inside of the test: what it answers, when it writes the index, and when it ends. */
import { afterAll, expect, test } from "bun:test";
import { hostSearch } from "../../src/server/search-host.ts";
import type { ReplyLine, SearchLine } from "../../src/server/search-lines.ts";
import { lineOf, repliesOf } from "../../src/server/search-lines.ts";
import { rowsIn, say, times, whenIndexed } from "../support/search-index.ts";
import { StoreFolders, databaseIn, openStore } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

const everything = { type: "search", logId: 1, query: "tea", before: 10_000 } as const;

test("hostSearch answers what it is asked, and writes the index meanwhile", async () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  say(store, ...times(1_200, "no"), "tea");
  const host = hosted(folder);
  host.say({ ...everything, id: 1 });
  // How far it comes before the index is written depends on the machine.
  expect(await host.reply()).toMatchObject({ type: "found", id: 1, seqs: [1_201] });
  await whenIndexed(folder, "no", 1_200);
  say(store, "more tea");
  host.say({ type: "touched", logIds: [1] });
  await whenIndexed(folder, "tea", 2);
  host.say({ ...everything, id: 2, before: 1_202 });
  expect(await host.reply()).toEqual({ type: "found", id: 2, seqs: [1_201], reachedSeq: 1 });
  host.end();
  await host.done;
});

test("hostSearch answers a part when there is much to find", async () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  say(store, ...times(1_000, "tea"));
  const host = hosted(folder);
  host.say({ ...everything, id: 1 });
  const reply = await host.reply();
  expect(reply).toMatchObject({ type: "found", reachedSeq: 751 });
  host.say({ ...everything, id: 2, before: 751 });
  expect(await host.reply()).toMatchObject({ type: "found", reachedSeq: 501 });
  host.end();
  await host.done;
});

test("hostSearch says that the log cannot be read, and goes on", async () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  say(store, "tea");
  const host = hosted(folder);
  host.say({ ...everything, id: 1 });
  expect(await host.reply()).toMatchObject({ type: "found" });
  {
    using database = databaseIn(folder);
    database.run("ALTER TABLE entries RENAME TO others");
  }
  host.say({ ...everything, id: 2 });
  expect(await host.reply()).toMatchObject({ type: "unread", id: 2 });
  {
    using database = databaseIn(folder);
    database.run("ALTER TABLE others RENAME TO entries");
  }
  host.say({ ...everything, id: 3 });
  expect(await host.reply()).toMatchObject({ type: "found", id: 3, seqs: [1] });
  host.end();
  await host.done;
});

test("hostSearch ends by itself when there is nothing to do", async () => {
  const folder = folders.fresh();
  using store = openStore(folder);
  say(store, "tea");
  await hosted(folder, 1).done;
  expect(rowsIn(folder, "tea")).toBe(1);
});

/** Long enough for every answer of a test, on whatever machine. */
const sliceMs = 60_000;

function hosted(folder: string, idleMs = 60_000) {
  const input = new TransformStream<Uint8Array, Uint8Array>();
  const output = new TransformStream<Uint8Array, Uint8Array>();
  const [requests, answers] = [input.writable.getWriter(), output.writable.getWriter()];
  const replies = repliesOf(output.readable);
  const write = (line: string): void => void answers.write(new TextEncoder().encode(line));
  return {
    say: (line: SearchLine) => void requests.write(new TextEncoder().encode(lineOf(line))),
    end: () => void requests.close(),
    async reply(): Promise<ReplyLine | undefined> {
      const next = await replies.next();
      return next.done === true ? undefined : next.value;
    },
    done: hostSearch({ folder, input: input.readable, write, idleMs, sliceMs }),
  };
}
