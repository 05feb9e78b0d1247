/** What is left of a conversation once it was read. */
import { expect, test } from "bun:test";
import { unreadMessagesMax } from "../../../../src/client/limits.ts";
import type { Message } from "../../../../src/client/shown-event.ts";
import { asRead, opened, withUnread } from "../../../../src/client/terminal/state/conversation.ts";

const message: Message = {
  type: "message",
  room: "tea",
  seq: 1,
  from: "bob",
  text: "hi",
  time: 0,
  own: false,
};

test("asRead leaves nothing unread, waiting or left out, and counts anew", () => {
  let tea = opened("tea");
  for (let count = 0; count < unreadMessagesMax + 3; count += 1) tea = withUnread(tea, message, true);
  expect([tea.unread, tea.waiting.length, tea.leftOut]).toEqual([
    unreadMessagesMax + 3,
    unreadMessagesMax,
    3,
  ]);
  const read = asRead(tea);
  expect([read.unread, read.calls, read.waiting, read.leftOut]).toEqual([0, 0, [], 0]);
});
