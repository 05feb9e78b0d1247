/** The live area. */
import { expect, test } from "bun:test";
import { heldTerminalRowsMin } from "../../../../src/client/limits.ts";
import { viewArea } from "../../../../src/client/terminal/view/area-view.ts";
import { draftOf } from "../../../../src/client/terminal/input/draft.ts";
import type { ShownEvent } from "../../../../src/client/shown-event.ts";
import { message, sitDown } from "../harness.ts";

const area = { held: [], pending: [], hint: undefined, prompt: "> " } as const;
const space = { columns: 20, rows: 10, palette: "none" } as const;

test("viewArea shows the status in one row above the input", () => {
  const view = viewArea({ ...area, draft: draftOf("hi"), status: "The connection is lost" }, space);
  expect(view).toEqual({
    rows: ["The connection is …", "> hi"],
    cursor: { row: 1, column: 4, before: "> hi" },
  });
});

test("viewArea takes at most half of the terminal", () => {
  const draft = draftOf("1\n2\n3\n4\n5\n6\n7\n8");
  expect(viewArea({ ...area, draft, status: undefined }, space).rows).toHaveLength(5);
  expect(viewArea({ ...area, draft, status: "offline" }, space).rows).toHaveLength(5);
});

test("viewArea shows all that it has to, the input last", () => {
  const whole = {
    held: ["12:34 - bob joined"],
    pending: ["… hi"],
    status: "lobby",
    hint: "Search: x",
    prompt: "> ",
  };
  expect(viewArea({ ...whole, draft: draftOf("hi") }, space).rows).toEqual([
    "12:34 - bob joined",
    "… hi",
    "lobby",
    "Search: x",
    "> hi",
  ]);
});

test("openTerminal lets a notice grow until something else is said, then prints it where it stands", async () => {
  const seat = sitDown({ columns: 60 });
  const came = (nickname: string): ShownEvent => ({
    type: "notice",
    event: "join",
    room: "lobby",
    nickname,
    topic: "",
    time: 0,
  });
  seat.show(came("bob"));
  expect(await seat.lines()).toEqual(["12:34 - bob joined the room", ">"]);
  seat.show(came("carl"));
  expect(await seat.lines()).toEqual(["12:34 - +2: bob, carl joined the room", ">"]);
  seat.show(message("bob", "hi"));
  expect(await seat.lines()).toEqual(["12:34 - +2: bob, carl joined the room", "12:34   bob: hi", ">"]);
  seat.show(came("dan"));
  await seat.face.close();
  expect((await seat.lines()).at(-1)).toBe("12:34 - dan joined the room");
});

test("viewArea leaves out what is furthest from the input where there is no room", () => {
  const crowded = { ...area, pending: ["1", "2", "3", "4", "5"], status: "lobby", draft: draftOf("hi") };
  expect(viewArea(crowded, space).rows).toEqual(["3", "4", "5", "lobby", "> hi"]);
  expect(viewArea(crowded, { ...space, rows: 3 }).rows).toEqual(["lobby", "> hi"]);
});

test.each([
  [heldTerminalRowsMin - 1, ["12:34 - bob joined the room", "12:34 - eve joined the room"]],
  [heldTerminalRowsMin, ["12:34 - +2: bob, eve joined the room"]],
])("openTerminal lets a notice grow in a terminal that has rows for it: %i rows", async (rows, lines) => {
  const seat = sitDown({ rows });
  const join = { type: "notice", event: "join", room: "lobby", topic: "", time: 0 } as const;
  for (const nickname of ["bob", "eve"]) seat.show({ ...join, nickname });
  expect(await seat.lines()).toEqual([...lines, ">"]);
});
