/** A part of an expression: texts and smaller parts, in their order. Written out it is FEEL, or nearly so. */
export interface Tree {
  /** What it is, for reports: `arithmetic`, `call of sum`. */
  readonly kind: string;
  readonly parts: readonly (string | Tree)[];
}

export const tree = (kind: string, ...parts: (string | Tree)[]): Tree => ({ kind, parts });

export const textOf = ({ parts }: Tree): string =>
  parts.map((part) => (typeof part === "string" ? part : textOf(part))).join("");

/** Parts with something between them: `a, b, c`. */
export const joined = (parts: readonly Tree[], between: string): (string | Tree)[] =>
  parts.flatMap((part, at) => (at === 0 ? [part] : [between, part]));

const plain = ["null", "1", '"a"', "true", "[]", "[1, 2]", "{a: 1}"].map((text) => tree("plain", text));

/** The smallest tree that can be reached by taking away parts, one after the other, and of which `isStill` holds. */
export function reduced(from: Tree, isStill: (candidate: Tree) => boolean): Tree {
  let least = from;
  for (let rounds = 0; rounds < roundsMax; rounds++) {
    const length = textOf(least).length;
    const next = smallerThan(least).find((candidate) => textOf(candidate).length < length && isStill(candidate));
    if (!next) return least;
    least = next;
  }
  return least;
}

/** Each makes it shorter; expressions are. */
const roundsMax = 500;

/** What is within it for the whole, the whole without an item, and with one part made smaller or a literal. */
function smallerThan(whole: Tree): Tree[] {
  const { parts } = whole;
  const without = parts.flatMap((part, at) =>
    part === ", " ? [at - 1, at].map((from) => ({ ...whole, parts: parts.toSpliced(from, 2) })) : [],
  );
  const replaced = parts.flatMap((part, at) => {
    if (typeof part === "string") return [];
    return [...smallerThan(part), ...plain].map((other) => ({ ...whole, parts: parts.with(at, other) }));
  });
  return [...inner(whole), ...without, ...replaced];
}

/** Entries and named arguments are no expressions by themselves. */
const inner = ({ parts }: Tree): Tree[] =>
  parts.flatMap((part) => {
    if (typeof part === "string") return [];
    return part.kind === "entry" || part.kind === "named" ? inner(part) : [part];
  });
