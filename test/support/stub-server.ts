/** A v2 server that answers as a test says: it lets everybody in, and passes each later request to the test. */
import { fieldsOf } from "./fields.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface StubServer extends Disposable {
  readonly port: number;
}

/** At the beginning; its cursors are an object in it. */
const login = /^(\{"type":"login"(?:[^{}\n]|\{[^{}\n]*\})*\})(?!\n)/;

/** @param answer what is sent back for a request, in order; requests come one a line */
export function openStubServer(answer: (request: Fields) => readonly object[]): StubServer {
  const accepted = {
    type: "login",
    success: true,
    v: 2,
    nickname: "ann",
    token: "t",
    resumed: false,
    server: { name: "stub", version: "0" },
    rooms: [{ room: "lobby", topic: "", seq: 0, members: 1 }],
  };
  const listener = Bun.listen<{ rest: string }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: (socket) => {
        socket.data = { rest: "" };
      },
      data: (socket, chunk) => {
        const text = socket.data.rest + chunk.toString();
        // A login ends with its brace, without a line break.
        const lines = text.replace(login, "$1\n").split("\n");
        socket.data.rest = lines.pop() ?? "";
        for (const request of lines.filter(Boolean).map(fieldsOf)) {
          const answers = request["type"] === "login" ? [accepted] : answer(request);
          for (const fields of answers) socket.write(`${JSON.stringify(fields)}\n`);
        }
      },
    },
  });
  return { port: listener.port, [Symbol.dispose]: () => listener.stop(true) };
}
