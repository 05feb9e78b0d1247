/** A message that is sent again long after its first try, over a server with a store on disk. */
import { afterAll, expect, test } from "bun:test";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { keyMemoryMs } from "../../src/protocol/limits.ts";
import { openRoom } from "../support/room.ts";
import { StoreFolders, databaseIn } from "../support/sqlite-store.ts";

const folders = new StoreFolders();

afterAll(() => folders.remove());

test.each([
  [{ type: "broadcast", room: "lobby" }, "broadcast"],
  [{ type: "sendto", nickname: "ann" }, "single"],
] as const)(
  "%j is refused when its key is unknown and too old, and taken when it is not",
  (request, answered) => {
    const { enter, scheduler } = openRoom((listener) => sqliteLog({ folder: folders.fresh() }, listener));
    const ann = enter("ann");
    const say = (msg: string, age: number) => {
      ann.say({ ...request, msg, age, key: msg });
      scheduler.pass(50);
      return ann.news();
    };
    expect(say("old", keyMemoryMs)).toMatchObject([{ type: answered, msg: "old", key: "old" }]);
    expect(say("too old", keyMemoryMs + 1)).toMatchObject([
      { type: "error", code: "key_too_old", key: "too old" },
    ]);
    // What is known is a repeat, however old it is.
    expect(say("old", 2 * keyMemoryMs)).toMatchObject([{ type: answered, msg: "old", repeat: true }]);
  },
);

test("a room that holds nothing is not forgotten while somebody is in it", () => {
  const folder = folders.fresh();
  const { enter, scheduler } = openRoom((listener) =>
    sqliteLog({ folder, retention: { entriesMax: 0 } }, listener),
  );
  const ann = enter("ann");
  const names = () => {
    using database = databaseIn(folder);
    return database.query("SELECT name FROM logs").values().flat();
  };
  ann.say({ type: "join", room: "tea" }, { type: "broadcast", room: "tea", msg: "hi" });
  scheduler.pass(60_000);
  expect(names()).toEqual(["tea"]);
  ann.say({ type: "leave", room: "tea" });
  scheduler.pass(60_000);
  expect(names()).toEqual([]);
});
