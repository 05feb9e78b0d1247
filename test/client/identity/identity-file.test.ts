/** What is remembered of who somebody was: whole or not at all, for its owner alone, for each place and nickname. */
import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identityFile, serversIn } from "../../../src/client/identity/identity-file.ts";
import type { RecentServer } from "../../../src/client/identity/identity-file.ts";
import { roomsPerSessionMax } from "../../../src/protocol/limits.ts";
import type { SavedSession } from "../../../src/client/session/saved-session.ts";
import { emptySavedSession } from "../../../src/client/session/saved-session.ts";

const parent = mkdtempSync(join(tmpdir(), "chat-identity-"));
const fresh = (): string => mkdtempSync(join(parent, "state-"));
const remembered: SavedSession = { ...emptySavedSession, token: "t", mailboxSeq: 7 };
const place: RecentServer = { host: "host", port: 1, nickname: "Alice", joinedAt: 5 };

afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("identityFile", () => {
  test("gives back what was kept last", () => {
    const folder = fresh();
    identityFile(folder, "host:1", "alice").write({ ...emptySavedSession, token: "old" }, place);
    identityFile(folder, "host:1", "alice").write(remembered, place);
    expect(identityFile(folder, "host:1", "alice").read()).toEqual(remembered);
  });

  test("gives back as many rooms as a session may be in, those that were kept first", () => {
    const rooms = new Map(
      Array.from({ length: roomsPerSessionMax + 1 }, (_, index) => [`room${index}`, index]),
    );
    const file = identityFile(fresh(), "host:1", "alice");
    file.write({ ...remembered, rooms }, place);
    expect(Array.from(file.read()?.rooms ?? [])).toEqual([...rooms].slice(0, roomsPerSessionMax));
  });

  test("keeps places and nicknames apart, and letters' case together", () => {
    const folder = fresh();
    identityFile(folder, "host:1", "Alice").write(remembered, place);
    expect(identityFile(folder, "host:1", "aLICE").read()).toEqual(remembered);
    expect(identityFile(folder, "host:2", "alice").read()).toBeUndefined();
    expect(identityFile(folder, "host:1", "bob").read()).toBeUndefined();
  });

  test("is readable for its owner alone, and so are its folders", () => {
    const folder = fresh();
    identityFile(folder, "host:1", "alice").write(remembered, place);
    const [path = ""] = filesIn(folder);
    expect(statSync(join(folder, path)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "identities")).mode & 0o777).toBe(0o700);
  });

  test.each([
    ["host:1", "../../../escape"],
    ["../../escape", "alice"],
    ["[::1]:12231", "小明"],
    ["host:1", ".."],
    ["host:1", "a/b\\c*?"],
  ])("stays in its folder for %s and %s", (address, nickname) => {
    const folder = fresh();
    identityFile(folder, address, nickname).write(remembered, place);
    expect(filesIn(folder)).toHaveLength(1);
    expect(identityFile(folder, address, nickname).read()).toEqual(remembered);
  });

  test("leaves nothing half-written behind", () => {
    const folder = fresh();
    const file = identityFile(folder, "host:1", "alice");
    for (let seq = 0; seq < 50; seq += 1)
      file.write({ ...remembered, token: "t".repeat(200), mailboxSeq: seq }, place);
    expect(filesIn(folder)).toHaveLength(1);
    expect(file.read()?.mailboxSeq).toBe(49);
  });

  test("never changes the file in its place, so that a reader sees the old one or the new one whole", () => {
    const folder = fresh();
    const file = identityFile(folder, "host:1", "alice");
    file.write(remembered, place);
    const [path = ""] = filesIn(folder);
    const before = statSync(join(folder, path)).ino;
    file.write({ ...remembered, mailboxSeq: 8 }, place);
    expect(statSync(join(folder, path)).ino).not.toBe(before);
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    `{"token":1,"mailboxSeq":1}`,
    `{"token":"t","mailboxSeq":-1}`,
    `{"token":"t"}`,
  ])("takes %j for nothing, and is written anew", (content) => {
    const folder = fresh();
    const file = identityFile(folder, "host:1", "alice");
    file.write(remembered, place);
    const [path = ""] = filesIn(folder);
    writeFileSync(join(folder, path), content);
    expect(file.read()).toBeUndefined();
    file.write(remembered, place);
    expect(file.read()).toEqual(remembered);
  });

  test("costs nothing but the memory where the disk refuses", () => {
    const folder = join(fresh(), "file");
    writeFileSync(folder, "not a folder");
    const file = identityFile(folder, "host:1", "alice");
    file.write(remembered, place);
    expect(file.read()).toBeUndefined();
    expect(readFileSync(folder, "utf8")).toBe("not a folder");
  });

  test("keeps rooms in their order, whatever their names, and everything else that is remembered", () => {
    const folder = fresh();
    const all: SavedSession = {
      token: undefined,
      mailboxSeq: 0,
      rooms: new Map([
        ["tea", 3],
        ["7", 1],
        ["__proto__", 2],
      ]),
      epochs: [{ id: "e1", first: 7 }],
      hidden: ["Eve"],
      notify: new Map([["@bob", "off"]]),
    };
    identityFile(folder, "host:1", "alice").write(all, place);
    const read = identityFile(folder, "host:1", "alice").read();
    expect(read).toEqual(all);
    expect(Array.from(read?.rooms.keys() ?? [])).toEqual(["tea", "7", "__proto__"]);
  });

  test("reads what the first version wrote", () => {
    const folder = fresh();
    const file = identityFile(folder, "host:1", "alice");
    file.write(remembered, place);
    writeFileSync(file.path, `{"token":"t","mailboxSeq":7}`);
    expect(file.read()).toEqual(remembered);
  });

  const isRoot = process.getuid?.() === 0;
  test.skipIf(isRoot)(
    `reads nothing that it may not${isRoot ? " (skipped: root may read everything)" : ""}`,
    () => {
      const folder = fresh();
      const file = identityFile(folder, "host:1", "alice");
      file.write(remembered, place);
      const [path = ""] = filesIn(folder);
      chmodSync(join(folder, path), 0);
      expect(file.read()).toBeUndefined();
    },
  );
});

describe("placesIn", () => {
  test("gives the places of all files, but of those that say none", () => {
    const folder = fresh();
    const other: RecentServer = { host: "::1", port: 2, nickname: "小明", joinedAt: 6 };
    identityFile(folder, "host:1", "alice").write(remembered, place);
    identityFile(folder, "[::1]:2", "小明").write(remembered, other);
    const old = identityFile(folder, "host:1", "bob");
    old.write(remembered, place);
    writeFileSync(old.path, `{"token":"t","mailboxSeq":7}`);
    writeFileSync(join(folder, "identities", "stray.json"), "{");
    expect(serversIn(folder).toSorted((one, two) => one.joinedAt - two.joinedAt)).toEqual([place, other]);
  });

  test("gives none where there is no folder", () => {
    expect(serversIn(join(fresh(), "none"))).toEqual([]);
  });
});

/** All files below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
}
