/** An element of XML text, loosely read: enough to take models apart and put them together otherwise. */
export interface XmlNode {
  name: string;
  attributes: Map<string, string>;
  /** Elements, and texts as they are written. */
  children: (XmlNode | string)[];
}

/** Reads well-formed XML without CDATA, as modelers write it; comments and declarations are left out. */
export function readTree(xml: string): XmlNode {
  const top: XmlNode = { name: "", attributes: new Map(), children: [] };
  const open = [top];
  for (const [whole, text] of xml.matchAll(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<[^>]+>|([^<]+)/g)) {
    const inside = open.at(-1) ?? top;
    if (text !== undefined) {
      if (text.trim() !== "") inside.children.push(text);
    } else if (whole.startsWith("</")) open.pop();
    else if (!/^<[!?]/.test(whole)) {
      const node = elementIn(whole);
      inside.children.push(node);
      if (!whole.endsWith("/>")) open.push(node);
    }
  }
  const root = top.children.find((child) => typeof child !== "string");
  if (!root) throw new Error(`Expected XML, got ${xml.slice(0, 100)}`);
  return root;
}

function elementIn(tag: string): XmlNode {
  const name = /^<([^\s/>]+)/.exec(tag)?.[1] ?? "";
  const pairs = [...tag.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return {
    name,
    attributes: new Map(pairs.map(([, key = "", one, other]) => [key, one ?? other ?? ""])),
    children: [],
  };
}

/** Values are written as they were read, escaped or not. */
export function writeTree({ name, attributes, children }: XmlNode): string {
  const written = [...attributes].map(([key, value]) => ` ${key}="${value.replaceAll('"', "&quot;")}"`).join("");
  if (children.length === 0) return `<${name}${written} />`;
  return `<${name}${written}>${children.map((child) => (typeof child === "string" ? child : writeTree(child))).join("")}</${name}>`;
}

/** Every element with the one it stands in. */
export function* placesIn(node: XmlNode): Generator<{ node: XmlNode; parent: XmlNode }> {
  for (const child of node.children) {
    if (typeof child === "string") continue;
    yield { node: child, parent: node };
    yield* placesIn(child);
  }
}

export const copyOf = ({ name, attributes, children }: XmlNode): XmlNode => ({
  name,
  attributes: new Map(attributes),
  children: children.map((child) => (typeof child === "string" ? child : copyOf(child))),
});
