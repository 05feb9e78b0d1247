/** Lost lines and lost servers: whoever comes back with token and cursors has missed nothing and sees nothing twice. */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { graceMs } from "../../src/protocol/limits.ts";
import { FakeConnection } from "../support/fake-connection.ts";
import { fieldsOf } from "../support/fields.ts";
import { lastingStore } from "../support/lasting-store.ts";
import type { Room } from "../support/room.ts";
import { openRoom } from "../support/room.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";

setDefaultTimeout(testTimeoutMs);

/** Somebody who keeps token and cursors over lost lines, as a client does. */
class Returner {
  connection = new FakeConnection();
  token: string | undefined;
  /** All that came, by log. */
  readonly seen: Record<"lobby" | "@", { readonly seq: number; readonly text: string }[]> = {
    lobby: [],
    "@": [],
  };
  readonly nickname: string;
  resumed = false;
  /** Characters of what came on this line that were read. */
  #looked = 0;

  constructor(nickname: string) {
    this.nickname = nickname;
  }

  /** Takes `bytes` of what is written before it pushes back. */
  arrive(room: Room, bytes = Number.POSITIVE_INFINITY): void {
    this.look();
    this.#looked = 0;
    this.connection = room.connect();
    this.connection.take(bytes);
    const after = { lobby: this.#seq("lobby"), "@": this.#seq("@") };
    this.connection.say({ type: "login", msg: this.nickname, v: 2, token: this.token, after });
    room.scheduler.turns();
    this.look();
  }

  /** Reads what has come whole. */
  look(): void {
    const { text } = this.connection;
    const end = text.lastIndexOf("\n") + 1;
    const lines = text.slice(this.#looked, end).split("\n");
    this.#looked = end;
    for (const frame of lines.filter((line) => line.startsWith("{")).map(fieldsOf)) {
      const { type, success, token, resumed, seq, msg, code, repeat } = frame;
      if (type === "login") {
        if (success !== true) throw new Error(`refused: ${String(code)}`);
        this.token = String(token);
        this.resumed = resumed === true;
      }
      if ((type === "broadcast" || type === "single") && repeat === undefined)
        this.seen[type === "single" ? "@" : "lobby"].push({ seq: Number(seq), text: String(msg) });
    }
  }

  #seq(log: "lobby" | "@"): number {
    return this.seen[log].at(-1)?.seq ?? 0;
  }
}

type Move =
  | { readonly type: "say"; readonly privately: boolean; readonly texts: readonly string[] }
  | { readonly type: "take"; readonly bytes: number }
  | { readonly type: "return" | "ghost"; readonly bytes: number }
  | { readonly type: "lose" | "restart" | "turn" };

const anyBytes = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 6000 }));
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("say" as const),
      privately: fc.boolean(),
      texts: fc.array(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).map((text) => `${text}.`),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("take" as const), bytes: anyBytes }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constantFrom("return", "ghost"), bytes: anyBytes }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Move>({ type: "lose" }, { type: "restart" }, { type: "turn" }) },
);

