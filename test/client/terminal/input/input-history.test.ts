/** The sent lines and the way through them. */
import { expect, test } from "bun:test";
import { draftOf } from "../../../../src/client/terminal/input/draft.ts";
import {
  append,
  emptyInputHistory,
  newer,
  older,
  remember,
} from "../../../../src/client/terminal/input/input-history.ts";
import { inputHistoryLinesMax } from "../../../../src/client/limits.ts";

test("remember keeps a bounded number of lines, the latest", () => {
  let history = emptyInputHistory;
  for (let at = 0; at < inputHistoryLinesMax + 5; at += 1) history = remember(history, `line ${at}`);
  expect([history.lines.length, history.lines[0]]).toEqual([inputHistoryLinesMax, "line 5"]);
});

test("remember keeps a repeated line once", () => {
  expect(remember(remember(emptyInputHistory, "a"), "a").lines).toEqual(["a"]);
});

test("newer gives the draft back that older left", () => {
  const draft = { text: "unsent", cursor: 2 };
  const up = older(remember(emptyInputHistory, "a"), draft);
  expect(up?.draft).toEqual(draftOf("a"));
  expect(up === undefined ? undefined : newer(up.history)?.draft).toEqual(draft);
});

test("older and newer end", () => {
  expect(older(emptyInputHistory, draftOf(""))).toBeUndefined();
  expect(newer(remember(emptyInputHistory, "a"))).toBeUndefined();
});

/** As many lines as are kept, the first of them `line 0`. */
function full() {
  let history = emptyInputHistory;
  for (let at = 0; at < inputHistoryLinesMax; at += 1) history = remember(history, `line ${at}`);
  return history;
}

test("append leaves the line that is looked at, and the draft", () => {
  const up = older(remember(emptyInputHistory, "a"), draftOf("unsent"))?.history ?? emptyInputHistory;
  const [once, again] = [append(up, "b"), append(append(up, "b"), "b")];
  expect([once, again]).toEqual([once, { lines: ["a", "b"], at: 0, kept: draftOf("unsent") }]);
  const down = newer(once);
  expect([down?.draft, down === undefined ? undefined : newer(down.history)?.draft]).toEqual([
    draftOf("b"),
    draftOf("unsent"),
  ]);
});

test("append leaves a draft where it is", () => {
  const { lines, at } = append(remember(emptyInputHistory, "a"), "b");
  expect([lines.length, at]).toEqual([2, 2]);
});

test("append to as many lines as are kept drops the oldest, and keeps the place", () => {
  const { lines, at } = append({ ...full(), at: 1 }, "new");
  expect([lines.length, lines[0], lines[at]]).toEqual([inputHistoryLinesMax, "line 1", "line 1"]);
});

test("append may drop the line that is looked at: the next one is the oldest that is left", () => {
  const history = append(append({ ...full(), at: 0 }, "new"), "newer");
  expect(newer(history)?.draft).toEqual(draftOf("line 2"));
  expect(older(history, draftOf("line 0"))).toBeUndefined();
});
