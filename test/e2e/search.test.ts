/** The built executable searches in a process of its own, which is itself again. */
import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { whenIndexed } from "../support/search-index.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);

let stage: Stage;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(() => stage.close());

test("chat serve indexes what is said, beside itself, and leaves the folder in order", async () => {
  const data = join(stage.folder, "data");
  const { program, port } = await stage.serve(["--data", data]);
  const address = `127.0.0.1:${port}`;
  const send = stage.run(["send", `ann@${address}`, "two releases"]);
  expect(await send.ended()).toBe(0);
  await whenIndexed(data, "releases", 1);
  const search = stage.run(["search", address, "release"]);
  expect(await search.ended()).toBe(0);
  expect(search.out).toEndWith("ann: two releases\n");
  program.signal("SIGTERM");
  expect(await program.ended()).toBe(0);
  expect(readdirSync(data).toSorted()).toEqual(["chat.db", "chat.lock", "search.db"]);
});

test("the search process ends with a server that is killed", async () => {
  const data = join(stage.folder, "data");
  const { program, port } = await stage.serve(["--data", data]);
  const send = stage.run(["send", `ann@127.0.0.1:${port}`, "tea"]);
  expect(await send.ended()).toBe(0);
  await whenIndexed(data, "tea", 1);
  program.signal("SIGKILL");
  await program.ended();
  // The last one who closes the index takes its write-ahead log away.
  while (readdirSync(data).includes("search.db-wal")) {
    using reader = new Database(join(data, "search.db"));
    reader.query("SELECT 1 FROM segments").all();
    await Bun.sleep(20);
  }
  expect(readdirSync(data)).toContain("search.db");
});
