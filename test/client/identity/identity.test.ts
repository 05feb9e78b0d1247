/** Who somebody is from one run to the next: for one client at a time, with as few writes as will do, and no litter. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identityFile } from "../../../src/client/identity/identity-file.ts";
import { Identity } from "../../../src/client/identity/identity.ts";
import type { KeyedRequest } from "../../../src/client/session/outbox.ts";
import { lastNickname } from "../../../src/client/identity/recent-servers.ts";
import type { SavedSession } from "../../../src/client/session/saved-session.ts";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";
import { identityPauseMs } from "../../../src/client/limits.ts";
import { FakeClock } from "../terminal/harness.ts";

const parent = mkdtempSync(join(tmpdir(), "chat-identity-"));
const fresh = (): string => mkdtempSync(join(parent, "state-"));
const place = { host: "example.org", port: 5000 };
const seen = (seq: number): SavedSession => ({
  ...emptySavedSession,
  token: "t",
  rooms: new Map([["lobby", seq]]),
});
const said: KeyedRequest = { type: "broadcast", room: "lobby", text: "hi", key: "k" };

afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Somebody who was let in. */
function arrived(folder: string, nickname = "Ann", clock = new FakeClock()): Identity {
  const identity = new Identity({ folder, ...place, clock });
  identity.restore(nickname);
  identity.save(nickname, seen(1));
  return identity;
}

describe("Identity", () => {
  test("gives the next run what this one left", () => {
    const folder = fresh();
    const first = arrived(folder);
    first.journal([said], []);
    first.release();
    expect(new Identity({ folder, ...place }).restore("ann")).toEqual({ ...seen(1), unsent: [said] });
  });

  test("is a stranger under a nickname that another client uses, and knows it again afterwards", () => {
    const folder = fresh();
    const first = arrived(folder);
    // A lock of one's own process is one that was left behind: this is somebody else's, who is alive.
    const lock = join(folder, "identities", "example.org%3A5000", "ann.json.lock");
    writeFileSync(lock, String(process.ppid));
    const second = new Identity({ folder, ...place });
    expect(second.restore("ann")).toBeUndefined();
    // That is no disk that refuses.
    expect(second.refused).toBe(false);
    expect(second.pathFor("draft")).toBeUndefined();
    second.journal([said], []);
    expect(second.kept).toBe(0);
    first.release();
    expect(second.restore("ann")).toMatchObject(seen(1));
  });

  test("is refused by a disk that takes no files, and where there is no folder", () => {
    const blocked = join(fresh(), "blocked");
    writeFileSync(blocked, "");
    for (const folder of [blocked, undefined]) {
      const identity = new Identity({ folder, ...place });
      expect([identity.refused, identity.restore("ann"), identity.refused]).toEqual([false, undefined, true]);
    }
  });

  test("writes at once, then not more often than once a second, and at the end what is left", () => {
    const folder = fresh();
    const clock = new FakeClock();
    const identity = arrived(folder, "ann", clock);
    expect(lastSeen(folder)).toBe(1);
    for (let seq = 2; seq < 1_000; seq += 1) identity.save("ann", seen(seq));
    expect(lastSeen(folder)).toBe(1);
    clock.advance(identityPauseMs);
    expect(lastSeen(folder)).toBe(999);
    identity.save("ann", seen(1_000));
    expect(lastSeen(folder)).toBe(999);
    identity.release();
    expect(lastSeen(folder)).toBe(1_000);
    expect(clock.timers).toBe(0);
  });

  test("leaves nothing behind of a nickname that was never let in", () => {
    const folder = fresh();
    const identity = new Identity({ folder, ...place });
    identity.restore("ann");
    identity.restore("bob");
    identity.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("goes on under another nickname with all its files, and leaves the old one", () => {
    const folder = fresh();
    const identity = arrived(folder);
    identity.journal([said], []);
    writeFileSync(identity.pathFor("draft") ?? "", "half a tho");
    identity.save("Bea", seen(2));
    expect(files(folder)).toEqual(["bea.draft", "bea.journal", "bea.json", "bea.json.lock"]);
    expect(identity.kept).toBe(1);
    identity.journal([], ["k"]);
    identity.release();
    expect(files(folder)).toEqual(["bea.draft", "bea.json"]);
    expect(lastNickname(folder, place)).toBe("Bea");
  });

  test("stays where it is when another client uses the new nickname's files", () => {
    const folder = fresh();
    const identity = arrived(folder);
    writeFileSync(join(folder, "identities", "example.org%3A5000", "bea.json.lock"), String(process.ppid));
    identity.save("Bea", seen(2));
    identity.release();
    expect(files(folder)).toEqual(["ann.json", "bea.json.lock"]);
  });

  test("takes along what was written in this run when another nickname has to be taken", () => {
    const folder = fresh();
    const first = new Identity({ folder, ...place });
    first.restore("ann");
    first.journal([said], []);
    expect(first.restore("bea")).toBeUndefined();
    first.journal([said], []);
    first.release();
    expect(new Identity({ folder, ...place }).restore("ann")).toBeUndefined();
    expect(new Identity({ folder, ...place }).restore("bea")?.unsent).toEqual([said]);
  });

  test("keeps an unsent message also of somebody who was never let in", () => {
    const folder = fresh();
    const identity = new Identity({ folder, ...place });
    identity.restore("ann");
    identity.journal([said], []);
    identity.release();
    expect(new Identity({ folder, ...place }).restore("ann")?.unsent).toEqual([said]);
  });
});

/** What is on disk. */
function lastSeen(folder: string): number | undefined {
  return identityFile(folder, "example.org:5000", "ann").read()?.rooms.get("lobby");
}

function files(folder: string): readonly string[] {
  return readdirSync(join(folder, "identities", "example.org%3A5000")).toSorted();
}
