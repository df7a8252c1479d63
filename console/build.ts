import { ensurePages } from "./pages.ts";

await ensurePages((line) => process.stdout.write(`${line}\n`));
