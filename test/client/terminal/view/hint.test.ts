/** What the input asks. */
import { expect, test } from "bun:test";
import { draftOf } from "../../../../src/client/terminal/input/draft.ts";
import { emptyEditor } from "../../../../src/client/terminal/input/editor.ts";
import { hintFor } from "../../../../src/client/terminal/view/hint.ts";
import { en } from "../../../../src/locale/en.ts";
import { catalogueOf, languages } from "../../../../src/locale/language.ts";
import { sitDown } from "../harness.ts";

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
    "Too long for a message: 12.1 of 12 KiB. Esc goes back; chat send takes files.",
  ],
  [
    "about a paste that did not fit",
    { refusedBytes: 100 * 1024, draft: draftOf("x") },
    "Too long for a message: 100 of 12 KiB. Esc goes back; chat send takes files.",
  ],
])("hintFor says %s", (_name, change, text) => {
  expect(hintFor({ ...emptyEditor, ...change }, en)).toBe(text);
});

test.each(languages)(
  "hintFor says in %s in one row what cannot be sent, and what can send it",
  (language) => {
    const hint = hintFor({ ...emptyEditor, refusedBytes: 1_023.9 * 1024 }, catalogueOf(language)) ?? "";
    expect(Bun.stringWidth(hint)).toBeLessThan(80);
    expect(hint).toContain("chat send");
  },
);

test("openTerminal says that a paste of more than any draft is too long, and keeps what was there", async () => {
  const seat = sitDown({ columns: 100 });
  seat.type(`before\x1b[200~${"x".repeat(70 * 1024)}\x1b[201~`);
  const hint = "Too long for a message: 70.1 of 12 KiB. Esc goes back; chat send takes files.";
  expect(await seat.lines()).toEqual([hint, "> before"]);
  seat.type("\r");
  expect([seat.submitted, await seat.lines()]).toEqual([[], [hint, "> before"]]);
  seat.type("\x1b");
  seat.clock.advance(100);
  expect(await seat.lines()).toEqual(["> before"]);
  seat.type("\r");
  expect(seat.submitted).toEqual(["before"]);
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
