/** Random text of any code points. fast-check's own `unit: "binary"` builds a table of all of them first: a second a file. */
import * as fc from "fast-check";

const surrogatesStart = 0xd800;
const surrogateCount = 0x800;
const codePointMax = 0x10ffff;

/** Any Unicode scalar value: half of them below U+0300, where controls, marks and letters are, a sixth beyond the BMP. */
const anyCodePoint = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 0x2ff }) },
    { weight: 2, arbitrary: fc.integer({ min: 0x300, max: 0xffff - surrogateCount }) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0x1_0000 - surrogateCount, max: codePointMax - surrogateCount }),
    },
  )
  .map((index) => String.fromCodePoint(index < surrogatesStart ? index : index + surrogateCount));

/** Well-formed text; lengths are counted in code points. */
export function anyCodePoints(
  lengths: { minLength?: number; maxLength?: number } = {},
): fc.Arbitrary<string> {
  return fc.string({ ...lengths, unit: anyCodePoint });
}
