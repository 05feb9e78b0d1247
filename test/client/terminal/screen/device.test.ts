/** What is listened to at a terminal and how it is left. */
import { EventEmitter } from "node:events";
import { expect, test } from "bun:test";
import { enterModes, leaveModes, listen, sizeOf } from "../../../../src/client/terminal/screen/device.ts";
import { FakeOutput, message, sitDown } from "../harness.ts";

class Input extends EventEmitter {
  readonly told: string[];

  constructor(told: string[]) {
    super();
    this.told = told;
  }

  setRawMode(raw: boolean): void {
    this.told.push(`raw ${raw}`);
  }

  resume(): void {
    this.told.push("resume");
  }

  pause(): void {
    this.told.push("pause");
  }
}

/** Both ends of a terminal, and what is done to them, in order. */
function open() {
  const told: string[] = [];
  const [input, output] = [new Input(told), new FakeOutput(80, 24, "all")];
  const write = (text: string): boolean => told.push(text) > 0;
  return { told, input, output: Object.assign(output, { write }) };
}

test.each([
  [0, 0, 80, 24],
  [1, 0, 1, 24],
  [0, 1, 80, 1],
  [132, 43, 132, 43],
])("sizeOf a terminal of %i columns and %i rows", (columns, rows, width, height) => {
  expect(sizeOf(Object.assign(open().output, { columns, rows }))).toEqual({ columns: width, rows: height });
});

test("listen tells each thing that happens at a terminal", () => {
  const { input, output } = open();
  const heard: string[] = [];
  const note = (what: string) => (): void => void heard.push(what);
  listen(input, output, {
    data: (chunk) => void heard.push(`data ${String(chunk)}`),
    resize: note("resize"),
    drain: note("drain"),
    lost: note("lost"),
  });
  input.emit("data", "x");
  for (const name of ["resize", "drain"]) output.emit(name);
  expect(heard.splice(0)).toEqual(["data x", "resize", "drain"]);
  for (const name of ["end", "error"]) input.emit(name);
  for (const name of ["error", "close"]) output.emit(name);
  expect(heard).toEqual(["lost", "lost", "lost", "lost"]);
});

test("listen leaves nothing behind but what takes errors, which would end the program", () => {
  const { input, output } = open();
  const nothing = (): void => undefined;
  const release = listen(input, output, { data: nothing, resize: nothing, drain: nothing, lost: nothing });
  release();
  const names = ["data", "end", "error", "resize", "drain", "close"];
  const left = [input, output].map((stream) => names.filter((name) => stream.listenerCount(name) > 0));
  expect(left).toEqual([["error"], ["error", "close"]]);
});

test("enterModes and leaveModes put a terminal into raw mode and back, the mode before the last write", () => {
  const { told, input, output } = open();
  enterModes(input, output, "<more>");
  leaveModes(input, output, { more: "<less>" });
  expect(told).toEqual(["raw true", "\x1b[?2004h<more>", "raw false", "<less>\x1b[?2004l\x1b[?7h\x1b[?25h"]);
});

test("close leaves no timer for an Escape, a countdown or somebody who is writing, and nothing is shown later", async () => {
  const seat = sitDown();
  const online = { type: "link", link: { state: "online", nickname: "alice", server: "home" } } as const;
  const offline = { type: "link", link: { state: "offline", reason: "Gone.", retryInMs: 2_500 } } as const;
  seat.show(online, offline, { type: "typing", conversation: "lobby", nickname: "bob" });
  seat.input.emit("data", "\x1b");
  expect(seat.clock.timers).toBeGreaterThan(2);
  await seat.face.close();
  expect(seat.clock.timers).toBe(0);
  const count = seat.output.written.length;
  seat.show(message("bob", "late"), online, offline);
  expect([seat.output.written.length, seat.clock.timers]).toEqual([count, 0]);
});
