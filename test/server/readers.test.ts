/** The list of a log's readers: who is in it, also when they leave in any order or twice. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Linked } from "../../src/server/readers.ts";
import { Readers } from "../../src/server/readers.ts";

interface Reader extends Linked<Reader> {
  readonly name: string;
}

function reader(name: string, crowdNotices = false): Reader {
  return { name, crowdNotices, nextReader: undefined, previousReader: undefined };
}

function namesIn(readers: Readers<Reader>): readonly string[] {
  const names: string[] = [];
  readers.forEach(({ name }) => names.push(name));
  return names.toSorted();
}

test("Readers delete of a reader that is not there changes nothing", () => {
  const readers = new Readers<Reader>();
  const [inside, stranger] = [reader("inside", true), reader("stranger", true)];
  readers.add(inside);
  readers.delete(stranger);
  expect([namesIn(readers), readers.anyCrowdNotices, readers.empty]).toEqual([["inside"], true, false]);
  readers.delete(inside);
  readers.delete(inside);
  expect([namesIn(readers), readers.anyCrowdNotices, readers.empty]).toEqual([[], false, true]);
  readers.add(inside);
  expect(readers.anyCrowdNotices).toBe(true);
});

test("Readers forEach lets a visit delete the reader it is given", () => {
  const readers = new Readers<Reader>();
  for (const name of ["a", "b", "c"]) readers.add(reader(name));
  const visited: string[] = [];
  readers.forEach((one) => {
    visited.push(one.name);
    readers.delete(one);
  });
  expect(visited.toSorted()).toEqual(["a", "b", "c"]);
  expect(readers.empty).toBe(true);
});

test("Readers holds whom a set would hold, whatever is added and deleted", () => {
  const anyMove = fc.record({ add: fc.boolean(), index: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 60 }), (moves) => {
      const people = Array.from({ length: 6 }, (_, index) => reader(`${index}`, index % 2 === 0));
      const [readers, model] = [new Readers<Reader>(), new Set<Reader>()];
      for (const { add, index } of moves) {
        const one = people[index];
        if (one === undefined || (add && model.has(one))) continue;
        if (add) {
          readers.add(one);
          model.add(one);
        } else {
          readers.delete(one);
          model.delete(one);
        }
        const expected = Array.from(model, ({ name }) => name).toSorted();
        expect(namesIn(readers)).toEqual(expected);
        expect(readers.empty).toBe(model.size === 0);
        expect(readers.anyCrowdNotices).toBe(Array.from(model).some(({ crowdNotices }) => crowdNotices));
      }
    }),
  );
});
