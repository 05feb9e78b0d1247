/** Whose text is in the editor, when the person goes from one conversation to another. */
import { expect, test } from "bun:test";
import { draftUnitsMax } from "../../../src/client/limits.ts";
import type { ShownEvent } from "../../../src/client/shown-event.ts";
import { Drafts } from "../../../src/client/terminal/input/drafts.ts";
import { draftOf } from "../../../src/client/terminal/input/draft.ts";
import { Composer } from "../../../src/client/terminal/composer.ts";
import type { Seat, SeatOptions } from "./harness.ts";
import { message, sitDown } from "./harness.ts";

function here(conversation: string): ShownEvent {
  return { type: "here", conversation, topic: "" };
}

const online: ShownEvent = { type: "link", link: { state: "online", nickname: "alice", server: "home" } };
const psst = message("bob", "psst", { to: "alice" });
const renamed = {
  type: "notice",
  event: "nick",
  room: "lobby",
  nickname: "bob",
  to: "rob",
  topic: "",
  time: 0,
} as const;

function arrive(options: SeatOptions = {}): {
  seat: Seat;
  prompt: (...shown: ShownEvent[]) => Promise<string>;
} {
  const seat = sitDown({ columns: 80, rows: 24, ...options });
  seat.show(online, here("lobby"));
  const prompt = async (...shown: ShownEvent[]): Promise<string> => {
    seat.show(...shown);
    return (await seat.lines()).at(-1) ?? "";
  };
  return { seat, prompt };
}

/** A writer without a terminal, who has just written a text. */
function write(text: string): { composer: Composer; type: (more: string) => void; drafts: Drafts } {
  const drafts = new Drafts({ texts: new Map(), keep: () => undefined, flush: () => undefined });
  const composer = new Composer(["an old line"], drafts);
  const type = (more: string): void => void composer.update({ ...composer.editor, draft: draftOf(more) });
  type(text);
  return { composer, type, drafts };
}

test("openTerminal leaves a text in the conversation it is meant for, and brings it back there", async () => {
  const { seat, prompt } = arrive();
  seat.show(psst, here("@bob"));
  seat.type("only for bob\x1b[D");
  expect(await prompt(here("lobby"))).toBe(">");
  seat.type("for all");
  expect(await prompt(here("@bob"))).toBe("@bob> only for bob");
  expect(await seat.output.emulator.beforeCursor()).toBe("@bob> only for bob");
  seat.type("\x1f");
  expect(await prompt(here("lobby"))).toBe("> for all");
});

test("openTerminal begins with the texts of the last run, each where it was being written", async () => {
  const kept: string[] = [];
  const draft = {
    texts: new Map([
      ["lobby", "for all"],
      ["@bob", "for bob"],
    ]),
    keep: (conversation: string, text: string) => void kept.push(`${conversation}: ${text}`),
    flush: () => undefined,
  };
  const { seat, prompt } = arrive({ draft });
  expect(await prompt(psst)).toBe("> for all");
  expect(await prompt(here("@bob"))).toBe("@bob> for bob");
  seat.type("\r");
  expect([seat.submitted, kept]).toEqual([["for bob"], ["@bob: "]]);
});

test("openTerminal takes a text along under the partner's new nickname, also while it is in an editor", async () => {
  const written = Promise.withResolvers<{ readonly type: "written"; readonly text: string }>();
  const { seat, prompt } = arrive({ openEditor: () => written.promise });
  seat.show(psst, here("@bob"));
  seat.type("half\x1be");
  seat.show(renamed, here("@rob"), here("lobby"));
  written.resolve({ type: "written", text: "half a thought" });
  await new Promise(setImmediate);
  seat.clock.advance(100);
  expect((await seat.lines()).at(-1)).toBe(">");
  expect(await prompt(here("@rob"))).toBe("@rob> half a thought");
});

test("Composer forgets the text of a conversation that is closed", () => {
  const { composer, drafts } = write("for all");
  composer.follow(here("tea"), "tea");
  composer.follow({ type: "left", conversation: "lobby" }, "tea");
  expect(drafts.textOf("lobby")).toBe("");
});

test("Composer takes what is typed behind /join for the room that lets one in later, but not what was there", () => {
  const { composer, type, drafts } = write("/join #Tea");
  composer.sent("/join #Tea");
  type("");
  type("ahead");
  const { editor } = composer;
  composer.follow(here("tea"), "tea");
  expect(composer.editor).toBe(editor);
  expect([composer.editor.draft.text, drafts.textOf("lobby"), drafts.textOf("tea")]).toEqual([
    "ahead",
    "",
    "ahead",
  ]);
  composer.follow(here("milk"), "milk");
  expect([composer.editor.draft.text, drafts.textOf("tea")]).toEqual(["", "ahead"]);
});

