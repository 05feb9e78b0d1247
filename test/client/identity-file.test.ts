/** What is remembered of who somebody was: whole or not at all, for its owner alone, for each place and nickname. */
import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identityFile } from "../../src/client/identity-file.ts";

const parent = mkdtempSync(join(tmpdir(), "chat-identity-"));
const fresh = (): string => mkdtempSync(join(parent, "state-"));
const remembered = { token: "t", mailboxSeq: 7 } as const;

afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("identityFile", () => {
  test("gives back what was kept last", () => {
    const folder = fresh();
    identityFile(folder, "host:1", "alice").write({ token: "old", mailboxSeq: 1 });
    identityFile(folder, "host:1", "alice").write(remembered);
    expect(identityFile(folder, "host:1", "alice").read()).toEqual(remembered);
  });

  test("keeps places and nicknames apart, and letters' case together", () => {
    const folder = fresh();
    identityFile(folder, "host:1", "Alice").write(remembered);
    expect(identityFile(folder, "host:1", "aLICE").read()).toEqual(remembered);
    expect(identityFile(folder, "host:2", "alice").read()).toBeUndefined();
    expect(identityFile(folder, "host:1", "bob").read()).toBeUndefined();
  });

  test("is readable for its owner alone, and so are its folders", () => {
    const folder = fresh();
    identityFile(folder, "host:1", "alice").write(remembered);
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
    identityFile(folder, address, nickname).write(remembered);
    expect(filesIn(folder)).toHaveLength(1);
    expect(identityFile(folder, address, nickname).read()).toEqual(remembered);
  });

  test("leaves nothing half-written behind", () => {
    const folder = fresh();
    const file = identityFile(folder, "host:1", "alice");
    for (let seq = 0; seq < 50; seq += 1) file.write({ token: "t".repeat(200), mailboxSeq: seq });
    expect(filesIn(folder)).toHaveLength(1);
    expect(file.read()?.mailboxSeq).toBe(49);
  });

  test("never changes the file in its place, so that a reader sees the old one or the new one whole", () => {
    const folder = fresh();
    const file = identityFile(folder, "host:1", "alice");
    file.write(remembered);
    const [path = ""] = filesIn(folder);
    const before = statSync(join(folder, path)).ino;
    file.write({ ...remembered, mailboxSeq: 8 });
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
    file.write(remembered);
    const [path = ""] = filesIn(folder);
    writeFileSync(join(folder, path), content);
    expect(file.read()).toBeUndefined();
    file.write(remembered);
    expect(file.read()).toEqual(remembered);
  });

  test("costs nothing but the memory where the disk refuses", () => {
    const folder = join(fresh(), "file");
    writeFileSync(folder, "not a folder");
    const file = identityFile(folder, "host:1", "alice");
    file.write(remembered);
    expect(file.read()).toBeUndefined();
    expect(readFileSync(folder, "utf8")).toBe("not a folder");
  });

  const isRoot = process.getuid?.() === 0;
  test.skipIf(isRoot)(
    `reads nothing that it may not${isRoot ? " (skipped: root may read everything)" : ""}`,
    () => {
      const folder = fresh();
      const file = identityFile(folder, "host:1", "alice");
      file.write(remembered);
      const [path = ""] = filesIn(folder);
      chmodSync(join(folder, path), 0);
      expect(file.read()).toBeUndefined();
    },
  );
});

/** All files below a folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
}
