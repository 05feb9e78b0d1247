/**
 * Takes the code signature off a macOS executable. Bun 1.4.5 signs what it makes for arm64 anew, but leaves the signature
 * of its own executable on what it makes for x64, where it fits no longer; macOS ends a program with a wrong signature,
 * while an x64 program may have none.
 *
 * @source mach-o/loader.h of the XNU kernel (mach_header_64, segment_command_64, linkedit_data_command)
 */

/** The executable without its signature, as `codesign --remove-signature` leaves it. Changes `file` and returns its beginning. */
export function withoutSignature(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(0, true) !== magic64) throw new Error("not a Mach-O executable of 64 bits");
  const commands = commandsOf(view);
  const signature = commands.find(({ type }) => type === codeSignature);
  const linkEdit = commands.find(
    ({ type, at }) => type === segment64 && nameAt(file, at + 8) === "__LINKEDIT",
  );
  if (signature === undefined) return file;
  const start = view.getUint32(signature.at + 8, true);
  const end = start + view.getUint32(signature.at + 12, true);
  if (linkEdit === undefined || signature !== commands.at(-1) || end !== file.length) {
    throw new Error("the signature is not the last thing in the file");
  }
  const size = BigInt(start) - view.getBigUint64(linkEdit.at + 40, true);
  view.setBigUint64(linkEdit.at + 32, ((size + pageBytes - 1n) / pageBytes) * pageBytes, true);
  view.setBigUint64(linkEdit.at + 48, size, true);
  view.setUint32(16, view.getUint32(16, true) - 1, true);
  view.setUint32(20, view.getUint32(20, true) - signature.size, true);
  file.fill(0, signature.at, signature.at + signature.size);
  return file.subarray(0, start);
}

const magic64 = 0xfeedfacf;
const headerBytes = 32;
const segment64 = 0x19;
const codeSignature = 0x1d;
const pageBytes = 4096n;

interface LoadCommand {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

function commandsOf(view: DataView): readonly LoadCommand[] {
  const commands: LoadCommand[] = [];
  let at = headerBytes;
  for (let left = view.getUint32(16, true); left > 0; left--) {
    const size = view.getUint32(at + 4, true);
    commands.push({ type: view.getUint32(at, true), at, size });
    at += size;
  }
  return commands;
}

function nameAt(file: Uint8Array, at: number): string {
  return new TextDecoder().decode(file.subarray(at, at + 16)).replace(/\0+$/, "");
}
