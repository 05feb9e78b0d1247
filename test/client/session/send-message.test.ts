/** To whom a message goes that is for one person. */
import { expect, test } from "bun:test";
import type { ScriptedSession } from "../../support/scripted-session.ts";
import { acceptedV2, scriptSession } from "../../support/scripted-session.ts";
import { nicknameBytesMax } from "../../../src/protocol/limits.ts";

function withPeople(...nicknames: readonly string[]): ScriptedSession {
  const session = scriptSession();
  session.arrive({ ...acceptedV2, rooms: [{ room: "lobby", topic: "", seq: 0 }] });
  session.hear(
    ...nicknames.map((nickname) => {
      return { type: "system_msg", event: "join", nickname, room: "lobby", time: 5, msg: "" };
    }),
  );
  return session;
}

test.each([
  ["@bob hi", "bob"],
  ["@bob: hi", "bob"],
  ["@BOB, hi", "BOB"],
  ["@eve: hi", "eve:"],
  ["@nobody: hi", "nobody:"],
  ["@@bob hi", "bob"],
  ["@@ann hi", "@ann"],
  ["@: hi", ":"],
  ["/msg @bob hi", "bob"],
])("sendToPerson sends %s to %s", (typed, nickname) => {
  const [effect = ""] = withPeople("bob", "eve", "eve:", "@ann").submit(typed);
  expect(JSON.parse(effect.replace("send ", ""))).toMatchObject({ type: "sendto", nickname, msg: "hi" });
});

test("sendToPerson refuses a name that is too long to be one, since the server could not answer", () => {
  expect(withPeople().submit(`@${"x".repeat(20_000)} hi`)).toEqual(["show refused nickname_unknown"]);
});

test("sendToPerson tries every name that may be one, up to its bound", () => {
  const [longest, longer] = ["x".repeat(nicknameBytesMax), "x".repeat(nicknameBytesMax + 1)];
  expect(withPeople().submit(`@${longest} hi`).join("")).toContain(`"nickname":"${longest}"`);
  expect(withPeople().submit(`@${longer} hi`)).toEqual(["show refused nickname_unknown"]);
});
