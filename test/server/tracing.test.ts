/** What the debug level of the operator's log tells, and that it keeps to itself what people wrote. */
import { afterEach, expect, test } from "bun:test";
import { resetSync } from "@logtape/logtape";
import type { Effect } from "../../src/core/effect.ts";
import type { Event } from "../../src/core/event.ts";
import { en } from "../../src/locale/en.ts";
import { memoryLog } from "../../src/log/memory.ts";
import { JsonCodec } from "../../src/protocol/json-codec.ts";
import { Hub } from "../../src/server/hub.ts";
import { tracedEffectsMax } from "../../src/server/limits.ts";
import type { LogFormat, LogLevel } from "../../src/server/logging.ts";
import { startLogging } from "../../src/server/logging.ts";
import { summaryOf, traceOf } from "../../src/server/tracing.ts";
import { FakeConnection } from "../support/fake-connection.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";

afterEach(() => resetSync());

test.each(["text", "json"] as const)(
  "the level debug logs events and effects in %s, without secrets",
  (format) => {
    const lines = talk("debug", format);
    const log = lines.join("");
    for (const secret of ["psst", "GREEN", "KEY", "LUNCH", "identity-", "TOKEN", "NEEDLE"])
      expect(log).not.toContain(secret);
    expect(lines.every((line) => /^[^\n]*\r?\n$/.test(line))).toBe(true);
    for (const part of [
      "loginRequested session=1",
      "request.text=4B",
      "request.topic=5B",
      "request.key=3B",
      "propose",
      "close",
    ])
      expect(log).toContain(part);
  },
);

test("the level info logs none of it", () => {
  expect(talk("info", "text").filter((line) => /event |effect /.test(line))).toEqual([]);
});

test("traceOf gives nothing to call above the level debug", () => {
  const at = (level: LogLevel) => traceOf(startLogging({ level, format: "text", write: () => undefined }));
  expect(at("info")).toBeUndefined();
  expect(at("debug")).toBeFunction();
});

test.each([
  [tracedEffectsMax, 1 + tracedEffectsMax],
  [tracedEffectsMax + 1, 2 + tracedEffectsMax],
  [10_000, 2 + tracedEffectsMax],
])("traceOf tells of %i effects in %i lines", (count, lines) => {
  const written: string[] = [];
  const trace = traceOf(
    startLogging({ level: "debug", format: "text", write: (line) => written.push(line) }),
  );
  const effect: Effect = { type: "close", session: 1 };
  trace?.(
    { type: "ticked", time: 0 },
    Array.from({ length: count }, () => effect),
  );
  expect(written).toHaveLength(lines);
});

test.each<[string, Event, number]>([
  ["tells of an event that nothing comes of", { type: "closed", session: 1, time: 0 }, 1],
  ["says nothing of time that goes by", { type: "ticked", time: 0 }, 0],
])("traceOf %s", (_, event, count) => {
  const written: string[] = [];
  const write = (line: string) => void written.push(line);
  traceOf(startLogging({ level: "debug", format: "text", write }))?.(event, []);
  expect(written).toHaveLength(count);
});

test("summaryOf tells of both nicknames of somebody who changes theirs", () => {
  const notice = { event: "nick", room: "lobby", nickname: "ann", to: "anna", time: 5 } as const;
  expect(summaryOf({ type: "notice", notice })).toBe(
    'notice notice.event="nick" notice.room="lobby" notice.nickname="ann" notice.to="anna" notice.time=5',
  );
});

test("summaryOf says names and sizes", () => {
  const after = new Map([["lobby", 7]]);
  const login = { type: "login", nickname: "ann", version: 2, token: "secret", after } as const;
  const arrival = {
    identity: "id",
    token: "proof",
    resumed: true,
    resumable: true,
    wantsTyping: false,
    epochs: [],
  };
  expect(summaryOf({ type: "loginRequested", session: 1, request: login, arrival, time: 5 })).toBe(
    'loginRequested session=1 request.type="login" request.nickname="ann" request.version=2 request.token=6B request.after=[1] arrival.identity=2B arrival.token=5B arrival.resumed=true arrival.resumable=true arrival.wantsTyping=false arrival.epochs=[0] time=5',
  );
  expect(summaryOf({ type: "follow", session: 1, log: "@id" })).toBe('follow session=1 log="@"');
  expect(summaryOf({ type: "unfollow", session: 1, log: "tea" })).toBe('unfollow session=1 log="tea"');
});

/** What a hub logs while somebody says all sorts of things. */
function talk(level: LogLevel, format: LogFormat): readonly string[] {
  const lines: string[] = [];
  const scheduler = new FakeScheduler();
  let ids = 0;
  const hub = new Hub({
    server: { name: "Tea room", version: "1.0" },
    wording: en,
    openLog: memoryLog,
    scheduler,
    freshId: () => `identity-${(ids += 1)}`,
    logger: startLogging({ level, format, write: (line) => lines.push(line) }),
    collectGarbage: () => undefined,
  });
  const ann = new FakeConnection();
  ann.events = hub.accept(ann, new JsonCodec(en));
  ann.say(
    { type: "login", msg: "ann", v: 2, after: {}, token: "TOKEN", key: "KEY" },
    { type: "broadcast", msg: "psst", key: "KEY" },
    { type: "sendto", nickname: "ann", msg: "psst", key: "KEY" },
    { type: "topic", msg: "GREEN", key: "KEY" },
    { type: "away", msg: "LUNCH" },
    { type: "whois", nickname: "ann" },
    { type: "search", query: "NEEDLE" },
    { type: "fly\n", key: "KEY" },
    { type: "broadcast", msg: "psst", room: "a\nb" },
    { type: "leave", room: "lobby" },
  );
  scheduler.turns();
  return lines;
}
