/** What the input asks. */
import { expect, test } from "bun:test";
import { draftOf } from "../../../src/client/terminal/draft.ts";
import { emptyEditor } from "../../../src/client/terminal/editor.ts";
import { hintFor } from "../../../src/client/terminal/hint.ts";
import { en } from "../../../src/locale/en.ts";
import { sitDown } from "./harness.ts";

const search = { query: "ga\x1b[2Jr", at: 0, failed: false, kept: draftOf("") };

test.each([
  ["nothing", {}, undefined],
  ["what is searched", { search }, "Search: gar (Ctrl-R older, Enter takes it, Esc back)"],
  ["that nothing is found", { search: { ...search, failed: true } }, "Not found: gar (Esc back)"],
  [
    "before a long text",
    { asking: true, draft: draftOf("x\n".repeat(60)) },
    "Enter sends 61 lines, Esc goes back to the text (0.2 KiB).",
  ],
  [
    "about one that is too long",
    { asking: true, draft: draftOf("x".repeat(12 * 1024 + 1)) },
    "Too long for one message: 12.1 of 12 KiB. Esc goes back to the text.",
  ],
])("hintFor says %s", (_name, change, text) => {
  expect(hintFor({ ...emptyEditor, ...change }, en)).toBe(text);
});

test("openTerminal shows what is found in lines of earlier runs, and keeps what is sent for the next", async () => {
  const seat = sitDown({ columns: 60, history: ["first line", "second line"] });
  seat.type("\x12fir");
  expect(await seat.lines()).toEqual([
    "Search: fir (Ctrl-R older, Enter takes it, Esc back)",
    "> first line",
  ]);
  seat.type("\r");
  expect([seat.submitted, await seat.lines()]).toEqual([[], ["> first line"]]);
  seat.type("\r");
  expect([seat.submitted, seat.kept]).toEqual([["first line"], ["first line"]]);
});

test("openTerminal goes back to a long text with Escape, and sends it when it was asked again", async () => {
  const seat = sitDown({ columns: 60 });
  seat.type(`\x1b[200~${"x\r".repeat(60)}\x1b[201~`);
  expect((await seat.lines())[0]).toBe("Enter sends 60 lines, Esc goes back to the text (0.2 KiB).");
  seat.type("\x1b");
  expect((await seat.lines())[0]).toBe("^ x");
  seat.type("\r");
  expect(seat.submitted).toEqual([]);
  seat.type("\r");
  expect(seat.submitted).toHaveLength(1);
});
