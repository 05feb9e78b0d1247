/** What a stream took, and what waits for that. */
import { expect, test } from "bun:test";
import { FlushTracker } from "../../../src/client/stream/flush-tracker.ts";
import { message, sitDown } from "../terminal/harness.ts";

function open() {
  const tracker = new FlushTracker();
  const called: string[] = [];
  return { tracker, called, wait: (name: string) => tracker.whenFlushed(() => void called.push(name)) };
}

test("FlushTracker calls at once when nothing is on its way", () => {
  const { tracker, called, wait } = open();
  wait("a");
  const done = tracker.callback();
  done();
  wait("b");
  expect(called).toEqual(["a", "b"]);
});

test("FlushTracker calls when all that was written before is taken, and not for what was written since", () => {
  const { tracker, called, wait } = open();
  const [one, two] = [tracker.callback(), tracker.callback()];
  wait("a");
  const three = tracker.callback();
  one();
  expect(called).toEqual([]);
  two(null);
  expect(called).toEqual(["a"]);
  three();
  expect(called).toEqual(["a"]);
});

test("FlushTracker makes the first and the latest call of many, so that a stream which always lags is no end of waiting", () => {
  const { tracker, called, wait } = open();
  const writes = ["a", "b", "c"].map((name) => {
    const done = tracker.callback();
    wait(name);
    return done;
  });
  for (const done of writes) done();
  expect(called).toEqual(["a", "c"]);
  wait("d");
  expect(called).toEqual(["a", "c", "d"]);
});

test("FlushTracker of a stream that broke calls nothing any more", () => {
  const { tracker, called, wait } = open();
  const [one, two] = [tracker.callback(), tracker.callback()];
  wait("a");
  one(new Error("EPIPE"));
  two();
  wait("b");
  expect(called).toEqual([]);
});

test("FlushTracker counts a write that is taken out of order only with all before it", () => {
  const { tracker, called, wait } = open();
  const [one, two] = [tracker.callback(), tracker.callback()];
  wait("a");
  tracker.whenIdle(() => void called.push("idle"));
  two();
  expect(called).toEqual([]);
  one();
  expect(called).toEqual(["a", "idle"]);
});

test("FlushTracker is idle at once when nothing is on its way, and when a stream that broke took all back", () => {
  const { tracker, called, wait } = open();
  tracker.whenIdle(() => void called.push("none"));
  const done = tracker.callback();
  wait("a");
  tracker.whenIdle(() => void called.push("broken"));
  done(new Error("EPIPE"));
  expect(called).toEqual(["none", "broken"]);
});

test("openTerminal calls what waits to be shown when the terminal took the frame with it, and not if it is lost", async () => {
  const seat = sitDown();
  // The first frame is taken in a microtask.
  await Promise.resolve();
  seat.output.held = [];
  let shown = 0;
  seat.show(message("bob", "hi"));
  seat.face.whenShown(() => void (shown += 1));
  seat.clock.advance(100);
  expect(shown).toBe(0);
  for (const done of seat.output.held.splice(0)) done();
  expect(shown).toBe(1);
  seat.face.whenShown(() => void (shown += 1));
  seat.clock.advance(100);
  expect(shown).toBe(2);
  seat.output.takes = false;
  seat.show(message("bob", "one more"), message("bob", "and one"));
  seat.output.emit("close");
  seat.face.whenShown(() => void (shown += 1));
  seat.clock.advance(100);
  expect(shown).toBe(2);
});
