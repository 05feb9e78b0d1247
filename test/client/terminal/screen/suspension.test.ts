/** Whose the terminal is, and when. */
import { expect, test } from "bun:test";
import { pasteTimeoutMs } from "../../../../src/client/limits.ts";
import type { Seat } from "../harness.ts";
import { sitDown } from "../harness.ts";

test("Ctrl-Z gives the terminal back, and it is taken again when the program goes on", async () => {
  const seat = sitDown();
  seat.type("draft\x1a");
  await seat.lines();
  expect([seat.suspended(), seat.input.raw]).toEqual([1, false]);
  seat.output.emulator.write("$ fg\r\n");
  seat.proceed();
  seat.proceed();
  seat.clock.advance(100);
  expect(seat.input.raw).toBe(true);
  expect(await seat.lines()).toEqual(["$ fg", "> draft"]);
});

test("openTerminal gives the terminal back also when somebody else stops the program", async () => {
  const seat = sitDown();
  seat.type("draft");
  seat.stop();
  await seat.lines();
  expect([seat.suspended(), seat.input.raw]).toEqual([1, false]);
  seat.stop();
  expect(seat.suspended()).toBe(1);
  seat.proceed();
  seat.clock.advance(100);
  expect(seat.input.raw).toBe(true);
  expect(await seat.lines()).toEqual(["> draft"]);
});

test("openTerminal stops with its editor, whose terminal stays as it is", async () => {
  const { promise } = Promise.withResolvers<{ type: "failed"; editor: string }>();
  const seat = sitDown({ openEditor: () => promise });
  seat.type("\x1be");
  await seat.lines();
  seat.stop();
  seat.proceed();
  expect([seat.suspended(), seat.input.raw]).toEqual([1, false]);
});

test("openTerminal is suspended for the editor with the draft, and takes over what was written", async () => {
  const opened: string[] = [];
  const { promise, resolve } = Promise.withResolvers<{ type: "written"; text: string }>();
  const seat = sitDown({
    openEditor: (text) => {
      opened.push(text);
      return promise;
    },
  });
  seat.type("old\x1be");
  await seat.lines();
  expect([opened, seat.input.raw, seat.input.paused]).toEqual([["old"], false, true]);
  seat.type("for the editor");
  seat.output.emulator.write("what an editor shows\r\n");
  seat.proceed();
  expect(seat.input.raw).toBe(false);
  seat.show({ type: "said", text: "meanwhile" });
  resolve({ type: "written", text: "new\nlines\n" });
  await new Promise(setImmediate);
  seat.clock.advance(100);
  expect(await seat.lines()).toEqual(["what an editor shows", "      - meanwhile", "> new", "  lines"]);
  expect([seat.input.raw, seat.input.paused, seat.submitted]).toEqual([true, false, []]);
  seat.type("\x1f");
  expect((await seat.lines()).at(-1)).toBe("> old");
});

test.each([
  ["the editor", "\x1be", 0],
  ["the shell", "\x1a", 1],
])("openTerminal handles no key behind the one that suspends it for %s", async (_, key, suspended) => {
  const seat = sitDown({ openEditor: () => Promise.resolve({ type: "failed", editor: "vi" }) });
  // In one chunk, as they come from a terminal that was slow.
  seat.type(`old${key}typed for somebody else\r`);
  await seat.lines();
  await new Promise(setImmediate);
  seat.proceed();
  seat.clock.advance(100);
  expect([seat.submitted, seat.suspended()]).toEqual([[], suspended]);
  expect((await seat.lines()).at(-1)).toBe("> old");
});

test.each([
  ["the editor", (seat: Seat) => seat.show({ type: "edit" })],
  ["the shell", (seat: Seat) => seat.stop()],
])("openTerminal takes nothing of a paste without an end while it is suspended for %s", (_, suspend) => {
  const seat = sitDown({ openEditor: () => new Promise(() => undefined) });
  seat.type("\x1b[200~half a paste");
  suspend(seat);
  seat.clock.advance(pasteTimeoutMs);
  expect(seat.typed()).toBe(0);
});

test("openTerminal opens the editor when it is told to, and says when there is none", async () => {
  const seat = sitDown({ columns: 80 });
  seat.show({ type: "edit" });
  await seat.lines();
  await new Promise(setImmediate);
  seat.clock.advance(100);
  expect(await seat.lines()).toEqual([
    "      ! There is no editor none. Name yours in the variable VISUAL or EDITOR.",
    ">",
  ]);
});

test("close ends the editor, and waits until it has", async () => {
  let ended = false;
  const seat = sitDown({
    openEditor: (_text, signal) => {
      const { promise, resolve } = Promise.withResolvers<{ type: "failed"; editor: string }>();
      signal.addEventListener("abort", () => {
        ended = true;
        resolve({ type: "failed", editor: "vi" });
      });
      return promise;
    },
  });
  seat.type("\x1be");
  await seat.lines();
  await seat.face.close();
  expect([ended, seat.clock.timers, seat.input.raw, seat.input.paused]).toEqual([true, 0, false, true]);
});
