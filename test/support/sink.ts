/** A stream that keeps all that is written to it, at once. */
import { Writable } from "node:stream";

export class Sink extends Writable {
  text = "";

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
