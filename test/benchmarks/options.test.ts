/** The flags of the benchmark, at their bounds and one past them. */
import { expect, test } from "bun:test";
import { parseOptions, UsageError, usage } from "../../scripts/bench/options.ts";

test("parseOptions measures everything once by default", () => {
  expect(parseOptions([])).toMatchObject({
    client: true,
    peers: undefined,
    stores: ["disk", "memory"],
    seconds: 4,
    rounds: 1,
    program: "dist/chat",
    baseline: undefined,
  });
});

test("parseOptions reads cells, peers and stores", () => {
  const options = [
    "--cells",
    "100,1,10; intake;client",
    "--peers",
    "redis, nats,redis",
    "--stores",
    "memory",
  ];
  expect(parseOptions(options)).toMatchObject({
    cells: [
      { sessions: 100, senders: 1, window: 10, rooms: "shared" },
      { sessions: 100, senders: 100, window: 100, rooms: "own" },
    ],
    client: true,
    peers: ["redis", "nats"],
    stores: ["memory"],
  });
  expect(parseOptions(["--cells", "2,1,1", "--peers", "none"])).toMatchObject({ client: false, peers: [] });
});

test.each([
  ["--rounds", "1"],
  ["--rounds", "50"],
  ["--seconds", "1"],
  ["--seconds", "60"],
  ["--cells", "20000,10,100000"],
  ["--cells", "2,1,1"],
])("parseOptions takes %s %s", (flag, value) => {
  expect(parseOptions([flag, value])).not.toBe("help");
});

test.each([
  ["--rounds", "0", "from 1 to 50"],
  ["--rounds", "51", "from 1 to 50"],
  ["--rounds", "2.5", "whole number"],
  ["--rounds", "", "whole number"],
  ["--seconds", "0.9", "from 1 to 60"],
  ["--seconds", "60.1", "from 1 to 60"],
  ["--cells", "20001,1,1", "at most 20000 sessions"],
  ["--cells", "100,11,1", "at most 10"],
  ["--cells", "3,3,1", "fewer senders than sessions"],
  ["--cells", "3,0,1", "SESSIONS,SENDERS,WINDOW"],
  ["--cells", "3,1,100001", "1 to 100000"],
  ["--cells", "3,1,0", "1 to 100000"],
  ["--cells", "3,1", `not "3,1"`],
  ["--cells", "", `not ""`],
  ["--peers", "redsi", "redis, nats, ngircd, inspircd, irssi, weechat"],
  ["--peers", "", "redis"],
  ["--stores", "ram", "disk, memory"],
  ["--json", "", "--json takes a path"],
  ["--baseline", "", "--baseline takes a path"],
  ["--profile", "profiles", "--program src/main.ts"],
])("parseOptions refuses %s %p", (flag, value, sentence) => {
  const parse = () => parseOptions([flag, value]);
  expect(parse).toThrow(UsageError);
  expect(parse).toThrow(sentence);
});

test.each([
  [["--fast"], "Unknown option '--fast'"],
  [["fast"], "Unexpected argument 'fast'"],
  [["--rounds"], "Option '--rounds <value>' argument missing"],
] as const)("parseOptions refuses %p in one sentence", (parameters, sentence) => {
  expect(() => parseOptions(parameters)).toThrow(new UsageError(sentence));
});

test("parseOptions gives help before it finds fault with values", () => {
  expect(parseOptions(["--rounds", "0", "--help"])).toBe("help");
  for (const flag of ["--cells", "--peers", "--stores", "--rounds", "--baseline", "--json", "--help"])
    expect(usage).toContain(flag);
});
