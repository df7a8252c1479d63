import { contextEntriesMax } from "../engine/bounds.ts";
import { parseJson as parseExact } from "../engine/feel/exactJson.ts";
import type { App } from "./routes/context.ts";
import { SearchBody } from "./routes/schemas.ts";
import { Refused } from "./store/failures.ts";

/** People write some levels; the stack of what walks through values ends at some thousands. */
const jsonDepthMax = 200;

/** Reads bodies as JSON and nothing else; a route that reads another type says so itself. */
export function readJson(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_, text, done) => {
    try {
      done(null, parseJson(String(text)));
    } catch (error) {
      done(error as Error);
    }
  });
  // A search without a body finds everything.
  app.addHook("preValidation", (request, _, done) => {
    if (request.routeOptions.schema?.body === SearchBody) request.body ??= {};
    done();
  });
}

/** Clients send an empty body with a JSON content type; it means nothing, not an error. */
function parseJson(text: string): unknown {
  if (text === "") return undefined;
  if (isDeep(text)) throw refused(`Expected JSON nested at most ${jsonDepthMax} deep`);
  let value: unknown;
  try {
    value = parseExact(text);
  } catch (error) {
    throw refused(`Expected JSON in the body: ${error instanceof Error ? error.message : error}`);
  }
  if (text.length > contextEntriesMax * entryLengthMin) refuseManyEntries(value, "");
  // Only escapes can write what Postgres cannot store, and only few bodies have any.
  if (/\\u|__proto__/.test(text)) refuseUnstorable(value, "");
  return value;
}

/** Characters that an entry takes at least: `"":0,`. */
const entryLengthMin = 5;

function refuseManyEntries(value: unknown, path: string): void {
  if (typeof value !== "object" || value === null) return;
  const names = Object.keys(value);
  if (!Array.isArray(value) && names.length > contextEntriesMax)
    throw refused(`Expected at most ${contextEntriesMax} members in an object, got ${names.length}`, path);
  for (const name of names) refuseManyEntries((value as Record<string, unknown>)[name], `${path}/${name}`);
}

function isDeep(text: string): boolean {
  if (text.length < 2 * jsonDepthMax) return false;
  let depth = 0;
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (mark === "[" || mark === "{") depth += 1;
    else if (mark === "]" || mark === "}") depth -= 1;
    if (depth > jsonDepthMax) return true;
  }
  return false;
}

/** U+0000 and halves of surrogate pairs are no text for Postgres; `__proto__` is no name for an object's field. */
function refuseUnstorable(value: unknown, path: string): void {
  if (typeof value === "string") return refuseText(value, path);
  if (typeof value !== "object" || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    refuseText(name, path);
    if (name === "__proto__") throw refused("Expected another name than __proto__", path);
    refuseUnstorable(item, `${path}/${name}`);
  }
}

function refuseText(text: string, path: string): void {
  if (text.includes("\0") || !text.isWellFormed())
    throw refused("Expected text without U+0000 and without halves of surrogate pairs", path);
}

const refused = (expected: string, path = "") =>
  new Refused("BODY_INVALID", path === "" ? expected : `${expected} at ${path}`, { field: path || "/" });
