const bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const zeebe = "http://camunda.org/schema/zeebe/1.0";

/** Under this name Camunda Modeler keeps the example data of an element, as JSON. */
const exampleName = "camundaModeler:exampleOutputJson";

/**
 * What its author suggests to start a process with: the example data of the none start event, laid out for reading.
 *
 * Text that is no JSON comes as it was written, so that the author sees it. Empty when the model gives none.
 */
export function exampleVariables(xml: string, processId: string): string {
  const model = new DOMParser().parseFromString(xml, "application/xml");
  const process = [...model.getElementsByTagNameNS(bpmn, "process")].find(({ id }) => id === processId);
  const start = childrenOf(process, bpmn, "startEvent").find(isNone);
  const properties = childrenOf(start, bpmn, "extensionElements")
    .flatMap((extensions) => childrenOf(extensions, zeebe, "properties"))
    .flatMap((group) => childrenOf(group, zeebe, "property"));
  const example = properties.find((property) => property.getAttribute("name") === exampleName);
  return laidOut(example?.getAttribute("value")?.trim() ?? "");
}

/** Children only: a start event inside a sub-process starts nothing from outside. */
const childrenOf = (parent: Element | undefined, namespace: string, name: string): Element[] =>
  [...(parent?.children ?? [])].filter((child) => child.namespaceURI === namespace && child.localName === name);

const isNone = (start: Element): boolean =>
  ![...start.children].some(({ localName }) => /EventDefinition(Ref)?$/i.test(localName));

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
