/** A server speaks with each session in its own wire format, whatever the others read the same message in. */
import { expect, test } from "bun:test";
import { LineCodec } from "../support/line-codec.ts";
import { openRoom } from "../support/room.ts";

test("each codec reads its own requests and writes its own bytes, whoever reads first", () => {
  const { connect, enter, scheduler } = openRoom();
  const json = enter("json");
  const lines = ["ann", "bob"].map((nickname) => ({ nickname, connection: connect(new LineCodec("lines")) }));
  const own = ["cai", "dee"].map((nickname) => ({ nickname, connection: connect(new LineCodec("own")) }));
  const old = enter("old", "classic");
  for (const { nickname, connection } of [...lines, ...own]) {
    scheduler.pass(100);
    expect(connection.text).toBe("- Tea room\n");
    connection.send(`${nickname}\n`);
  }
  scheduler.pass(100);
  json.news();
  old.news();
  lines[0]?.connection.send("hello\n");
  scheduler.pass(100);
  own[0]?.connection.send("and ");
  own[0]?.connection.send("welcome\n");
  json.say({ type: "broadcast", msg: "good day" });
  scheduler.pass(100);
  const said = ["ann: hello", "cai: and welcome", "json: good day"];
  for (const { connection } of lines) expect(connection.text).toBe(`- Tea room\n${said.join("\n")}\n`);
  for (const { nickname, connection } of own)
    expect(connection.text).toBe(`- Tea room\n${said.map((line) => `${nickname} reads ${line}\n`).join("")}`);
  expect(json.news().map(({ from, msg }) => `${String(from)}: ${String(msg)}`)).toEqual(said);
  expect(old.news().map(({ type }) => type)).toEqual(["broadcast", "broadcast", "broadcast"]);
});

test("a codec that shares with nobody misses nothing, however little its peer takes at a time", () => {
  const { connect, enter, scheduler } = openRoom();
  const [fast, slow] = [connect(new LineCodec("own")), connect(new LineCodec("own"))];
  fast.send("fast\n");
  slow.send("slow\n");
  const json = enter("json");
  slow.take(0);
  const texts = Array.from({ length: 300 }, (_, index) => `message ${index}`);
  for (const msg of texts) {
    json.say({ type: "broadcast", msg });
    scheduler.turns();
  }
  for (let turn = 0; turn < 3_000; turn += 1) slow.take(7);
  slow.take(Number.POSITIVE_INFINITY);
  scheduler.pass(100);
  const shown = (reader: string) =>
    `- Tea room\n${texts.map((text) => `${reader} reads json: ${text}\n`).join("")}`;
  expect(fast.text).toBe(shown("fast"));
  expect(slow.text).toBe(shown("slow"));
});
