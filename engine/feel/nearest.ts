/** Changes of one character that a misspelt name may be away from what was meant. */
const changesMax = 3;

/** The name that was probably meant; null when none is close. */
export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.min(changesMax, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const changes = changesBetween(name.toLowerCase(), candidate.toLowerCase(), least);
    if (changes < least) [best, least] = [candidate, changes];
  }
  return best;
}

/** Characters to insert, delete or replace (V. Levenshtein, 1965); `enough` when there are as many. */
function changesBetween(one: string, other: string, enough: number): number {
  if (Math.abs(one.length - other.length) >= enough) return enough;
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    above = line;
  }
  return above[other.length] ?? enough;
}
