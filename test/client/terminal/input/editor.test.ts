/** What keys do to the line. Keys are written as a terminal sends them; `|` is the cursor. */
import { expect, test } from "bun:test";
import type { EditorAction, EditorState } from "../../../../src/client/terminal/input/editor.ts";
import { edit, editorWith, emptyEditor } from "../../../../src/client/terminal/input/editor.ts";
import { messageBytesMax } from "../../../../src/protocol/limits.ts";
import { KeyDecoder } from "../../../../src/client/terminal/input/key-decoder.ts";

const words = {
  nicknames: ["bob", "bobby"],
  commands: ["help"],
  rooms: [],
  enteredRooms: [],
  rowColumns: 20,
};

function press(
  sequence: string,
  from: EditorState = emptyEditor,
): { state: EditorState; actions: EditorAction[] } {
  let state = from;
  const actions: EditorAction[] = [];
  for (const key of new KeyDecoder().push(sequence, 0)) {
    const edited = edit(state, key, words);
    state = edited.state;
    if (edited.action !== undefined) actions.push(edited.action);
  }
  return { state, actions };
}

function line(sequence: string): string {
  const { text, cursor } = press(sequence).state.draft;
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const [up, down, left, home] = ["\x1b[A", "\x1b[B", "\x1b[D", "\x1b[H"];
const [ctrlA, ctrlC, ctrlD, ctrlK, ctrlL] = ["\x01", "\x03", "\x04", "\x0b", "\x0c"];
const [ctrlT, ctrlU, ctrlW, ctrlY, ctrlZ, undo] = ["\x14", "\x15", "\x17", "\x19", "\x1a", "\x1f"];
const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

test.each([
  ["typing", "a你😀", "a你😀|"],
  ["typing inside", `ac${left}b`, "ab|c"],
  ["Backspace takes a cluster", "a👨‍👩‍👧\x7f", "a|"],
  ["Backspace takes a letter with its accent", "xe\u0301\x7f", "x|"],
  ["Delete", `ab${home}\x1b[3~`, "|b"],
  ["Ctrl-D deletes forward", `ab${ctrlA}${ctrlD}`, "|b"],
  ["Ctrl-K", `one two${ctrlA}\x1bf${ctrlK}`, "one|"],
  ["Ctrl-K at a line's end takes the break", `a\x1b\rb${up}\x05${ctrlK}`, "a|b"],
  ["Ctrl-U", `one two${left}${ctrlU}`, "|o"],
  ["Ctrl-W", `one two-three${ctrlW}`, "one |"],
  ["Alt-Backspace", "one two-three\x1b\x7f", "one two-|"],
  ["Alt-D", `one two${ctrlA}\x1bd`, "| two"],
  ["Ctrl-Y brings back what was killed", `one two${ctrlW}x${ctrlY}`, "one xtwo|"],
  ["Ctrl-T", `ab${ctrlT}`, "ba|"],
  ["Alt-Enter breaks the line", "a\x1b\rb", "a\nb|"],
  ["Shift-Enter, where a terminal tells it", "a\x1b[13;2ub", "a\nb|"],
  ["a paste is one text", paste("one\rtwo\r\nthree\r"), "one\ntwo\nthree|"],
  ["a paste is cleaned", paste("a\x1b[31mred\x07\x00b\u202e"), "aredb|"],
  ["a paste keeps its tabs", paste("a\tb"), "a\tb|"],
  ["a typed override is cleaned", "a\u202eb", "ab|"],
  ["Ctrl-C clears", `abc${ctrlC}`, "|"],
  ["undo takes a run of typing", `one${left}${left}two${undo}`, "o|ne"],
  ["undo gives a cleared line back", `abc${ctrlC}${undo}`, "abc|"],
  ["undo takes a paste alone", `ab${paste("cd")}${undo}`, "ab|"],
  ["Tab completes", "@b\t", "@bob |"],
  ["Tab again goes on", "@b\t\t", "@bobby |"],
  ["Shift-Tab goes back", "@b\t\t\x1b[Z", "@bob |"],
  ["Tab after another key begins again", "@b\t@b\t", "@bob @bob |"],
  ["Tab without candidates does nothing", "x\t", "x|"],
  ["undo brings nothing back of what was sent", `one${left}x\r${undo}`, "|"],
  ["undo leaves a line of the history as it is", `one\rdraft${up}${undo}`, "one|"],
  ["undo leaves a draft as it is that one came back to", `one\rdraft${up}${down}${undo}`, "draft|"],
  ["undo takes a completion back", `@b\t\t${undo}`, "@b|"],
  ["unknown keys do nothing", "a\x1b[15~\x1b[5~b", "ab|"],
])("edit: %s", (_name, sequence, expected) => {
  expect(line(sequence)).toBe(expected);
});

test.each([
  ["the last line", `one\rtwo\r${up}`, "two|"],
  ["the line before", `one\rtwo\r${up}${up}`, "one|"],
  ["no line before the first", `one\r${up}${up}${up}`, "one|"],
  ["back to the draft", `one\rdraft${left}${up}${down}`, "draf|t"],
  ["between the lines first", `one\ra\x1b\rb${up}`, "a|\nb"],
  ["then into the history", `one\ra\x1b\rb${up}${up}`, "one|"],
  ["a changed line is the new draft", `one\rtwo\r${up}${up}!${down}`, "one!|"],
  ["and the history begins at its end again", `one\rtwo\r${up}${up}!${up}`, "two|"],
])("edit: the arrows lead to %s", (_name, sequence, expected) => {
  expect(line(sequence)).toBe(expected);
});

test.each([
  ["Enter", "hello\r", [{ type: "submit", text: "hello" }]],
  ["Enter in the middle of several lines", `a\x1b\rb${up}\r`, [{ type: "submit", text: "a\nb" }]],
  ["Enter after a paste", `${paste("a\rb\r")}\r`, [{ type: "submit", text: "a\nb" }]],
  ["a paste alone", paste("a\rb\r"), []],
  ["Enter on nothing", "\r", []],
  ["Enter on spaces", "  \r", []],
  ["Enter leaves no breaks at the end", "a\x1b\r\x1b\r\r", [{ type: "submit", text: "a" }]],
  ["Ctrl-C on a line", `a${ctrlC}`, []],
  ["Ctrl-C on nothing", ctrlC, [{ type: "leave" }]],
  ["Ctrl-D on nothing", ctrlD, [{ type: "leave" }]],
  ["Ctrl-D at the end of a line", `a${ctrlD}`, []],
  ["Ctrl-L", ctrlL, [{ type: "redraw" }]],
  ["Ctrl-Z", ctrlZ, [{ type: "suspend" }]],
] as const)("edit: %s asks for what it should", (_name, sequence, actions) => {
  expect(press(sequence).actions).toEqual([...actions]);
});

const [ctrlR, ctrlG, ctrlS] = ["\x12", "\x07", "\x13"];

test.each([
  ["finds the latest line", `one two\rtwo three\rdraft${ctrlR}tw`, "|two three"],
  ["goes on to an older one", `one two\rtwo three\r${ctrlR}two${ctrlR}`, "one |two"],
  ["comes back to the newer", `one two\rtwo three\r${ctrlR}two${ctrlR}${ctrlS}`, "|two three"],
  ["does not mind upper case", `Hello World\r${ctrlR}WORLD`, "Hello |World"],
  ["stays where nothing is found", `one\r${ctrlR}on!`, "|one"],
  ["takes a letter back", `one\rtwo\rto\r${ctrlR}tw\x7f`, "|to"],
  ["leaves the draft to Ctrl-G", `one\rdraft${left}${ctrlR}on${ctrlG}`, "draf|t"],
  ["leaves the draft to Ctrl-C", `one\rdraft${ctrlR}on${ctrlC}`, "draft|"],
  ["gives the line to Enter, unsent", `one\r${ctrlR}on\r`, "|one"],
  ["gives the line to Tab", `one\r${ctrlR}on\t!`, "!|one"],
  ["gives the line to other keys, which do what they do", `one\r${ctrlR}on\x05!`, "one!|"],
  ["is undone", `one\rdraft${ctrlR}on\r${undo}`, "draft|"],
])("edit: the search %s", (_name, sequence, expected) => {
  expect(line(sequence)).toBe(expected);
});

test("edit sends nothing with the Enter that ends a search, and sends with the next", () => {
  expect(press(`one\r${ctrlR}on\r`).actions).toHaveLength(1);
  expect(press(`one\r${ctrlR}on\r\r`).actions).toEqual(
    Array.from({ length: 2 }, () => ({ type: "submit", text: "one" })),
  );
});

test("edit takes what was found over with Tab, too, and completes nothing", () => {
  const { state, actions } = press(`bo\r${ctrlR}b\t`);
  expect([state.draft.text, state.search, actions.length]).toEqual(["bo", undefined, 1]);
});

test.each([
  [messageBytesMax, true],
  [messageBytesMax + 1, false],
])("edit sends a text of %i bytes after a question: %p", (bytes, isSent) => {
  const { actions } = press(`${paste("x".repeat(bytes))}\r\r`);
  expect(actions.some(({ type }) => type === "submit")).toBe(isSent);
});

test.each([
  ["goes on in the next line", "a\\\rb", "a\nb|"],
  ["is undone", `a\\\r${undo}`, "a\\|"],
  ["is itself where it is doubled", "a\\\\\r", "|"],
  ["is itself where the cursor is elsewhere", `a\\${left}${left}\r`, "|"],
])("edit: a backslash before Enter %s", (_name, sequence, expected) => {
  expect(line(sequence)).toBe(expected);
});

const long = Array.from({ length: 51 }, (_, at) => `${at}`).join("\r");
const sent = { type: "submit", text: long.replaceAll("\r", "\n") } as const;

test.each([
  ["asks", paste(long), []],
  ["sends what was asked for", `${paste(long)}\r`, [sent]],
  ["asks again after Escape", `${paste(long)}\x1b\x1b\r`, []],
  ["asks again after a change", `${paste(long)}x\x7f\r`, []],
  ["sends when it was asked again", `${paste(long)}x\x7f\r\r`, [sent]],
  [
    "does not ask about fifty lines",
    `${paste(long.slice(0, long.lastIndexOf("\r")))}\r`,
    [{ ...sent, text: sent.text.slice(0, -3) }],
  ],
  [
    "does not send what is too long for a message",
    `${paste("x".repeat(12 * 1024 + 1))}\r`,
    [{ type: "full" }],
  ],
] satisfies readonly (readonly [string, string, readonly EditorAction[]])[])(
  "edit of a long paste %s",
  (_name, sequence, actions) => {
    expect(press(sequence).actions).toEqual(actions);
  },
);

test.each([
  ["up", `${"x".repeat(30)}${up}`, `${"x".repeat(10)}|${"x".repeat(20)}`],
  ["up, then down", `${"x".repeat(30)}${up}${down}`, `${"x".repeat(30)}|`],
])("edit goes %s by what is one row on the screen", (_name, sequence, expected) => {
  expect(line(sequence)).toBe(expected);
});

test("editorWith finds lines of earlier runs", () => {
  expect(press(up, editorWith(["one", "two"])).state.draft.text).toBe("two");
});

test("edit clears the line after Enter", () => {
  expect(line("hello\r")).toBe("|");
});

test("edit refuses what makes the text too long, and keeps what is there", () => {
  const { state, actions } = press(`a${paste("x".repeat(64 * 1024))}`);
  expect([state.draft.text, actions]).toEqual(["a", [{ type: "full" }]]);
});
