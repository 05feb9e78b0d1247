/** The text that is being written, on disk: soon, whole, and gone when it was sent. */
import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { draftFile } from "../../../src/client/terminal/draft-file.ts";
import { draftBytesMax, draftPauseMs, messageBytesMax } from "../../../src/protocol/limits.ts";
import { FakeClock } from "./harness.ts";

const parent = mkdtempSync(join(tmpdir(), "chat-draft-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

function begin(path = join(mkdtempSync(join(parent, "d-")), "draft")) {
  const clock = new FakeClock();
  const draft = draftFile(() => path, clock);
  const onDisk = (): string | undefined => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
  return { path, clock, draft, onDisk };
}

describe("draftFile", () => {
  test("has the text on disk soon after it began, also while somebody goes on writing", () => {
    const { clock, draft, onDisk } = begin();
    for (const text of ["h", "ha", "hal"]) {
      draft.keep(text);
      clock.advance(draftPauseMs / 2);
    }
    expect(onDisk()).toBe("ha");
    clock.advance(draftPauseMs);
    expect(onDisk()).toBe("hal");
  });

  test("gives it to the next run", () => {
    const { path, draft } = begin();
    draft.keep("half a thought\n你好");
    draft.flush();
    expect(begin(path).draft.text).toBe("half a thought\n你好");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(["draft"]);
  });

  test("is gone at once when the text was sent or erased", () => {
    const { draft, clock, onDisk } = begin();
    draft.keep("half");
    draft.flush();
    draft.keep("");
    expect(onDisk()).toBeUndefined();
    clock.advance(draftPauseMs);
    expect(onDisk()).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  test("writes nothing for a text that was sent before it came to the disk", () => {
    const { draft, clock, onDisk } = begin();
    draft.keep("hi");
    draft.keep("");
    clock.advance(draftPauseMs);
    expect(onDisk()).toBeUndefined();
  });

  test.each([" with a space in front", "/login secret", "x".repeat(draftBytesMax + 1)])(
    "keeps no text that is not to be found again %#",
    (text) => {
      const { draft, onDisk } = begin();
      draft.keep("half");
      draft.flush();
      draft.keep(text);
      draft.flush();
      expect(onDisk()).toBeUndefined();
    },
  );

  test("keeps a text that is too long for a message", () => {
    const { draft, onDisk } = begin();
    const text = "x".repeat(messageBytesMax + 1);
    draft.keep(text);
    draft.flush();
    expect(onDisk()).toBe(text);
  });

  test("shows nothing that would move somebody's cursor", () => {
    const { path } = begin();
    writeFileSync(path, "\u001b[2Jhalf");
    expect(begin(path).draft.text).toBe("half");
  });

  test("is nowhere without a place", () => {
    const draft = draftFile(() => undefined, new FakeClock());
    draft.keep("half");
    draft.flush();
    expect(draft.text).toBe("");
  });
});
