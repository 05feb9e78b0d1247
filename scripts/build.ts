/** Builds `dist/chat` for this machine. */
import { compileBinary, hostTarget } from "./binary.ts";

const outfile = process.platform === "win32" ? "dist/chat.exe" : "dist/chat";
await compileBinary({ outfile, target: await hostTarget() });
console.log(`built ${outfile}`);
