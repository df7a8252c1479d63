import type { Mapping } from "./model.ts";
import { describe, type Reader } from "./reader.ts";
import { isMadeForCamunda8 } from "./semantics.ts";
import { elementOf, elementsOf, textOf, type XmlElement } from "./xml.ts";

/*
 * BPMN 2.0.2 §10.4. Data objects are variables of their scope under their name; a data association that names what it
 * fills or takes is a mapping. One without (as drawing tools write them) needs none: the activity sees the variable. A
 * model made for Camunda 8 has them as documentation only, as there.
 */

/** Names of the data objects of a scope. */
export function dataObjectsOf(scope: XmlElement): string[] {
  if (isMadeForCamunda8(scope)) return [];
  return [...new Set(namesIn(scope).values())];
}

const namesOfScopes = new WeakMap<XmlElement, ReadonlyMap<XmlElement, string>>();

/** The name of each data object of a scope, or of the first reference to it that has one. */
function namesIn(scope: XmlElement): ReadonlyMap<XmlElement, string> {
  const known = namesOfScopes.get(scope);
  if (known) return known;
  const elements = elementsOf(scope, "flowElements");
  const objects = elements.filter(({ $type }) => $type === "bpmn:DataObject");
  const given = new Map<XmlElement, string>();
  for (const one of [...objects, ...elements]) {
    const object = elementOf(one, "dataObjectRef") ?? one;
    const name = textOf(one, "name");
    if (name !== undefined && !given.has(object)) given.set(object, name);
  }
  // In document order, whatever named them.
  const names = new Map(
    objects.flatMap((object): [XmlElement, string][] => {
      const name = given.get(object);
      return name === undefined ? [] : [[object, name]];
    }),
  );
  namesOfScopes.set(scope, names);
  return names;
}

/** Data input associations as input mappings. */
export const readDataInputs = (element: XmlElement, reader: Reader): Mapping[] =>
  isMadeForCamunda8(element)
    ? []
    : elementsOf(element, "dataInputAssociations").flatMap((association) => {
        const [source] = elementsOf(association, "sourceRef");
        const target = elementOf(association, "targetRef");
        return mappingsOf(element, association, variableOf(source), inputNameOf(target), reader);
      });

/** Data output associations as output mappings. */
export const readDataOutputs = (element: XmlElement, reader: Reader): Mapping[] =>
  isMadeForCamunda8(element)
    ? []
    : elementsOf(element, "dataOutputAssociations").flatMap((association) => {
        const [source] = elementsOf(association, "sourceRef");
        const target = elementOf(association, "targetRef");
        return mappingsOf(element, association, inputNameOf(source), variableOf(target), reader);
      });

/** The variable of a data object, any of the references to one, or a property. */
function variableOf(data: XmlElement | undefined): string | undefined {
  const object = elementOf(data, "dataObjectRef");
  return (object?.$parent && namesIn(object.$parent).get(object)) ?? textOf(data, "name");
}

/** The name of an activity's data input or output; tools write a property without meaning where they have none. */
const inputNameOf = (data: XmlElement | undefined): string | undefined =>
  data?.$type === "bpmn:DataInput" || data?.$type === "bpmn:DataOutput" ? textOf(data, "name") : undefined;

function mappingsOf(
  element: XmlElement,
  association: XmlElement,
  source: string | undefined,
  target: string | undefined,
  reader: Reader,
): Mapping[] {
  const assignments = elementsOf(association, "assignment");
  if (assignments.length > 0)
    return assignments.flatMap((assignment) => {
      const from = textOf(elementOf(assignment, "from"), "body");
      const to = textOf(elementOf(assignment, "to"), "body");
      return mappingOf(element, from, to, reader);
    });
  const transformation = textOf(elementOf(association, "transformation"), "body");
  if (transformation !== undefined) return mappingOf(element, transformation, target, reader);
  return source === undefined || target === undefined ? [] : mappingOf(element, source, target, reader);
}

function mappingOf(element: XmlElement, from: string | undefined, to: string | undefined, reader: Reader): Mapping[] {
  const target = to?.replace(/^=\s*/, "");
  if (from === undefined || !target || !/^[^\s.]+(\.[^\s.]+)*$/.test(target)) {
    reader.error(
      "DATA_INVALID",
      element,
      `Expected a value and a variable name in the data association of ${describe(element)}, got "${from ?? ""}" and "${to ?? ""}".`,
    );
    return [];
  }
  const source = reader.expression(
    element,
    from.startsWith("=") ? from : `=${from}`,
    `data association to "${target}"`,
  );
  return source ? [{ source, target: target.split(".") }] : [];
}
