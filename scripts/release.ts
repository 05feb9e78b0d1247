/** Builds every target of a release into `dist/release`, with the checksums that `sha256sum --check` reads. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Target } from "./binary.ts";
import { compileBinary, root } from "./binary.ts";
import { withoutSignature } from "./unsign.ts";

const targets: readonly Target[] = [
  { name: "linux-x64", bun: "bun-linux-x64" },
  { name: "linux-x64-musl", bun: "bun-linux-x64-musl" },
  { name: "linux-arm64", bun: "bun-linux-arm64" },
  { name: "linux-arm64-musl", bun: "bun-linux-arm64-musl" },
  { name: "darwin-x64", bun: "bun-darwin-x64" },
  { name: "darwin-arm64", bun: "bun-darwin-arm64" },
  { name: "windows-x64", bun: "bun-windows-x64" },
];

const folder = "dist/release";
await rm(join(root, folder), { recursive: true, force: true });

const sums: string[] = [];
for (const target of targets) {
  const file = `chat-${target.name}${target.name.startsWith("windows") ? ".exe" : ""}`;
  await compileBinary({ outfile: `${folder}/${file}`, target });
  const path = join(root, folder, file);
  if (target.name === "darwin-x64") await Bun.write(path, withoutSignature(await Bun.file(path).bytes()));
  const bytes = await Bun.file(path).bytes();
  sums.push(`${Bun.SHA256.hash(bytes, "hex")}  ${file}\n`);
  console.log(`built ${folder}/${file} (${Math.round(bytes.length / 1e6)} MB)`);
}

await Bun.write(join(root, folder, "SHA256SUMS"), sums.join(""));
console.log(`wrote ${folder}/SHA256SUMS`);
