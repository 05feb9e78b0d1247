/** What a session shows, as one line that a person can read. */
import type { Happening, Link, Pending } from "../../src/client/face.ts";

export function tellHappening(happening: Happening): string {
  switch (happening.type) {
    case "message":
    case "past":
    case "pending":
      return tellSaid(happening);
    case "notice": {
      const { event, room, nickname, topic, to = "", hidden = false } = happening;
      return `${hidden ? "hidden " : ""}${where(room)}${event} ${nickname} ${topic}${to}`.trimEnd();
    }
    case "rooms":
      return `rooms ${happening.rooms.map(({ room, members }) => `${room} ${members}`).join(", ")}`;
    case "members": {
      const { members, detailed } = happening;
      const told = members.map(({ nickname, away, text }) =>
        detailed ? `${nickname}${away ? ` (away ${text ?? ""})` : ""}` : nickname,
      );
      return `${detailed ? "details of" : "members"} ${told.join(" ")}`;
    }
    case "refused":
      return `refused ${happening.fault?.code ?? ""} ${happening.text ?? ""}`.trimEnd();
    case "link":
      return tellLink(happening.link);
    default:
      return tellState(happening);
  }
}

function tellSaid(happening: Extract<Happening, { type: "message" | "past" | "pending" }>): string {
  switch (happening.type) {
    case "message": {
      const { room, from, to, text, own } = happening;
      return `${where(room)}${own ? "own " : ""}${from}${to === undefined ? "" : ` to ${to}`}: ${text}`;
    }
    case "past": {
      const { room, query, messages, seenSeq, missed = 0 } = happening;
      const news = seenSeq === undefined ? "" : ` (seen ${seenSeq}, missed ${missed})`;
      const said = messages.map(({ from, text }) => ` ${from}: ${text}`);
      return `past of ${room}${news}${query === undefined ? "" : ` with ${query}`}${said.join("")}`;
    }
    case "pending":
      return `pending ${happening.waiting.map(tellPending).join(" ")}`.trimEnd();
  }
}

/** A message that looks like a command is told apart from it. */
function tellPending({ kind, text }: Pending): string {
  return kind === "message" && text.startsWith("/") ? `message ${text}` : text;
}

type Said = "message" | "past" | "pending" | "notice" | "rooms" | "members" | "refused" | "link";

/** How things are with oneself and the conversations. */
function tellState(happening: Exclude<Happening, { type: Said }>): string {
  switch (happening.type) {
    case "here": {
      const { conversation, topic, members } = happening;
      return `here ${conversation} ${topic}${members === undefined ? "" : `(${members})`}`.trimEnd();
    }
    case "topic":
      return `topic ${happening.room} ${happening.topic}`.trimEnd();
    case "left":
      return `left ${happening.conversation}`;
    case "said":
      return `said ${happening.text}`;
    case "ignoring":
      return `ignoring ${happening.ignoring}`;
    case "typing":
      return `typing ${happening.nickname} in ${happening.conversation}`;
    case "renamed":
      return `renamed ${happening.nickname}`;
    case "away":
      return `${happening.away ? "away" : "back"} ${happening.text}`.trimEnd();
    case "whois":
      return `whois ${happening.nickname} in ${happening.rooms.join(" ")}`;
    case "notify":
      return `notify ${happening.conversation} ${happening.level}${happening.asked ? " asked" : ""}`;
    case "broken":
      return `broken ${happening.count}`;
    case "ignored":
      return `ignored ${happening.nicknames.join(" ")}`.trimEnd();
    case "clear":
    case "edit":
      return happening.type;
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
