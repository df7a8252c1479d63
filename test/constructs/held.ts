import { constructsOf } from "../../engine/constructs/recognise.ts";
import { readXml } from "../../engine/model/readXml.ts";
import { elementsOf, type XmlElement } from "../../engine/model/xml.ts";

/** Elements of a file, each after the one that holds it; references lead nowhere. */
export function* elementsIn(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const value of Object.values(element))
    for (const child of Array.isArray(value) ? value : [value])
      if (isElement(child) && child.$parent === element) yield* elementsIn(child);
}

const isElement = (value: unknown): value is XmlElement =>
  typeof value === "object" && value !== null && typeof (value as XmlElement).$type === "string";

/** Ids of the constructs in a file; of its processes, only the executable ones count. Empty when it is no BPMN. */
export async function constructsIn(xml: string): Promise<ReadonlySet<string>> {
  const read = await readXml(xml);
  if (!read.ok) return new Set();
  const roots = elementsOf(read.value.definitions, "rootElements");
  const counted = roots.filter((root) => root.$type !== "bpmn:Process" || root.isExecutable === true);
  const others = roots.filter((root) => !counted.includes(root)).flatMap((root) => constructsOf(root));
  return new Set([...others, ...counted.flatMap((root) => [...elementsIn(root)].flatMap((one) => constructsOf(one)))]);
}
