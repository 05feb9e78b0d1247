/** Servers that break the protocol, or flood: the client goes on, tells it, and hears its person. */
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { testTimeoutMs } from "../support/hang-guard.ts";
import type { HostileOptions, HostileServer } from "../support/hostile-server.ts";
import { openHostileServer } from "../support/hostile-server.ts";
import { Stage } from "../support/stage.ts";

setDefaultTimeout(testTimeoutMs);
const time = Date.UTC(2026, 10, 23, 9, 44, 3);
const said = { type: "broadcast", room: "lobby", time, from: "bob", msg: "hi" };
const notice = { type: "system_msg", room: "lobby", nickname: "bob", time, msg: "" };
const breaks = "\n".repeat(12_000);

function many(count: number, frame: (index: number) => object): readonly object[] {
  return Array.from({ length: count }, (_, index) => frame(index));
}

/** By what they say at the login: `v` 2, or nothing, as old ones. */
const servers = [
  ["v2", {}],
  ["old", { answer: ({ type }) => (type === "login" ? [{ type, success: true, msg: "welcome" }] : []) }],
] satisfies readonly (readonly [string, HostileOptions])[];

/** What is sent in each round. */
const floods: readonly (readonly [what: string, round: (at: number) => readonly object[]])[] = [
  [
    "topics of rooms that one is not in",
    (at) => many(500, (index) => ({ ...notice, event: "topic", room: `r${500 * at + index}`, topic: "x" })),
  ],
  [
    "rooms that one never asked for",
    (at) => many(500, (index) => ({ type: "join", room: `r${500 * at + index}`, topic: "", seq: 1 })),
  ],
  ["topics", (at) => many(500, (index) => ({ ...notice, event: "topic", topic: `x${500 * at + index}` }))],
  ["refusals", () => many(20, () => ({ type: "error", msg: "x".repeat(16_000) }))],
  [
    "messages of line breaks",
    (at) => many(20, (index) => ({ ...said, seq: 20 * at + index + 1, msg: `a${breaks}` })),
  ],
  [
    "messages as an old server sends them",
    () =>
      many(20, () => ({ type: "broadcast", msg: `[TIME : Mon Nov 23 09:44:03 2026]\r\n[bob] : a${breaks}` })),
  ],
  [
    "direct messages of many people",
    (at) =>
      many(100, (index) => {
        const seq = 100 * at + index + 1;
        return { ...said, type: "single", seq, from: `eve${seq}`, to: "ann" };
      }),
  ],
  [
    "pages of line breaks",
    () =>
      many(2, () => ({
        type: "history",
        room: "lobby",
        entries: many(21, (at) => ({ ...said, seq: at + 1, msg: `a${breaks}` })),
      })),
  ],
];

let stage: Stage;
let server: HostileServer;
beforeEach(async () => void (stage = await Stage.open()));
afterEach(async () => {
  server[Symbol.dispose]();
  await stage.close();
});

describe("chat join", () => {
  test("goes on after messages that cannot be shown, and says how many they were", async () => {
    server = openHostileServer();
    const ann = await stage.enter("ann", server.port);
    server.send([
      { ...said, seq: 1, time: 1e300 },
      { ...notice, event: "join", time: 1e300 },
      { ...said, seq: 2, msg: "\n".repeat(1_900_000) },
      { ...said, seq: 3, msg: "still here?" },
    ]);
    await ann.until("still here?");
    ann.type("/quit\r");
    expect(await ann.ended()).toBe(0);
    expect(ann.text).toContain("The server sent 3 messages that break the protocol; they were dropped.");
  });

  describe.each(servers)("at a server that answers as %s", (_server, options) => {
    test.each(floods)("hears its person in an endless flood of %s", async (_flood, round) => {
      server = openHostileServer(options);
      const ann = await stage.enter("ann", server.port);
      await server.flood(round);
      ann.type("/quit\r");
      expect(await ann.ended()).toBe(0);
    });
  });

  test.each([
    ["Ctrl-C", (pid: number, type: (keys: string) => void) => type(pid > 0 ? "\x03" : "")],
    ["SIGTERM", (pid: number) => void process.kill(pid, "SIGTERM")],
  ])("hears %s in an endless flood", async (_, end) => {
    server = openHostileServer();
    const ann = await stage.enter("ann", server.port);
    await server.flood((at) =>
      many(1_000, (index) => ({ ...said, seq: 1_000 * at + index + 1, msg: `m ${index}` })),
    );
    end(ann.pid, (keys) => ann.type(keys));
    expect(await ann.ended()).toBe(0);
  });

  test("does not come in where 60,000 rooms are told at the login", async () => {
    const rooms = many(60_000, (at) => ({ room: `r${at}`, topic: "", members: 1, seq: 0 }));
    server = openHostileServer({
      answer: ({ msg }) => [{ type: "login", success: true, v: 2, nickname: msg, rooms }],
    });
    const ann = stage.join([`ann@127.0.0.1:${server.port}`]);
    await ann.until("does not keep to the protocol");
    expect(await ann.ended()).toBe(1);
  });

  test("tells it on stderr, and no program that reads its events", async () => {
    server = openHostileServer();
    const ann = stage.run(["join", `ann@127.0.0.1:${server.port}`, "--json"]);
    await ann.until(/"state":"online"/);
    server.send([
      { ...said, seq: 1, time: 1e300 },
      { ...said, seq: 2, msg: "well-formed" },
    ]);
    await ann.until(/well-formed/);
    await ann.until(/1 message that breaks the protocol/);
    expect(ann.out).not.toContain("broken");
  });
});

describe("chat history", () => {
  test("tells what it has to leave out, and ends with 1", async () => {
    const entries = [
      { ...said, seq: 1 },
      { ...said, seq: 2, msg: "x".repeat(20_000) },
      { ...said, seq: 3, msg: "ho" },
    ];
    server = openHostileServer({
      answer: ({ type, key, limit, after, before = Infinity }) => {
        if (type !== "history") return undefined;
        const found = entries.filter(({ seq }) => seq > Number(after ?? 0) && seq < Number(before));
        const page = after === undefined ? found.slice(-Number(limit)) : found.slice(0, Number(limit));
        return [{ type, room: "lobby", entries: page, key }];
      },
    });
    const history = stage.run(["history", `127.0.0.1:${server.port}`, "--lines", "3"]);
    expect(await history.ended()).toBe(1);
    expect(history.out.split("\n").map((line) => line.slice(20))).toEqual(["bob: hi", "bob: ho", ""]);
    expect(history.error).toContain("1 message that breaks the protocol");
  });

  test("ends where a page comes that lies before what was asked for", async () => {
    server = openHostileServer({
      answer: ({ type, key }) =>
        type === "history"
          ? [
              {
                type,
                room: "lobby",
                entries: [
                  { ...said, seq: 9 },
                  { ...said, seq: 8 },
                ],
                key,
              },
            ]
          : undefined,
    });
    const history = stage.run(["history", `127.0.0.1:${server.port}`]);
    expect(await history.ended()).toBe(1);
    expect(history.error).toContain("breaks the protocol");
  });
});
