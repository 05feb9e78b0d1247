/** How the requests of a transcript are written: a word and what stands behind it, as a client's frame. */

/** The token that this server gives to everybody: who somebody is, a transcript says by name. */
export const token = "ours";

/**
 * `login NICK`, `login2 NICK` (in v2), `watch NICK` (in v2, and wants to see who is writing), `enter NICK` (in v2, by a
 * client that can come back), `return NICK ROOM:SEQ…` (with the token and cursors), `broadcast TEXT`, `say ROOM TEXT`,
 * `sendto NICK TEXT`, `join ROOM`, `topic ROOM TEXT`, `away TEXT`, `back`, `typing ROOM`, `typing @NICK`, `ls` and so on,
 * or a frame as it is.
 */
export function frameOf(verb: string, rest: string): string {
  const [first = "", ...words] = rest.split(" ");
  const text = words.join(" ");
  switch (verb) {
    case "login":
      return JSON.stringify({ type: "login", msg: rest });
    case "login2":
      return JSON.stringify({ type: "login", msg: rest, v: 2 });
    case "watch":
      return JSON.stringify({ type: "login", msg: rest, v: 2, typing: true });
    case "enter":
      return JSON.stringify({ type: "login", msg: rest, v: 2, after: {} });
    case "return":
      return JSON.stringify({ type: "login", msg: first, v: 2, token, after: cursorsOf(words) });
    case "broadcast":
      return JSON.stringify({ type: "broadcast", msg: rest });
    case "say":
      return JSON.stringify({ type: "broadcast", room: first, msg: text });
    case "sendto":
      return JSON.stringify({ type: "sendto", nickname: first, msg: text });
    case "join":
    case "leave":
    case "history":
      return JSON.stringify({ type: verb, room: first });
    case "search":
      return JSON.stringify({ type: verb, room: first, query: text });
    case "topic":
      return JSON.stringify({ type: verb, room: first, msg: text === "" ? null : text });
    case "nick":
    case "away":
      return JSON.stringify({ type: verb, msg: rest });
    case "back":
      return JSON.stringify({ type: "away" });
    case "whois":
      return JSON.stringify({ type: verb, nickname: rest });
    case "typing":
      return JSON.stringify({ type: verb, ...placeOf(rest), key: "k" });
    case "ls":
    case "help":
    case "ignore":
    case "ping":
    case "rooms":
      return JSON.stringify({ type: verb, msg: null, room: first === "" ? undefined : first });
    default:
      return `${verb} ${rest}`.trim();
  }
}

function placeOf(name: string): object {
  return name.startsWith("@") ? { nickname: name.slice(1) } : { room: name };
}

/** `lobby:3 tea:1 @:2` */
function cursorsOf(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    words.map((word) => {
      const [room = "", seq = ""] = word.split(":");
      return [room, Number(seq)];
    }),
  );
}
