/** Which requests can be sent, at the limits and one byte beyond. */
import { expect, test } from "bun:test";
import { messageBytesMax, requestBytesMax } from "../../src/protocol/limits.ts";
import { sizeFault } from "../../src/protocol/message-size.ts";
import type { Request } from "../../src/protocol/requests.ts";
import { encodeRequest } from "../../src/protocol/request-encoder.ts";

const said = (text: string): Request => ({ type: "broadcast", room: "tea", text, key: "k-1" });
const whispered = (text: string): Request => ({ type: "sendto", nickname: "bob", text, key: "k-1" });

/** A text of these signs, and of one byte more, so that the frame is as long as it may be. */
function filling(sign: string, request: (text: string) => Request): string {
  const escapedBytes = JSON.stringify(sign).length - 2;
  const room = requestBytesMax - Buffer.byteLength(encodeRequest(request("")).trimEnd());
  return sign.repeat(Math.floor(room / escapedBytes)) + "x".repeat(room % escapedBytes);
}

for (const request of [said, whispered]) {
  const { type } = request("");
  test.each([
    ["ASCII", "x".repeat(messageBytesMax)],
    ["three-byte characters", "你".repeat(messageBytesMax / 3)],
  ])(`sizeFault of a ${type} counts the bytes of %s`, (_, text) => {
    expect(sizeFault(request(text))).toBeUndefined();
    expect(sizeFault(request(`${text}x`))).toEqual({ code: "message_too_long", bytesMax: messageBytesMax });
  });

  test.each([
    ["quotes", '"'],
    ["backslashes", "\\"],
    ["line breaks", "\n"],
  ])(`sizeFault of a ${type} counts %s as JSON writes them`, (_, sign) => {
    const text = filling(sign, request);
    expect(Buffer.byteLength(text)).toBeLessThan(messageBytesMax);
    expect(Buffer.byteLength(encodeRequest(request(text)))).toBe(requestBytesMax + 1);
    expect(sizeFault(request(text))).toBeUndefined();
    expect(sizeFault(request(`${text}x`))).toEqual({ code: "frame_too_long", bytesMax: requestBytesMax });
  });
}

test("sizeFault holds for requests that are no messages", () => {
  expect(sizeFault({ type: "whois", nickname: "bob", key: "k" })).toBeUndefined();
  const whois = { type: "whois", nickname: '"'.repeat(9_000), key: "k" } as const;
  expect(sizeFault(whois)).toEqual({ code: "frame_too_long", bytesMax: requestBytesMax });
});
