import { fileURLToPath } from "node:url";
import { readOptions, StartError, usage } from "./options.ts";

try {
  const options = readOptions(process.argv.slice(2), process.env, fileURLToPath(new URL("..", import.meta.url)));
  if (options === "help") console.log(usage);
  // What a server needs takes some time to load; who has mistyped an option is told at once.
  else await (await import("./serve.ts")).serve(options);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
