/**
 * A room that behaves as the old Python one did, faults included: a greeting in plain text, then one `recv(1024)` after
 * the other, each parsed as exactly one JSON object. Whoever sends it two at once, half a one or one that is too long is
 * dropped, since the thread that served them has died.
 */
import type { Socket } from "bun";
import * as v from "valibot";
import { broadcastTag, listTag, directTag, stamp, systemTag } from "../../src/protocol/stamp.ts";

export interface OldServer extends Disposable {
  readonly port: number;
  /** Whom it dropped, by their last read, in order. */
  readonly dropped: readonly string[];
  /** Every object that it read, in order. */
  readonly requests: readonly OldRequest[];
  /** The nicknames that are logged in. */
  readonly nicknames: () => readonly string[];
  /** Hangs up on everybody. */
  readonly hangUp: () => void;
  /** The same, and does not notice it: their nicknames stay taken until the returned function is called. */
  readonly haunt: () => () => void;
}

/**
 * @param writes how answers are cut: `apart`, as they are; `ragged`, back to back and split in the middle
 * @param reads what several whole objects in one read are: `strict`, fatal, as they were; `late`, one read each. A client
 *   in a process of its own needs `late`: what it wrote apart comes together when this process is late to read.
 */
export function openOldServer(
  writes: "apart" | "ragged" = "apart",
  reads: "strict" | "late" = "strict",
): OldServer {
  const room: Room = {
    members: new Map(),
    sockets: new Set(),
    ghosts: new Set(),
    dropped: [],
    requests: [],
    writes,
  };
  const listener = Bun.listen<undefined>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        room.sockets.add(socket);
        socket.write("Welcome to the chat room, 欢迎!\r\n");
      },
      data(socket, chunk) {
        for (const read of reads === "late" ? wholeObjects(chunk) : [chunk]) {
          const text = read.subarray(0, recvBytes).toString();
          if (!serve(room, socket, text) || read.length > recvBytes) return drop(room, socket, text);
        }
      },
      close(socket) {
        room.sockets.delete(socket);
        if (!room.ghosts.has(socket)) leave(room, socket);
      },
    },
  });
  return {
    port: listener.port,
    dropped: room.dropped,
    requests: room.requests,
    nicknames: () => Array.from(room.members.values(), ({ nickname }) => nickname),
    hangUp: () => room.sockets.forEach((socket) => socket.terminate()),
    haunt: () => {
      for (const socket of room.sockets) room.ghosts.add(socket);
      for (const socket of room.ghosts) socket.terminate();
      return () => room.ghosts.forEach((socket) => leave(room, socket));
    },
    [Symbol.dispose]: () => listener.stop(true),
  };
}

const recvBytes = 1024;

/** Cuts between objects that stand back to back. */
function wholeObjects(chunk: Buffer): readonly Buffer[] {
  return chunk
    .toString()
    .split(/(?<=\})(?=\{"type":)/)
    .map((text) => Buffer.from(text));
}

interface Room {
  readonly members: Map<Socket<undefined>, { readonly nickname: string; ignoring: boolean }>;
  readonly sockets: Set<Socket<undefined>>;
  readonly ghosts: Set<Socket<undefined>>;
  readonly dropped: string[];
  readonly requests: OldRequest[];
  readonly writes: "apart" | "ragged";
}

const requestSchema = v.variant("type", [
  v.object({ type: v.literal("login"), msg: v.string() }),
  v.object({ type: v.literal("broadcast"), msg: v.string() }),
  v.object({ type: v.literal("sendto"), nickname: v.string(), msg: v.string() }),
  v.object({ type: v.picklist(["ls", "help", "ignore"]), msg: v.null() }),
]);

export type OldRequest = v.InferOutput<typeof requestSchema>;

/** False when the thread has died of it. */
function serve(room: Room, socket: Socket<undefined>, read: string): boolean {
  const request = v.safeParse(v.pipe(v.string(), v.parseJson(), requestSchema), read);
  if (!request.success) return false;
  room.requests.push(request.output);
  const member = room.members.get(socket);
  if (request.output.type === "login") logIn(room, socket, request.output.msg);
  else if (member === undefined) return false;
  else answer(room, socket, member.nickname, request.output);
  return true;
}

function logIn(room: Room, socket: Socket<undefined>, nickname: string): void {
  const taken = Array.from(room.members.values()).some((member) => member.nickname === nickname);
  if (taken)
    return write(room, socket, { type: "login", success: false, msg: `${nickname} is used already` });
  room.members.set(socket, { nickname, ignoring: false });
  write(room, socket, { type: "login", success: true, msg: `welcome, ${nickname}` });
  announce(room, `${nickname} comes in`);
}

function leave(room: Room, socket: Socket<undefined>): void {
  const member = room.members.get(socket);
  room.members.delete(socket);
  if (member !== undefined) announce(room, `${member.nickname} goes out`);
}

function answer(
  room: Room,
  socket: Socket<undefined>,
  nickname: string,
  request: Exclude<OldRequest, { type: "login" }>,
): void {
  const member = room.members.get(socket);
  switch (request.type) {
    case "broadcast": {
      if (member?.ignoring === true)
        return write(room, socket, { type: "broadcast", msg: "[ SYSTEM ] : you are ignoring\r\n" });
      const msg = `${now()}${broadcastTag(nickname)}${request.msg}\r\n`;
      for (const [other, { ignoring }] of room.members)
        if (!ignoring) write(room, other, { type: "broadcast", msg });
      return undefined;
    }
    case "sendto": {
      const target = Array.from(room.members).find(([, other]) => other.nickname === request.nickname);
      if (target === undefined) return write(room, socket, { type: "single", msg: "no such user\r\n" });
      const msg = `${now()}${directTag(nickname, request.nickname)}${request.msg}\r\n`;
      for (const reader of new Set([target[0], socket])) write(room, reader, { type: "single", msg });
      return undefined;
    }
    case "ls": {
      const names = Array.from(room.members.values(), (other) => `${other.nickname},\r\n`);
      return write(room, socket, { type: "ls", msg: listTag + names.join("") });
    }
    case "help":
      return write(room, socket, { type: "help", msg: "/ls\r\n/h\r\n/i\r\n" });
    case "ignore":
      if (member !== undefined) member.ignoring = !member.ignoring;
      return write(room, socket, { type: "ignore", success: true, msg: `${now()}${systemTag}switched\r\n` });
  }
}

function announce(room: Room, text: string): void {
  const msg = `${now()}${systemTag}${text}\r\n`;
  for (const socket of room.members.keys()) write(room, socket, { type: "system_msg", msg });
}

function drop(room: Room, socket: Socket<undefined>, read: string): void {
  room.dropped.push(read);
  socket.terminate();
}

/** As Python's `json.dumps` writes it: in ASCII, without a line end. */
function write(room: Room, socket: Socket<undefined>, fields: object): void {
  const json = JSON.stringify(fields).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  if (room.writes === "apart") return void socket.write(json);
  // Two objects in one write, the second cut in the middle of its text.
  const whole = Buffer.from(`${json}${JSON.stringify({ type: "weather", msg: "晴" })}`);
  const half = whole.length - 5;
  socket.write(whole.subarray(0, half));
  queueMicrotask(() => void socket.write(whole.subarray(half)));
}

function now(): string {
  return stamp(Date.now());
}
