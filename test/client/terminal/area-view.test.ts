/** The live area. */
import { expect, test } from "bun:test";
import { viewArea } from "../../../src/client/terminal/area-view.ts";
import { draftOf } from "../../../src/client/terminal/draft.ts";

const area = { pending: [], prompt: "> " } as const;
const space = { columns: 20, rows: 10, colour: false };

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
