/** What a session shows, as one line that a person can read. */
import type { Link, Notice, Pending, ShownEvent } from "../../src/client/shown-event.ts";

export function tellEvent(event: ShownEvent): string {
  switch (event.type) {
    case "message":
    case "past":
    case "pending":
      return tellSaid(event);
    case "notice":
      return tellNotice(event);
    case "rooms":
      return `rooms ${event.rooms.map(({ room, members }) => `${room} ${members}`).join(", ")}`;
    case "members": {
      const { members, detailed } = event;
      const told = members.map(({ nickname, away, text }) =>
        detailed ? `${nickname}${away ? ` (away ${text ?? ""})` : ""}` : nickname,
      );
      return `${detailed ? "details of" : "members"} ${told.join(" ")}`;
    }
    case "refused":
      return `refused ${event.fault?.code ?? ""} ${event.text ?? ""}`.trimEnd();
    case "link":
      return tellLink(event.link);
    default:
      return tellState(event);
  }
}

function tellNotice({ event, room, nickname, topic, to = "", hidden = false }: Notice): string {
  return `${hidden ? "hidden " : ""}${where(room)}${event} ${nickname} ${topic}${to}`.trimEnd();
}

function tellSaid(event: Extract<ShownEvent, { type: "message" | "past" | "pending" }>): string {
  switch (event.type) {
    case "message": {
      const { room, from, to, text, own } = event;
      return `${where(room)}${own ? "own " : ""}${from}${to === undefined ? "" : ` to ${to}`}: ${text}`;
    }
    case "past": {
      const { room, query, isContinued = false, messages, seenSeq, missed = 0 } = event;
      const news = seenSeq === undefined ? "" : ` (seen ${seenSeq}, missed ${missed})`;
      const said = messages.map(({ from, text, own }) => ` ${own ? "own " : ""}${from}: ${text}`);
      const search = query === undefined ? "" : ` ${isContinued ? "before that " : ""}with ${query}`;
      return `past of ${room}${news}${search}${said.join("")}`;
    }
    case "pending":
      return `pending ${event.waiting.map(tellPending).join(" ")}`.trimEnd();
  }
}

/** A message that looks like a command is told apart from it. */
function tellPending({ kind, text }: Pending): string {
  return kind === "message" && text.startsWith("/") ? `message ${text}` : text;
}

type Said = "message" | "past" | "pending" | "notice" | "rooms" | "members" | "refused" | "link";

/** How things are with oneself and the conversations. */
function tellState(event: Exclude<ShownEvent, { type: Said }>): string {
  switch (event.type) {
    case "here": {
      const { conversation, topic, members } = event;
      return `here ${conversation} ${topic}${members === undefined ? "" : `(${members})`}`.trimEnd();
    }
    case "topic":
      return `topic ${event.room} ${event.topic}`.trimEnd();
    case "left":
      return `left ${event.conversation}`;
    case "said":
      return `said ${event.text}`;
    case "ignoring":
      return `ignoring ${event.ignoring}`;
    case "typing":
      return `typing ${event.nickname} in ${event.conversation}`;
    case "renamed":
      return `renamed ${event.nickname}`;
    case "away":
      return `${event.away ? "away" : "back"} ${event.text}`.trimEnd();
    case "whois":
      return `whois ${event.nickname} in ${event.rooms.join(" ")}`;
    case "notify":
      return `notify ${event.conversation} ${event.level}${event.asked ? " asked" : ""}`;
    case "delayed":
      return `delayed ${event.fault.code}`;
    case "broken":
      return `broken ${event.count}`;
    case "gap":
      return `gap in ${event.conversation ?? "private messages"}: ${event.from} to ${event.to}, ${event.why}`;
    case "hidden":
      return `hidden ${event.nicknames.join(" ")}`.trimEnd();
    case "clear":
    case "edit":
      return event.type;
  }
}

function tellLink(link: Link): string {
  if (link.state === "connecting") return "connecting";
  if (link.state === "online")
    return `online ${link.nickname} in ${link.server}${link.again === true ? " again" : ""}`;
  return `offline ${link.retryInMs} ${link.reason}`;
}

/** The lobby goes without saying. */
function where(room: string): string {
  return room === "lobby" ? "" : `[${room}] `;
}
