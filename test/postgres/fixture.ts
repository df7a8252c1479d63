import { startPostgres } from "../../server/postgres/start.ts";

/**
 * A process that uses the embedded Postgres of the directory in its argument, as Millrace does.
 *
 * Writes one line of JSON, `{ running: { connection, describe } }` or `{ failure: { name, message } }`, and stops when its input ends.
 */
const write = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const [dataDirectory] = process.argv.slice(2);
if (dataDirectory === undefined) throw new Error("Expected a data directory as argument");

try {
  const { connection, describe, stop } = await startPostgres({
    dataDirectory,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdin.resume();
  process.stdin.once("end", async () => {
    await stop();
    process.exit(0);
  });
  write({ running: { connection, describe } });
} catch (error) {
  write({ failure: { name: (error as Error).name, message: (error as Error).message } });
}
