/**
 * Deepest nesting of elements in XML text, counted before a parser recurses into them. One pass whatever comes, so
 * that a hostile file costs no more than its length; text that is no XML gives some number and fails in the parser.
 */
export function depthOf(xml: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = xml.indexOf("<"); at !== -1; at = xml.indexOf("<", at)) {
    const skipped = skipNonElement(xml, at);
    if (skipped !== null) {
      at = skipped;
      continue;
    }
    const end = endOfTag(xml, at);
    if (xml[at + 1] === "/") depth--;
    else if (xml[end - 1] !== "/") depth++;
    if (depth > deepest) deepest = depth;
    at = end;
  }
  return deepest;
}

/** The end of a comment, CDATA section or instruction that begins here, or null when it is a tag. */
function skipNonElement(xml: string, at: number): number | null {
  const closing = xml.startsWith("<!--", at)
    ? "-->"
    : xml.startsWith("<![CDATA[", at)
      ? "]]>"
      : xml[at + 1] === "?"
        ? "?>"
        : null;
  if (closing === null) return null;
  const end = xml.indexOf(closing, at);
  return end === -1 ? xml.length : end + closing.length;
}

/** Index of the `>` that ends the tag; one within an attribute's quotes does not. */
function endOfTag(xml: string, from: number): number {
  let quote = "";
  for (let at = from; at < xml.length; at++) {
    const character = xml[at] ?? "";
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === ">") return at;
  }
  return xml.length;
}
