/** What is encoded once for many readers, and for whom it must not be. */
import { expect, test } from "bun:test";
import type { Codec } from "../../src/protocol/codec.ts";
import { v2 } from "../../src/protocol/v2.ts";
import type { Item } from "../../src/protocol/item.ts";
import { Block } from "../../src/server/block.ts";
import { variantsMax } from "../../src/server/limits.ts";
import { formCodec } from "../support/form-codec.ts";

const items: readonly Item[] = [1, 2].map((seq) => ({
  type: "entry",
  entry: { log: "lobby", seq, time: 0, from: "alice", text: `text ${seq}` },
}));

/** A codec that writes `mark: text`, and counts what it writes. */
function plain(mark: string, variant: string | undefined): Codec & { readonly encodings: () => number } {
  let encodings = 0;
  return {
    ...formCodec(v2),
    variant,
    entry: ({ text }) => ((encodings += 1), [`${mark}: ${text}\n`]),
    encodings: () => encodings,
  };
}

function textOf(block: Block, codec: Codec): string {
  return Buffer.from(block.encoded(codec).bytes).toString();
}

test("a block gives each variant its own bytes, and encodes them once for all its codecs", () => {
  const block = new Block(0, items, 0);
  const codecs = ["a", "b"].flatMap((variant) => [plain(variant, variant), plain(variant, variant)]);
  for (const codec of codecs)
    expect(textOf(block, codec)).toBe(`${codec.variant}: text 1\n${codec.variant}: text 2\n`);
  expect(textOf(block, formCodec(v2))).toBe(
    items.flatMap((item) => (item.type === "entry" ? v2.entry(item.entry) : [])).join(""),
  );
  expect(codecs.map((codec) => codec.encodings())).toEqual([2, 0, 2, 0]);
});

test("a block shares nothing between codecs that depend on their readers", () => {
  const block = new Block(0, items, 0);
  const codecs = ["ann", "bob", "ann"].map((reader) => plain(reader, undefined));
  expect(codecs.map((codec) => textOf(block, codec))).toEqual(
    ["ann", "bob", "ann"].map((reader) => `${reader}: text 1\n${reader}: text 2\n`),
  );
  const single = codecs.map((codec) => Buffer.concat(block.framesAt(1, codec)).toString());
  expect(single).toEqual(["ann: text 2\n", "bob: text 2\n", "ann: text 2\n"]);
});

test("a block gives frame by frame what each variant asks for, also in turns", () => {
  const block = new Block(0, items, 0);
  const codecs = [plain("a", "a"), plain("b", "b"), plain("a", "a")];
  const frames = [0, 1].flatMap((index) =>
    codecs.map((codec) => Buffer.concat(block.framesAt(index, codec)).toString()),
  );
  expect(frames).toEqual(
    ["a", "b", "a"]
      .map((mark) => `${mark}: text 1\n`)
      .concat(["a", "b", "a"].map((mark) => `${mark}: text 2\n`)),
  );
  expect(codecs.map((codec) => codec.encodings())).toEqual([2, 2, 0]);
});

test("a block keeps what a bounded number of variants asked for", () => {
  const block = new Block(0, items, 0);
  const codecs = Array.from({ length: variantsMax + 1 }, (_, index) => plain(`${index}`, `${index}`));
  for (const codec of codecs.slice(0, variantsMax)) textOf(block, codec);
  for (const codec of codecs.slice(0, variantsMax)) textOf(block, codec);
  expect(codecs.map((codec) => codec.encodings())).toEqual([...codecs.slice(1).map(() => 2), 0]);
  for (const codec of codecs) textOf(block, codec);
  for (const codec of codecs.toReversed()) textOf(block, codec);
  expect(codecs.map((codec) => codec.encodings())).toEqual([4, ...codecs.slice(1).map(() => 2)]);
});
