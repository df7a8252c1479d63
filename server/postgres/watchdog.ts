import { leave } from "./leave.ts";
import { placesOf } from "./places.ts";

/**
 * The process beside each Millrace that lets go of Postgres when Millrace ends, by whatever means.
 *
 * Its standard input is a pipe that Millrace holds open and never writes to; the kernel closes it even after SIGKILL.
 * Arguments: the data directory and the claim made there.
 */
const [dataDirectory, claim] = process.argv.slice(2);
if (dataDirectory === undefined || claim === undefined)
  throw new Error("Expected a data directory and a claim as arguments");

// Whoever signals the whole family must not stop us before Millrace.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

process.stdin.resume();
process.stdin.once("error", () => {});
process.stdin.once("close", () => leave(placesOf(dataDirectory), claim));
