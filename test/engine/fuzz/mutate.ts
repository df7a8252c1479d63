import type { Random } from "../simulation/random.ts";
import { oddText } from "./odd.ts";
import { gentleMutations, treeMutations } from "./trees.ts";
import { copyOf, writeTree, type XmlNode } from "./xmlTree.ts";

/** Models to begin with; at least one. */
export type Models = readonly [XmlNode, ...XmlNode[]];

/** One of the models with one to four changes: what a person, a tool or an attacker may hand in. */
export function mutated(random: Random, models: Models): string {
  const root = copyOf(random.pick(models));
  const isGentle = random.chance(60);
  const count = random.pick([1, 1, 2, 3, 4]);
  for (let n = 0; n < count; n++)
    random.pick(isGentle ? gentleMutations : treeMutations)(random, root, random.pick(models));
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n${writeTree(root)}`;
  return !isGentle && random.chance(40) ? random.pick(textMutations)(random, xml) : xml;
}

type TextMutation = (random: Random, xml: string) => string;

const at = (random: Random, xml: string) => random.number(xml.length);
const replaced = (xml: string, from: number, length: number, text: string) =>
  xml.slice(0, from) + text + xml.slice(from + length);

const textMutations: readonly [TextMutation, ...TextMutation[]] = [
  (random, xml) => xml.slice(0, at(random, xml)),
  (random, xml) => xml.slice(at(random, xml)),
  (random, xml) => replaced(xml, at(random, xml), random.number(40), ""),
  (random, xml) =>
    replaced(
      xml,
      at(random, xml),
      0,
      random.pick(["<", ">", '"', "'", "&", "/", "\0", "\u0001", "\ud800", "]]>", "<!--", "<![CDATA[", "<?", "="]),
    ),
  (random, xml) => replaced(xml, at(random, xml), 1, String.fromCharCode(random.number(256))),
  (random, xml) =>
    replaced(
      xml,
      at(random, xml),
      0,
      random.pick(["&x;", "&#0;", "&#x110000;", "&#xD800;", "&amp", "&lt;", "&#999999999999;"]),
    ),
  (_, xml) => xml.replace("?>", '?><!DOCTYPE a [<!ENTITY b "cccc"><!ENTITY d "&b;&b;&b;">]>'),
  (random, xml) =>
    replaced(
      xml,
      xml.indexOf(" ", at(random, xml)),
      0,
      ` ${random.pick(["id", "name", "a:b", "xmlns:zeebe"])}="${oddText(random)}"`,
    ),
  (_, xml) => xml.replaceAll("http://www.omg.org/spec/BPMN/20100524/MODEL", "http://elsewhere"),
  (_, xml) => xml.replace(/xmlns:zeebe="[^"]*"/, ""),
  (_, xml) => `\ufeff${xml}`,
  (_, xml) => xml + xml,
  (random, xml) => replaced(xml, xml.indexOf(">", at(random, xml)) + 1, 0, "x".repeat(10 ** (1 + random.number(6)))),
  (random, xml) => replaced(xml, xml.indexOf(">", at(random, xml)) + 1, 0, "<a>".repeat(1 + random.number(400))),
  (random, xml) =>
    replaced(xml, xml.indexOf(">", at(random, xml)) + 1, 0, "<!-- - -->".repeat(1 + random.number(10_000))),
  (_, xml) => xml.replace('encoding="UTF-8"', 'encoding="UTF-16"'),
];
