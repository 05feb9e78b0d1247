/** The texts that are being written, on disk: soon, whole, and gone when they were sent. */
import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { draftFile } from "../../../../src/client/terminal/input/draft-file.ts";
import { draftBytesMax, draftPauseMs } from "../../../../src/client/limits.ts";
import { messageBytesMax } from "../../../../src/protocol/limits.ts";
import { FakeClock } from "../harness.ts";

const parent = mkdtempSync(join(tmpdir(), "chat-draft-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

function begin(path = join(mkdtempSync(join(parent, "d-")), "draft")) {
  const clock = new FakeClock();
  const draft = draftFile(() => path, clock);
  const onDisk = (): unknown => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);
  return { path, clock, draft, onDisk };
}

describe("draftFile", () => {
  test("has the text on disk soon after it began, also while somebody goes on writing", () => {
    const { clock, draft, onDisk } = begin();
    for (const text of ["h", "ha", "hal"]) {
      draft.keep("lobby", text);
      clock.advance(draftPauseMs / 2);
    }
    expect(onDisk()).toEqual({ lobby: "ha" });
    clock.advance(draftPauseMs);
    expect(onDisk()).toEqual({ lobby: "hal" });
  });

  test("gives the texts of all conversations to the next run", () => {
    const { path, draft } = begin();
    draft.keep("@bob", "half a thought\n你好");
    draft.keep("lobby", "another");
    draft.flush();
    expect(begin(path).draft.texts).toEqual(
      new Map([
        ["@bob", "half a thought\n你好"],
        ["lobby", "another"],
      ]),
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(["draft"]);
  });

  test.each(["half a thought", "{}: is that JSON?", `["no object"]`, `{"a": 1}`])(
    "takes a file that holds one text for the lobby's: %s",
    (text) => {
      const { path } = begin();
      writeFileSync(path, text);
      expect(begin(path).draft.texts).toEqual(new Map([["lobby", text]]));
    },
  );

  test("keeps a text gone at once when it was sent or erased, and the others there", () => {
    const { draft, clock, onDisk } = begin();
    draft.keep("tea", "whole");
    draft.keep("lobby", "half");
    draft.flush();
    draft.keep("lobby", "");
    expect(onDisk()).toEqual({ tea: "whole" });
    draft.keep("tea", "");
    expect(onDisk()).toBeUndefined();
    clock.advance(draftPauseMs);
    expect(onDisk()).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  test("writes nothing for a text that was sent before it came to the disk", () => {
    const { draft, clock, onDisk } = begin();
    draft.keep("lobby", "hi");
    draft.keep("lobby", "");
    clock.advance(draftPauseMs);
    expect(onDisk()).toBeUndefined();
  });

  test.each([" with a space in front", "/login secret", "x".repeat(draftBytesMax + 1)])(
    "keeps no text that is not to be found again %#",
    (text) => {
      const { draft, onDisk } = begin();
      draft.keep("lobby", "half");
      draft.flush();
      draft.keep("lobby", text);
      draft.flush();
      expect(onDisk()).toBeUndefined();
    },
  );

  test("keeps a text that is too long for a message", () => {
    const { draft, onDisk } = begin();
    const text = "x".repeat(messageBytesMax + 1);
    draft.keep("lobby", text);
    draft.flush();
    expect(onDisk()).toEqual({ lobby: text });
  });

  test("keeps of more than a file may hold what was written to last, so that the next run reads it", () => {
    const { path, draft } = begin();
    const long = "x".repeat(draftBytesMax / 2);
    for (const name of ["one", "two", "three"])
      draft.keep(name, `${name} ${long}`.slice(0, long.length - 40));
    draft.flush();
    expect(statSync(path).size).toBeLessThanOrEqual(draftBytesMax);
    expect(Array.from(begin(path).draft.texts.keys())).toEqual(["two", "three"]);
    draft.keep("two", "y".repeat(long.length - 40));
    draft.keep("one", "short");
    draft.flush();
    expect(Array.from(begin(path).draft.texts.keys())).toEqual(["three", "two", "one"]);
    draft.keep("four", long.slice(50));
    draft.flush();
    expect(Array.from(begin(path).draft.texts.keys())).toEqual(["two", "one", "four"]);
  });

  test.each([
    [draftBytesMax, draftBytesMax],
    [draftBytesMax + 1, 0],
  ])("reads of a file of %i bytes %i", (size, read) => {
    const { path } = begin();
    writeFileSync(path, "x".repeat(size));
    expect(begin(path).draft.texts.get("lobby")?.length ?? 0).toBe(read);
  });

  test.each([
    [messageBytesMax, false],
    [messageBytesMax + 1, true],
  ])(
    "keeps a text of %i bytes that begins with a space only if it is too long for a message",
    (size, kept) => {
      const { draft, onDisk } = begin();
      draft.keep("lobby", ` ${"x".repeat(size - 1)}`);
      draft.flush();
      expect(onDisk() !== undefined).toBe(kept);
    },
  );

  test("shows nothing that would move somebody's cursor", () => {
    const { path } = begin();
    writeFileSync(path, JSON.stringify({ tea: "\u001b[2Jhalf" }));
    expect(begin(path).draft.texts).toEqual(new Map([["tea", "half"]]));
  });

  test("is nowhere without a place", () => {
    const draft = draftFile(() => undefined, new FakeClock());
    draft.keep("lobby", "half");
    draft.flush();
    expect(draft.texts.size).toBe(0);
  });
});
