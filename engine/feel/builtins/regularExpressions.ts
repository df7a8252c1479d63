import type { Evaluation } from "../evaluation.ts";
import type { Feel } from "../value.ts";
import { type BuiltIns, form, orNull, text } from "./form.ts";
import type { PatternDialect } from "./patternClasses.ts";
import { type Found, type Pattern, patternOf } from "./patterns.ts";

/** DMN 1.5 table 75, its functions with regular expressions; `extract` is Camunda's. */
export const regularExpressions: BuiltIns = functionsOf("camunda");

/** The same with DMN's meaning of `\w`, `\d` and `\s`. */
export const dmnRegularExpressions: BuiltIns = functionsOf("dmn");

function functionsOf(dialect: PatternDialect): BuiltIns {
  return {
    matches: [
      form([text("input"), text("pattern")], ([input, pattern], run) => matches(input, pattern, "", dialect, run)),
      form([text("input"), text("pattern"), orNull(text("flags"))], ([input, pattern, flags], run) =>
        matches(input, pattern, flags ?? "", dialect, run),
      ),
    ],
    replace: [
      form([text("input"), text("pattern"), text("replacement")], ([input, pattern, replacement], run) =>
        replaced(input, patternOf(pattern, "", dialect, run), replacement, "", run),
      ),
      form(
        [text("input"), text("pattern"), text("replacement"), orNull(text("flags"))],
        ([input, pattern, replacement, flags], run) =>
          replaced(input, patternOf(pattern, flags ?? "", dialect, run), replacement, flags ?? "", run),
      ),
    ],
    split: [
      form([text("string"), text("delimiter")], ([string, delimiter], run) =>
        split(string, patternOf(delimiter, "", dialect, run), run),
      ),
    ],
    extract: [
      form([text("string"), text("pattern")], ([string, pattern], run) =>
        extracted(string, patternOf(pattern, "", dialect, run), run),
      ),
    ],
  };
}

function matches(input: string, text: string, flags: string, dialect: PatternDialect, run: Evaluation): boolean | null {
  const pattern = patternOf(text, flags, dialect, run);
  return pattern === null ? null : pattern.test(input, run);
}

function replaced(
  input: string,
  pattern: Pattern | null,
  replacement: string,
  flags: string,
  run: Evaluation,
): string | null {
  const pieces = pattern && (flags.includes("q") ? [replacement] : piecesOf(replacement, pattern.groupCount, run));
  if (!pattern || !pieces) return null;
  let result = "";
  let from = 0;
  const write = (piece: string) => {
    run.spend(1 + piece.length / 64);
    run.take(2 * piece.length);
    result += piece;
  };
  for (const found of pattern.matchesIn(input, run)) {
    const [start = 0, end = 0] = found;
    write(input.slice(from, start));
    for (const piece of pieces) write(typeof piece === "string" ? piece : groupOf(input, found, piece));
    from = end;
  }
  write(input.slice(from));
  return result;
}

const groupOf = (input: string, found: Found, group: number) =>
  input.slice(found[2 * group] ?? 0, Math.max(0, found[2 * group + 1] ?? 0));

/** Texts, and numbers of groups; null with a warning when a `$` or `\` stands alone (XPath 3.1 §5.6.4). */
function piecesOf(replacement: string, groupCount: number, run: Evaluation): (string | number)[] | null {
  run.spend(replacement.length / 2);
  run.take(2 * replacement.length);
  const pieces: (string | number)[] = [];
  let plainFrom = 0;
  for (let at = 0; at < replacement.length; at += 1) {
    const sign = replacement.charAt(at);
    if (sign !== "\\" && sign !== "$") continue;
    const next = replacement.charAt(at + 1);
    run.take(32);
    if (at > plainFrom) pieces.push(replacement.slice(plainFrom, at));
    if (sign === "\\" && /[\\$]/.test(next)) {
      at += 1;
      plainFrom = at;
    } else if (sign === "$" && /[0-9]/.test(next)) {
      const digits = groupDigits(replacement, at + 1, groupCount);
      const group = Number(digits);
      if (group <= groupCount) pieces.push(group);
      at += digits.length;
      plainFrom = at + 1;
    } else return run.warn(`Expected "$" and a digit, "\\$" or "\\\\" in the replacement, got "${sign}${next}"`);
  }
  pieces.push(replacement.slice(plainFrom));
  return pieces;
}

/** As many digits as there are groups for. */
function groupDigits(replacement: string, from: number, groupCount: number): string {
  let digits = replacement.charAt(from);
  for (let at = from + 1; /^[0-9]$/.test(replacement.charAt(at)); at += 1) {
    if (Number(digits + replacement.charAt(at)) > groupCount) break;
    digits += replacement.charAt(at);
  }
  return digits;
}

/** Nothing stands before a delimiter that is empty at the start. */
function split(string: string, pattern: Pattern | null, run: Evaluation): Feel {
  if (!pattern) return null;
  const parts: string[] = [];
  let from = 0;
  run.take(2 * string.length);
  for (const [start = 0, end = 0] of pattern.matchesIn(string, run)) {
    if (end === 0) continue;
    run.take(8);
    parts.push(string.slice(from, start));
    from = end;
  }
  parts.push(string.slice(from));
  return parts;
}

function extracted(input: string, pattern: Pattern | null, run: Evaluation): Feel {
  if (!pattern) return null;
  const parts: string[] = [];
  run.take(2 * input.length);
  for (const [start = 0, end = 0] of pattern.matchesIn(input, run)) {
    run.take(8);
    parts.push(input.slice(start, end));
  }
  return parts;
}