test("a reader that is cut off anywhere and returns with its cursors gets every entry once, in order", () => {
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 80 }), (moves) => {
      const store = lastingStore();
      let room = openRoom((listener) => store.open(listener));
      const [speaker, reader] = [new Returner("alice"), new Returner("bob")];
      for (const person of [speaker, reader]) person.arrive(room);
      for (const move of moves) {
        if (move.type === "say") {
          for (const msg of move.texts)
            speaker.connection.say(
              move.privately ? { type: "sendto", nickname: "bob", msg } : { type: "broadcast", msg },
            );
        } else if (move.type === "take") reader.connection.take(move.bytes);
        else if (move.type === "restart") {
          room = openRoom((listener) => store.open(listener));
          for (const person of [speaker, reader]) person.arrive(room);
        } else if (move.type === "lose") reader.connection.hangUp();
        else if (move.type === "ghost") reader.arrive(room, move.bytes);
        else if (move.type === "return") {
          reader.connection.hangUp();
          reader.arrive(room, move.bytes);
        }
        if (move.type !== "say" || move.texts.length % 2 === 0) room.scheduler.turns();
        reader.look();
      }
      room.scheduler.turns();
      reader.connection.hangUp();
      reader.arrive(room);
      const written = (log: string) =>
        store.log.read(log, 0, 1_000_000).map(({ seq, text }) => ({ seq, text }));
      expect(reader.seen.lobby).toEqual(written("lobby"));
      expect(reader.seen["@"]).toEqual(written("@2"));
      expect(reader.resumed).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test("a member that returns in time leaves no trace, after that it left and joins", () => {
  const room = openRoom();
  const alice = room.enter("alice");
  const bob = new Returner("bob");
  bob.arrive(room);
  alice.news();
  bob.connection.hangUp();
  room.scheduler.pass(graceMs - 2_000);
  bob.arrive(room);
  expect(alice.news().filter(({ type }) => type === "system_msg")).toEqual([]);
  bob.connection.hangUp();
  alice.say({ type: "pong" });
  room.scheduler.pass(graceMs + 2_000);
  expect(alice.news().map(({ event }) => event)).toContain("leave");
});

test("a member takes its nickname back from a line that is dead without knowing it, and that line is closed", () => {
  const room = openRoom();
  const bob = new Returner("bob");
  bob.arrive(room);
  const ghost = bob.connection;
  bob.arrive(room);
  expect(ghost.news().at(-1)).toMatchObject({ type: "error", code: "replaced" });
  expect(ghost.finished).toBe(true);
  expect(bob.connection.finished).toBe(false);
});

test("a stranger cannot have the nickname of a member that lost the line, with no token or a false one", () => {
  const room = openRoom();
  const bob = new Returner("bob");
  bob.arrive(room);
  bob.connection.hangUp();
  for (const token of [undefined, "", `${bob.token}x`, "1.AAAA"]) {
    const mallory = room.connect();
    mallory.say({ type: "login", msg: "bob", v: 2, token, after: { "@": 0 } });
    room.scheduler.turns();
    expect(mallory.news()).toMatchObject([{ success: false, code: "nickname_taken" }]);
  }
});

test("private messages wait for the one they were meant for, over a restart, and a stranger never sees them", () => {
  const store = lastingStore();
  let room = openRoom((listener) => store.open(listener));
  const bob = new Returner("bob");
  bob.arrive(room);
  bob.connection.hangUp();
  room.scheduler.pass(graceMs + 2_000);
  room.enter("alice").say({ type: "sendto", nickname: "bob", msg: "for bob" });
  room.scheduler.turns();
  room = openRoom((listener) => store.open(listener), 2);
  const mallory = room.connect();
  mallory.say({ type: "login", msg: "bob", v: 2, after: { "@": 0, lobby: 0 } });
  mallory.say({ type: "history", nickname: "alice" }, { type: "search", nickname: "alice", query: "bob" });
  room.scheduler.turns();
  expect(mallory.text).not.toContain("for bob");
  mallory.say({ type: "leave", room: "lobby" });
  room.scheduler.turns();
  bob.arrive(room);
  expect(bob.seen["@"]).toEqual([{ seq: 1, text: "for bob" }]);
});

test("whoever brings a token that is not the server's begins at the head, and is told so", () => {
  const room = openRoom();
  const alice = room.enter("alice");
  alice.say({ type: "broadcast", msg: "one" }, { type: "broadcast", msg: "two" });
  room.scheduler.turns();
  const bob = room.connect();
  bob.say({ type: "login", msg: "bob", v: 2, token: "another's", after: { lobby: 1 } });
  room.scheduler.turns();
  const [login, ...rest] = bob.news();
  expect(login).toMatchObject({ resumed: false, rooms: [{ room: "lobby", seq: 2 }] });
  expect(rest.map(({ type }) => type)).toEqual(["system_msg"]);
});

test("a login and a join say how far the rooms have come, before anything out of them", () => {
  const room = openRoom();
  const alice = room.enter("alice");
  alice.say({ type: "join", room: "tea" }, { type: "broadcast", room: "tea", msg: "one" });
  room.scheduler.turns();
  const bob = room.enter("bob");
  bob.say({ type: "join", room: "tea", key: "k" });
  room.scheduler.turns();
  alice.say({ type: "broadcast", room: "tea", msg: "two" });
  room.scheduler.turns();
  expect(bob.news()).toMatchObject([
    { type: "join", room: "tea", seq: 1, key: "k" },
    { type: "system_msg", event: "join", room: "tea" },
    { type: "broadcast", room: "tea", seq: 2, msg: "two" },
  ]);
});

test("a join with a cursor is followed by what lies behind it", () => {
  const room = openRoom();
  const alice = room.enter("alice");
  alice.say({ type: "join", room: "tea" });
  for (const msg of ["one", "two", "three"]) alice.say({ type: "broadcast", room: "tea", msg });
  room.scheduler.turns();
  const bob = room.enter("bob");
  bob.say({ type: "join", room: "tea", after: 1 });
  room.scheduler.turns();
  expect(bob.news().map(({ msg }) => msg)).toEqual([undefined, "two", "three", "bob joined the room"]);
});
