import type { Evaluation } from "../evaluation.ts";

/**
 * Characters of a text up to which JavaScript's own search is fast. It compares longer ones at almost every place: 25
 * seconds for 200 000 characters in a million.
 */
const nativeMax = 100;

/** Where one text first stands in another at or behind a place, in UTF-16 units; -1 when it does not. Linear. */
export function indexOfText(text: string, match: string, from: number, run: Evaluation): number {
  if (match.length > nativeMax) return indexOfLong(text, match, from, run);
  const at = text.indexOf(match, from);
  run.spend(((at < 0 ? text.length : at) - from) / 64);
  return at;
}

/** Knuth, Morris and Pratt. */
function indexOfLong(text: string, match: string, from: number, run: Evaluation): number {
  run.spend((text.length - from + match.length) / 8);
  run.take(4 * match.length);
  const borders = bordersOf(match);
  let matched = 0;
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    while (matched > 0 && match.charCodeAt(matched) !== unit) matched = borders[matched - 1] ?? 0;
    if (match.charCodeAt(matched) === unit) matched += 1;
    if (matched === match.length) return at + 1 - matched;
  }
  return -1;
}

/** For every beginning of the text the length of its longest end that is a beginning as well. */
function bordersOf(match: string): Int32Array {
  const borders = new Int32Array(match.length);
  let length = 0;
  for (let at = 1; at < match.length; at += 1) {
    const unit = match.charCodeAt(at);
    while (length > 0 && match.charCodeAt(length) !== unit) length = borders[length - 1] ?? 0;
    if (match.charCodeAt(length) === unit) length += 1;
    borders[at] = length;
  }
  return borders;
}
