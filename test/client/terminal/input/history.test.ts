/** The sent lines and the way through them. */
import { expect, test } from "bun:test";
import { draftOf } from "../../../../src/client/terminal/input/draft.ts";
import { emptyHistory, newer, older, remember } from "../../../../src/client/terminal/input/history.ts";
import { inputHistoryLinesMax } from "../../../../src/client/limits.ts";

test("remember keeps a bounded number of lines, the latest", () => {
  let history = emptyHistory;
  for (let at = 0; at < inputHistoryLinesMax + 5; at += 1) history = remember(history, `line ${at}`);
  expect([history.lines.length, history.lines[0]]).toEqual([inputHistoryLinesMax, "line 5"]);
});

test("remember keeps a repeated line once", () => {
  expect(remember(remember(emptyHistory, "a"), "a").lines).toEqual(["a"]);
});

test("newer gives the draft back that older left", () => {
  const draft = { text: "unsent", cursor: 2 };
  const up = older(remember(emptyHistory, "a"), draft);
  expect(up?.draft).toEqual(draftOf("a"));
  expect(up === undefined ? undefined : newer(up.history)?.draft).toEqual(draft);
});

test("older and newer end", () => {
  expect(older(emptyHistory, draftOf(""))).toBeUndefined();
  expect(newer(remember(emptyHistory, "a"))).toBeUndefined();
});
