/** Which peers the benchmark measures. */
import { expect, test } from "bun:test";
import { present } from "../../scripts/bench/present.ts";

const there = { name: "redis", role: { type: "other" }, absent: () => Promise.resolve(undefined) } as const;
const missing = {
  name: "nats",
  role: { type: "other" },
  absent: () => Promise.resolve("not installed (on Debian: apt-get install nats-server)"),
} as const;
const own = { name: "chat", role: { type: "own" }, absent: () => Promise.resolve(undefined) } as const;

test("present leaves out what is not installed, and tells the package", async () => {
  const told: string[] = [];
  const found = await present([own, there, missing], { peers: undefined }, (line) => told.push(line));
  expect(found).toEqual([own, there]);
  expect(told).toEqual(["nats is left out: not installed (on Debian: apt-get install nats-server)"]);
});

test("present measures the program itself, whatever the others are", async () => {
  expect(await present([own, there, missing], { peers: [] }, () => undefined)).toEqual([own]);
});

test("present refuses to go on without a peer that was named", async () => {
  const found = present([own, there, missing], { peers: ["nats"] }, () => undefined);
  expect(await found.catch(String)).toBe(
    "Error: nats: not installed (on Debian: apt-get install nats-server)",
  );
});
