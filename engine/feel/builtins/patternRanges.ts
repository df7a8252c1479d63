import { RE2JS } from "re2js";

/** Code points, as ascending pairs of a first and a last one that do not touch. */
export type Ranges = readonly (readonly [first: number, last: number])[];

const codePointMax = 0x10ffff;

export function complementOf(ranges: Ranges): Ranges {
  const others: [number, number][] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) others.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= codePointMax) others.push([next, codePointMax]);
  return others;
}

/** What is in both. */
export function commonTo(left: Ranges, right: Ranges): Ranges {
  const common: [number, number][] = [];
  let at = 0;
  for (const [first, last] of left) {
    while (at > 0 && (right[at - 1]?.[1] ?? -1) >= first) at -= 1;
    for (; at < right.length; at += 1) {
      const [otherFirst, otherLast] = right[at] ?? [0, -1];
      if (otherFirst > last) break;
      if (otherLast >= first) common.push([Math.max(first, otherFirst), Math.min(last, otherLast)]);
    }
  }
  return common;
}

/** What stands between the brackets of a class that has these. */
export const bodyOf = (ranges: Ranges): string =>
  ranges.map(([first, last]) => (first === last ? escaped(first) : `${escaped(first)}-${escaped(last)}`)).join("");

const escaped = (codePoint: number) => `\\x{${codePoint.toString(16)}}`;

/** No text has this code point: it keeps a class from becoming something else. */
const guard = codePointMax;

/** The code points of a class, whose body the library understands; its tables know those of categories. */
export function rangesOf(body: string, ignoresCase: boolean): Ranges {
  const compiled = RE2JS.compile(`${ignoresCase ? "(?i)" : ""}[${body}${escaped(guard)}]`).re2();
  for (let at = 0; at < compiled.numberOfInstructions(); at += 1) {
    const runes: ArrayLike<number> = compiled.prog.getInst(at).runes ?? [];
    if (runes.length < 2 && runes[0] !== guard) continue;
    const pairs = Array.from({ length: runes.length / 2 }, (_, pair): [number, number] => [
      runes[2 * pair] ?? 0,
      runes[2 * pair + 1] ?? 0,
    ]);
    return pairs
      .map(([first, last]): [number, number] => [first, Math.min(last, guard - 1)])
      .filter(([a, b]) => a <= b);
  }
  return [];
}
