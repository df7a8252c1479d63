import { xmlBytesMax, xmlDepthMax } from "../bounds.ts";
import { depthOf } from "./depth.ts";
import type { Finding, FindingCode } from "./finding.ts";

/** Why a file is refused before it is parsed, or null. `expected` is what it should have been: `BPMN 2.0`. */
export function refuseFile(xml: string, expected: string): Finding | null {
  // UTF-8 takes at least one byte a character, so this never lets a larger file through by much.
  if (xml.length > xmlBytesMax)
    return fileFinding("XML_TOO_LARGE", `Expected at most ${xmlBytesMax} bytes of XML, got ${xml.length}.`);
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    return fileFinding("XML_ENTITY_REFUSED", "Expected XML without a document type, got <!DOCTYPE>. Remove it.");
  // Neither XML nor the database's texts can hold it.
  if (/\0|&#x?0+;/i.test(xml))
    return fileFinding("XML_INVALID", `Expected ${expected} XML, got text with a null character.`);
  const depth = depthOf(xml);
  if (depth > xmlDepthMax)
    return fileFinding("XML_TOO_LARGE", `Expected elements nested at most ${xmlDepthMax} deep, got ${depth}.`);
  return null;
}

/** About the whole file; the line is the one that the parser's complaint names. */
export const fileFinding = (code: FindingCode, message: string): Finding => ({
  code,
  severity: "error",
  elementId: null,
  line: lineIn(message),
  message: shortened(message),
});

/** The parser counts lines from 0. */
function lineIn(message: string): number | null {
  const line = /line: (\d+)/.exec(message)?.[1];
  return line === undefined ? null : Number(line) + 1;
}

/** In one line, and cut in the middle: the parser quotes whatever it could not read, be it the whole file. */
export function shortened(text: string): string {
  const cut = text.length > 400 ? `${text.slice(0, 200)} … ${text.slice(-200)}` : text;
  return cut.replace(/\s*\n\s*/g, ", ").trim();
}
