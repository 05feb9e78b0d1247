/** A clock that is set wrong for a while costs no message, however short `--keep` is; a right one deletes as it should. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { steadyClockMs, steadyClockQuietLogMs } from "../../src/log/limits.ts";
import type { Retention } from "../../src/log/log.ts";
import { sqliteLog } from "../../src/log/sqlite.ts";
import { testTimeoutMs } from "../support/hang-guard.ts";
import { FakeScheduler } from "../support/fake-scheduler.ts";
import { openRoom } from "../support/room.ts";
import { StoreFolders, draft, openStore, textsOf } from "../support/sqlite-store.ts";

// Hours of maintenance, twenty steps a second, over a real store.
setDefaultTimeout(testTimeoutMs);

const folders = new StoreFolders();
const dayMs = 86_400_000;
const startMs = new FakeScheduler().now();

afterAll(() => folders.remove());

/** Messages of the last 80 days, and one that is older than 90; a server opens over them, and time goes its way. */
function keptAfter(
  live: (scheduler: FakeScheduler, say: () => void) => void,
  newestDays = 0,
): readonly string[] {
  const folder = folders.fresh();
  {
    using store = openStore(folder);
    const ages = [100, 80, 40, 20, newestDays];
    store.log.propose(ages.map((days) => draft(`${days}`, { time: startMs - days * dayMs })));
  }
  const retention: Retention = { ageMsMax: 90 * dayMs };
  const { scheduler, enter, hub } = openRoom((listener) => sqliteLog({ folder, retention }, listener));
  live(scheduler, () => enter("ann").say({ type: "broadcast", msg: "now" }));
  void hub.stop();
  scheduler.pass(10_000);
  using store = openStore(folder);
  return textsOf(store.log);
}

const all = ["100", "80", "40", "20", "0"];

test("a server deletes what is too old when its clock was steady", () => {
  expect(keptAfter((scheduler) => scheduler.pass(steadyClockMs + 1_000))).toEqual(all.slice(1));
});

test("a server deletes nothing by age just after its start", () => {
  expect(keptAfter((scheduler) => scheduler.pass(steadyClockMs - 1_000))).toEqual(all);
});

test.each([
  ["ahead by 200 days for some minutes, and messages come meanwhile", -200],
  ["back by 200 days", 200],
])("a server whose clock jumps %s loses nothing", (_, days) => {
  const kept = keptAfter((scheduler, say) => {
    scheduler.pass(60_000);
    scheduler.setBack(days * dayMs);
    scheduler.pass(1_000);
    say();
    scheduler.pass(steadyClockMs - 60_000);
    scheduler.setBack(-days * dayMs);
    scheduler.pass(steadyClockMs - 1_000);
  });
  expect(kept).toEqual([...all, "now"]);
});

test("a server that is started with a clock 200 days ahead loses nothing while it is set right within the hour", () => {
  const kept = keptAfter((scheduler) => {
    scheduler.setBack(-200 * dayMs);
    scheduler.pass(steadyClockQuietLogMs - 2_000);
    scheduler.setBack(200 * dayMs);
    scheduler.pass(steadyClockMs - 1_000);
  });
  expect(kept).toEqual(all);
});

test("a server deletes a log in which nobody has spoken for longer than is kept, after an hour", () => {
  const kept = keptAfter((scheduler) => scheduler.pass(steadyClockQuietLogMs + 1_000), 95);
  expect(kept).toEqual(["80", "40", "20", "95"]);
});

test("a server whose clock is set back by 200 days for long keeps what then looks as if it came from the future", () => {
  const kept = keptAfter((scheduler, say) => {
    scheduler.setBack(200 * dayMs);
    scheduler.pass(1_000);
    say();
    scheduler.pass(steadyClockQuietLogMs + 1_000);
  });
  expect(kept).toEqual([...all, "now"]);
});
