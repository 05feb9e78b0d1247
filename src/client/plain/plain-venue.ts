/**
 * Plain lines, in and out: what is said goes to stdout, how things are goes to stderr, each line of stdin is a message. A
 * reader that is slow slows the server; input that is fast waits for the outbox. Must not know how a session works.
 */
import type { Venue, VenueOptions } from "../venue.ts";
import { LineReader } from "./line-reader.ts";
import { openPlain } from "./plain.ts";

export function plainVenue({ catalogue, address, stdin, stdout, stderr, visitor }: VenueOptions): Venue {
  let asked = false;
  let full = false;
  const announce = (text: string): void => void stderr.write(text);
  const print = (text: string): void => {
    if (stdout.write(text) || full) return;
    full = true;
    visitor.setPaused(true);
    stdout.once("drain", () => {
      full = false;
      visitor.setPaused(false);
    });
  };
  const face = openPlain({ catalogue, address, print, announce });
  const reader = new LineReader(stdin, {
    wanted: () => asked || visitor.takesMore,
    line: (line) => {
      if (!asked) return visitor.submit(line);
      asked = false;
      visitor.named(line);
    },
    end: () => (asked ? visitor.named(undefined) : visitor.leave("full")),
  });
  // Who reads on is gone: nothing that comes could be shown.
  stdout.on("error", () => visitor.leave("brief"));
  return {
    show: (happening) => face.show(happening),
    setNicknames: (nicknames) => face.setNicknames(nicknames),
    ask: (reason) => {
      asked = true;
      announce(`${reason === undefined ? "" : `${reason} `}${catalogue.client.askNickname}\n`);
    },
    settled: () => reader.pull(),
    close: () => {
      reader.stop();
      return face.close();
    },
  };
}