test("Composer puts what is typed behind /join behind what was being written in that room", () => {
  const { composer, type, drafts } = write("/join tea");
  drafts.keep("tea", "there");
  composer.sent("/join tea");
  type("ahead");
  composer.follow(here("tea"), "tea");
  expect([composer.editor.draft.text, drafts.textOf("tea")]).toEqual(["there ahead", "there ahead"]);
});

test("Composer takes nothing along when the room did not let one in", () => {
  const { composer, type } = write("");
  composer.sent("/join tea");
  composer.follow(here("lobby"), "lobby");
  type("for all");
  composer.follow(here("tea"), "tea");
  expect(composer.editor.draft.text).toBe("");
});

test("Composer keeps what was being written, not the earlier line that is looked at", () => {
  const { composer, drafts } = write("mine");
  const history = { ...composer.editor.history, at: 0, kept: draftOf("mine") };
  composer.update({ ...composer.editor, history, draft: draftOf("an old line") });
  expect(drafts.textOf("lobby")).toBe("mine");
  composer.follow(here("tea"), "tea");
  composer.follow(here("lobby"), "lobby");
  expect(composer.editor.draft.text).toBe("mine");
});

test("Composer keeps what was being written, not the line that is searched for", () => {
  const { composer, drafts } = write("mine");
  const search = { query: "old", at: 0, failed: false, kept: draftOf("mine") };
  composer.update({ ...composer.editor, search, draft: draftOf("an old line") });
  composer.follow(here("tea"), "tea");
  expect([drafts.textOf("lobby"), composer.editor.search]).toEqual(["mine", undefined]);
});

test("Composer shows both texts when a partner takes the nickname of another", () => {
  const { composer, type, drafts } = write("");
  drafts.keep("@rob", "to the old rob");
  composer.follow(here("@bob"), "@bob");
  type("to bob");
  composer.follow(renamed, "@rob");
  expect(composer.editor.draft.text).toBe("to the old rob\nto bob");
});

const refusal = (conversation: string, text: string, draft = true): ShownEvent => ({
  type: "refused",
  fault: { code: "storage" },
  text,
  returned: { conversation, text, draft },
});

test("openTerminal gives a refused text back to be written again, where nothing else is being written", async () => {
  const { seat, prompt } = arrive();
  seat.type("hello\r");
  expect(await prompt(refusal("lobby", "hello"))).toBe("> hello");
  expect(await seat.output.emulator.beforeCursor()).toBe("> hello");
  seat.type("\r");
  expect(seat.submitted).toEqual(["hello", "hello"]);
});

test("openTerminal puts no refused text into the question about a paste that was too long", async () => {
  const { seat, prompt } = arrive();
  seat.type(`\x1b[200~${"x".repeat(draftUnitsMax + 1)}\x1b[201~`);
  expect(await prompt(refusal("lobby", "hello"))).toBe(">");
  expect((await seat.lines()).join("\n")).toContain("Too long for a message");
  seat.type("\x1b[A");
  expect(await prompt()).toBe("> hello");
});

test("openTerminal leaves what is being written, and has a refused text behind the arrow key", async () => {
  const { seat, prompt } = arrive();
  seat.type("something else");
  expect(await prompt(refusal("lobby", "of an earlier run"))).toBe("> something else");
  seat.type("\x1b[A");
  expect(await prompt()).toBe("> of an earlier run");
  expect(await prompt(refusal("lobby", "one more"))).toBe("> of an earlier run");
  seat.type("\x1b[B");
  expect(await prompt()).toBe("> one more");
  seat.type("\x1b[B");
  expect(await prompt()).toBe("> something else");
});

test("openTerminal gives a refused text back in the conversation it was meant for, and in no other", async () => {
  const { seat, prompt } = arrive();
  seat.show(psst);
  expect(await prompt(refusal("@bob", "only for bob"), refusal("@bob", "a second one"))).toBe(">");
  expect(await prompt(here("@bob"))).toBe("@bob> only for bob");
});

test("openTerminal does not put into typing that goes on what was refused later, but behind the arrow key", async () => {
  const { seat, prompt } = arrive();
  expect(await prompt(refusal("lobby", "of an earlier run", false))).toBe(">");
  seat.type("/i\r");
  expect(seat.submitted).toEqual(["/i"]);
  seat.type("\x1b[A\x1b[A");
  expect(await prompt()).toBe("> of an earlier run");
});
