/** Who is let in, and what those hear who are not. */
import { expect, test } from "bun:test";
import { JsonCodec } from "../../src/protocol/json-codec.ts";
import { en } from "../../src/locale/en.ts";
import { closeTimeoutMs } from "../../src/protocol/limits.ts";
import { descriptorsReserved, sessionsDefault, sessionsMax } from "../../src/server/limits.ts";
import { descriptorLimit, admission, sessionsFor } from "../../src/server/admission.ts";
import { FakeConnection } from "../support/fake-connection.ts";
import { openRoom } from "../support/room.ts";

function door(connectionsMax: number) {
  const { hub, scheduler } = openRoom();
  const accept = admission({ hub, newCodec: () => new JsonCodec(en), scheduler, connectionsMax });
  const knock = () => {
    const connection = new FakeConnection();
    connection.events = accept(connection);
    scheduler.turns();
    return connection;
  };
  return { hub, scheduler, knock };
}

test("admission lets in as many as there are places", () => {
  const { hub, knock } = door(2);
  const inside = [knock(), knock()];
  expect(inside.map(({ text }) => text)).toEqual(["Welcome to Tea room\r\n", "Welcome to Tea room\r\n"]);
  knock();
  expect(hub.sessionCount).toBe(2);
});

test("admission turns others away with a reason", () => {
  const { knock } = door(0);
  const late = knock();
  expect(late.news()).toMatchObject([{ type: "system_msg" }]);
  expect(late.text).toContain("no room for more people");
  expect(late.finished).toBe(true);
});

test("admission lets somebody in again when a place is free", () => {
  const { hub, knock } = door(1);
  const first = knock();
  knock();
  first.hangUp();
  expect(knock().finished).toBe(false);
  expect(hub.sessionCount).toBe(1);
});

test("admission lets go of whom it has turned away and who does not hang up", () => {
  const { knock, scheduler } = door(0);
  const late = knock();
  scheduler.pass(closeTimeoutMs - 1);
  expect(late.closed).toBe(false);
  scheduler.pass(1);
  expect(late.closed).toBe(true);
});

test("admission drops at once whoever comes when many are being turned away, and has words again later", () => {
  const { knock, scheduler } = door(0);
  const crowd = Array.from({ length: descriptorsReserved / 2 }, knock);
  const more = knock();
  scheduler.pass(0);
  expect([more.closed, more.text]).toEqual([true, ""]);
  for (const person of crowd) person.hangUp();
  expect(knock().text).toContain("no room for more people");
});

test("admission ignores what those say whom it has turned away", () => {
  const { hub, knock } = door(0);
  const late = knock();
  late.say({ type: "login", msg: "late" });
  late.endSending();
  expect(hub.sessionCount).toBe(0);
});

test.each([
  [undefined, sessionsDefault],
  [1024, 1024 - descriptorsReserved],
  [10, 1],
  [Number.POSITIVE_INFINITY, sessionsMax],
  [10_000_000, sessionsMax],
] as const)("sessionsFor a limit of %p files", (descriptorsMax, places) => {
  expect(sessionsFor(descriptorsMax)).toBe(places);
});

test.skipIf(process.platform !== "linux")("descriptorLimit is this process's", async () => {
  expect(await descriptorLimit()).toBeGreaterThan(0);
});
