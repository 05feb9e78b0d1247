/** Readers are told of what they will never get: a data folder put back to an older copy, and what retention deleted. */
import { afterAll, describe, expect, test } from "bun:test";
import { cpSync } from "node:fs";
import type { Retention } from "../../src/log/log.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { StoreFolders } from "../support/sqlite-store.ts";
import { openRoom } from "../support/room.ts";
import { fieldsOf } from "../support/fields.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

/** A server over a folder, at which v2 clients say raw lines. */
function serve(folder: string, retention: Retention = {}) {
  const room = openRoom((listener) => sqliteLog({ folder, retention }, listener));
  const { hub, scheduler } = room;
  const stop = async () => {
    const stopped = hub.stop();
    for (let turn = 0; turn < 20; turn += 1) {
      scheduler.pass(1_000);
      await Promise.resolve();
    }
    await stopped;
  };
  return { ...room, stop };
}

type Server = ReturnType<typeof serve>;

/** Logs in with a token and cursors, and gives what comes. */
function logIn(server: Server, nickname: string, fields: object = {}) {
  const client = server.connect();
  client.say({ type: "login", msg: nickname, v: 2, after: {}, can: ["gaps"], ...fields });
  server.scheduler.pass(50);
  const written = () =>
    Buffer.concat(client.writes)
      .toString()
      .split("\n")
      .filter((line) => line.startsWith("{"));
  const frames = () => written().map(fieldsOf);
  const all = (type: string) => frames().filter((frame) => frame["type"] === type);
  const answer = all("login")[0] ?? {};
  return { client, answer, all, texts: () => all("broadcast").map(({ msg }) => msg) };
}

function say(server: Server, client: ReturnType<typeof logIn>["client"], ...texts: readonly string[]) {
  for (const msg of texts) client.say({ type: "broadcast", msg });
  server.scheduler.pass(50);
}

describe("a data folder that was put back to an older copy", () => {
  /** Ann reads so many; the folder is copied after the first three, and the copy goes on. */
  async function putBack(more: readonly string[], later: readonly string[]) {
    const [folder, copy] = [folders.fresh(), folders.fresh()];
    const first = serve(folder);
    const ann = logIn(first, "ann");
    const bob = logIn(first, "bob");
    say(first, bob.client, "1", "2", "3");
    await first.stop();
    cpSync(folder, copy, { recursive: true });
    const second = serve(folder);
    const { token } = ann.answer;
    const again = logIn(second, "ann", { token, after: { lobby: 3, "@": 0 }, epochs: ann.answer["epochs"] });
    expect(again.all("gap")).toEqual([]);
    say(second, logIn(second, "bob", { token: bob.answer["token"] }).client, ...more);
    await second.stop();
    const third = serve(copy);
    say(third, logIn(third, "bob", { token: bob.answer["token"] }).client, ...later);
    const cursor = 3 + more.length;
    return logIn(third, "ann", {
      token,
      after: { lobby: cursor, "@": 0 },
      epochs: again.answer["epochs"],
    });
  }

  test.each([
    [["a", "b"], ["x"]],
    [["a"], ["x", "y", "z"]],
    [
      ["a", "b"],
      ["x", "y"],
    ],
  ])("tells what of %j is gone, and sends all of %j that was said since", async (more, later) => {
    const ann = await putBack(more, later);
    expect(ann.answer["resumed"]).toBe(true);
    expect(ann.all("gap")).toEqual([
      { type: "gap", room: "lobby", from: 4, to: 3 + more.length, why: "branch" },
    ]);
    expect(ann.texts()).toEqual(later);
  });

  test("tells it where nothing was said since", async () => {
    const ann = await putBack(["a", "b"], []);
    expect(ann.all("gap")).toEqual([{ type: "gap", room: "lobby", from: 4, to: 5, why: "branch" }]);
    expect(ann.texts()).toEqual([]);
  });

  test("tells nothing where nobody has read what is gone", async () => {
    const ann = await putBack([], ["x"]);
    expect(ann.all("gap")).toEqual([]);
    expect(ann.texts()).toEqual(["x"]);
  });
});

test("a restart is no gap", async () => {
  const folder = folders.fresh();
  const first = serve(folder);
  const ann = logIn(first, "ann");
  say(first, ann.client, "1", "2");
  await first.stop();
  const second = serve(folder);
  const after = { lobby: 1, "@": 0 };
  const again = logIn(second, "ann", { token: ann.answer["token"], after, epochs: ann.answer["epochs"] });
  expect([again.all("gap"), again.texts()]).toEqual([[], ["2"]]);
});

test("a reader who comes back after many restarts gets what was said since, and no gap", async () => {
  const folder = folders.fresh();
  const first = serve(folder);
  const ann = logIn(first, "ann");
  say(first, ann.client, "1");
  await first.stop();
  for (let count = 2; count <= 20; count += 1) {
    const server = serve(folder);
    say(server, logIn(server, `bob${count}`).client, String(count));
    await server.stop();
  }
  const { token, epochs } = ann.answer;
  const again = logIn(serve(folder), "ann", { token, epochs, after: { lobby: 1, "@": 0 } });
  expect(again.all("gap")).toEqual([]);
  expect(again.texts()).toEqual(Array.from({ length: 19 }, (_, index) => String(index + 2)));
});

test("a restart after which only newer messages are kept is no gap for who has read the others", async () => {
  const folder = folders.fresh();
  const first = serve(folder, { entriesMax: 3 });
  const ann = logIn(first, "ann");
  say(first, ann.client, "1", "2", "3", "4", "5");
  await first.stop();
  const second = serve(folder, { entriesMax: 3 });
  say(second, logIn(second, "bob").client, "6", "7", "8");
  second.scheduler.pass(120_000);
  await second.stop();
  const { token, epochs } = ann.answer;
  const again = logIn(serve(folder), "ann", { token, epochs, after: { lobby: 5, "@": 0 } });
  expect([again.all("gap"), again.texts()]).toEqual([[], ["6", "7", "8"]]);
});

describe("a reader behind what retention deleted", () => {
  async function behind(fields: object) {
    const folder = folders.fresh();
    const first = serve(folder, { entriesMax: 2 });
    const ann = logIn(first, "ann");
    say(first, ann.client, "1", "2", "3", "4", "5");
    first.scheduler.pass(60_000);
    await first.stop();
    const second = serve(folder);
    const { token, epochs } = ann.answer;
    return logIn(second, "ann", { token, epochs, after: { lobby: 1, "@": 0 }, ...fields });
  }

  test("is told what is missing, before what is left", async () => {
    const ann = await behind({});
    expect(ann.all("gap")).toEqual([{ type: "gap", room: "lobby", from: 2, to: 3, why: "deleted" }]);
    expect(ann.texts()).toEqual(["4", "5"]);
  });

  test("is served as today when it has not named gaps", async () => {
    const ann = await behind({ can: undefined });
    expect([ann.all("gap"), ann.texts()]).toEqual([[], ["4", "5"]]);
  });
});

test("a login answer names the heads of all logs, the mailbox included, and the epochs", () => {
  const server = serve(folders.fresh());
  const ann = logIn(server, "ann");
  expect(ann.answer).toMatchObject({ mailbox: 0, rooms: [{ room: "lobby", seq: 0 }] });
  expect(ann.answer["epochs"]).toHaveLength(1);
  ann.client.say({ type: "sendto", nickname: "ann", msg: "note to self" });
  server.scheduler.pass(50);
  const { token } = ann.answer;
  expect(logIn(server, "ann", { token }).answer).toMatchObject({ mailbox: 1 });
});
