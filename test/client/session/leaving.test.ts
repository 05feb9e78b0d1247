/** How a session ends when its person leaves, or its program: what is waited for, and how long. */
import { describe, expect, test } from "bun:test";
import { acceptedClassic, acceptedV2, scriptSession } from "../../support/scripted-session.ts";

const entry = (seq: number, from: string, msg: string, fields: object = {}): object => {
  return { type: "broadcast", room: "lobby", seq, time: 5, from, msg, ...fields };
};
const sent = (msg: string, key: string): string =>
  `send ${JSON.stringify({ type: "broadcast", msg, key })}\n`;
const isSend = (effect: string): boolean => effect.startsWith("send");
const goodbye = `send {"type":"leave","room":"lobby"}\n`;

describe("step, leaving", () => {
  test("waits a moment for what is not acknowledged, and says what was not sent", () => {
    const session = scriptSession({ returns: true });
    session.arrive(acceptedV2);
    session.submit("one");
    expect(session.submit("/quit")).toEqual(["arm leave 2000"]);
    expect(session.fire("leave")).toEqual([
      goodbye,
      "close gently",
      "end as wished refused 0 unsent 0 unacknowledged 1",
    ]);
  });

  test("does not try to connect again when the line is lost meanwhile", () => {
    const session = scriptSession({ returns: true });
    session.arrive(acceptedV2);
    session.submit("one");
    session.submit("/quit");
    expect(session.lose()).toEqual(["end as wished refused 0 unsent 0 unacknowledged 1"]);
  });

  test("does not keep somebody waiting who says it twice", () => {
    const session = scriptSession({ returns: true });
    session.arrive(acceptedV2);
    session.submit("one");
    session.submit("/quit");
    expect(
      session
        .submit("/quit")
        .filter((effect) => !effect.startsWith("journal"))
        .at(-1),
    ).toBe("end as wished refused 0 unsent 0 unacknowledged 1");
  });

  test("at the end of a pipe tries for as long as something is not acknowledged", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.submit("one");
    expect(session.happen({ type: "leave", mode: "full" })).toEqual([]);
    expect(session.lose()).toContain("arm retry 250");
    session.fire("retry");
    session.open();
    expect(session.hear(acceptedV2).filter(isSend)).toEqual([sent("one", "k-1")]);
    expect(session.hear(entry(1, "alice", "one", { key: "k-1" })).at(-1)).toBe(
      "end as wished refused 0 unsent 0",
    );
  });

  test("at the end of a pipe is not hurried by being told so twice, but is by a wish to stop", () => {
    const session = scriptSession();
    session.arrive(acceptedV2);
    session.submit("one");
    const leave = (mode: "full" | "brief"): readonly string[] => session.happen({ type: "leave", mode });
    expect([...leave("full"), ...leave("full")]).toEqual([]);
    expect(leave("brief").at(-1)).toBe("end as wished refused 0 unsent 0 unacknowledged 1");
  });

  test("at the end of an empty pipe enters the room before it leaves", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    expect(session.happen({ type: "leave", mode: "full" })).toEqual([]);
    session.open();
    expect(session.hear(acceptedV2).at(-1)).toBe("end as wished refused 0 unsent 0");
  });
});

describe("/quit of a program", () => {
  const copy = (seq: number, text: string, key: string): object => entry(seq, "alice", text, { key });
  const welcome = { ...acceptedV2, rooms: [{ room: "lobby", seq: 0 }] };

  test("waits for what stands before it, which may not be sent yet, and reads nothing behind it", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.submit("one");
    session.submit("two");
    expect(session.submit("/quit")).toEqual([]);
    session.submit("three");
    session.happen({ type: "leave", mode: "full" });
    session.open();
    expect(session.hear(welcome)).toContain("arm leave 2000");
    expect(session.hear(copy(1, "one", "k-1"))).toContain("arm leave 2000");
    expect(session.hear(entry(2, "bob", "hi"))).not.toContain("arm leave 2000");
    expect(session.hear(copy(3, "two", "k-2")).at(-1)).toBe("end as wished refused 0 unsent 0");
  });

  test("waits no longer than a moment for an answer that does not come, also without a line", () => {
    const session = scriptSession();
    session.arrive(welcome);
    session.submit("one");
    expect(session.submit("/quit")).toEqual(["arm leave 2000"]);
    session.lose();
    expect(session.fire("leave").at(-1)).toBe("end as wished refused 0 unsent 0 unacknowledged 1");
  });

  test("leaves at once when nothing waits, and when it is told to stop", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    expect(session.submit("/quit").at(-1)).toBe("end as wished refused 0 unsent 0");
    const other = scriptSession();
    other.happen({ type: "started" });
    other.submit("one");
    other.submit("/leave");
    expect(other.happen({ type: "leave", mode: "brief" }).at(-1)).toBe("end as wished refused 0 unsent 1");
  });

  test("waits for an old server to take what stands before it", () => {
    const session = scriptSession();
    session.happen({ type: "started" });
    session.submit("one");
    session.submit("two");
    session.submit("/quit");
    session.open();
    expect(session.hear(acceptedClassic)).toContain("arm leave 2000");
    expect(session.fire("pace")).toContain("arm leave 1000");
    expect(session.fire("leave").at(-1)).toBe("end as wished refused 0 unsent 0");
  });
});
