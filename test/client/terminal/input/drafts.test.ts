/** The texts that are being written, one for each conversation. */
import { expect, test } from "bun:test";
import { Drafts } from "../../../../src/client/terminal/input/drafts.ts";
import { conversationsMax } from "../../../../src/client/limits.ts";

function begin(texts: Readonly<Record<string, string>> = {}) {
  const onDisk = new Map(Object.entries(texts));
  const drafts = new Drafts({
    texts: new Map(onDisk),
    keep: (conversation, text) => void onDisk.set(conversation, text),
    flush: () => undefined,
  });
  return { drafts, onDisk };
}

test("Drafts keeps a text for each conversation, however a nickname is written, those of the last run too", () => {
  const { drafts, onDisk } = begin({ tea: "black or" });
  drafts.keep("@Bob", "psst");
  expect(["tea", "@BOB", "lobby"].map((name) => drafts.textOf(name))).toEqual(["black or", "psst", ""]);
  drafts.keep("tea", "");
  expect([drafts.textOf("tea"), onDisk]).toEqual([
    "",
    new Map([
      ["tea", ""],
      ["@bob", "psst"],
    ]),
  ]);
});

test("Drafts.move takes a text along, below one that is there, and leaves none behind", () => {
  const { drafts, onDisk } = begin({ "@bob": "one", "@carl": "two" });
  drafts.move("@bob", "@rob");
  drafts.move("@rob", "@Rob");
  expect([drafts.textOf("@bob"), drafts.textOf("@rob")]).toEqual(["", "one"]);
  drafts.move("@rob", "@carl");
  expect(drafts.textOf("@carl")).toBe("two\none");
  expect(Array.from(onDisk.values()).filter(Boolean)).toEqual(["two\none"]);
});

test("Drafts keeps a bounded number of texts, those that were written to last", () => {
  const { drafts, onDisk } = begin();
  for (let at = 0; at < conversationsMax; at += 1) drafts.keep(`room${at}`, "x");
  drafts.keep("room0", "y");
  drafts.keep("another", "x");
  const left = ["room0", "room1", "room2", "another"].map((name) => drafts.textOf(name));
  expect([left, onDisk.get("room1")]).toEqual([["y", "", "x", "x"], ""]);
});
