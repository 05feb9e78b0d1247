/** The whole frame: what is printed once more above the input area. */
import { expect, test } from "bun:test";
import { initialConversations } from "../../../../src/client/terminal/state/conversations.ts";
import { initialPresence } from "../../../../src/client/terminal/state/presence.ts";
import { emptyEditor } from "../../../../src/client/terminal/input/editor.ts";
import { viewFrame } from "../../../../src/client/terminal/view/frame-view.ts";
import { en } from "../../../../src/locale/en.ts";
import { message, sitDown } from "../harness.ts";

test.each([
  [1, []],
  // The area and the row that a wiped screen keeps above it.
  [2, []],
  [3, ["three"]],
  [4, ["two", "three"]],
  [5, ["one", "two", "three"]],
  [6, ["one", "two", "three"]],
] as const)(
  "viewFrame prints again in %i rows as many of the last lines as there is room for",
  (rows, again) => {
    const scene = {
      presence: initialPresence,
      conversations: initialConversations,
      editor: emptyEditor,
      lines: { printed: [], held: [], again: ["one", "two", "three"] },
      signals: "",
      nowMs: 0,
      secondsLeft: 0,
    };
    const space = { columns: 40, rows, palette: "none" } as const;
    expect(viewFrame(scene, space, { catalogue: en, address: "localhost" }).again).toEqual([...again]);
  },
);

test("openTerminal shows the last messages once more when that is asked for, and not with the next frame", () => {
  const seat = sitDown({ rows: 7 });
  seat.show(message("bob", "one"));
  seat.type("\f");
  expect(seat.output.written.at(-1)).toContain("bob: one");
  seat.show(message("bob", "two"));
  expect(seat.output.written.at(-1)).toContain("bob: two");
  expect(seat.output.written.at(-1)).not.toContain("bob: one");
});
