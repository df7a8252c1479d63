import { isJsonEditorEntryEdited, JsonEditorEntry } from "@bpmn-io/properties-panel";
import { useService } from "bpmn-js-properties-panel";
import type { BpmnElement } from "../canvas/services.ts";

/** Under this name Camunda Modeler keeps the example data of an element, as JSON. */
const exampleName = "camundaModeler:exampleOutputJson";

/** A node of the model with the accessors that moddle gives it. */
interface ModdleElement {
  $type: string;
  $parent?: ModdleElement;
  get(name: string): unknown;
}

type Element = BpmnElement & { businessObject: ModdleElement };

/** One step of a change that undo takes back as a whole. */
interface Update {
  cmd: "element.updateModdleProperties";
  context: { element: Element; moddleElement: ModdleElement; properties: Record<string, unknown> };
}

type Create = (type: string, attributes: Record<string, unknown>, parent: ModdleElement) => ModdleElement;

/** Gives none start events of processes a group for the variables that somebody who starts one by hand is offered. */
class ExampleDataProvider {
  static $inject = ["propertiesPanel"];

  constructor(propertiesPanel: { registerProvider(priority: number, provider: unknown): void }) {
    propertiesPanel.registerProvider(400, this);
  }

  getGroups(element: Element) {
    const entry = { id: "exampleOutput", component: exampleEntry, isEdited: isJsonEditorEntryEdited };
    const group = { id: "exampleData", label: "Example data", entries: [entry] };
    return (groups: unknown[]) => (isStartByHand(element) ? [...groups, group] : groups);
  }
}

export const exampleDataModule = {
  __init__: ["exampleDataProvider"],
  exampleDataProvider: ["type", ExampleDataProvider],
};

function isStartByHand({ type, labelTarget, businessObject }: Element): boolean {
  if (type !== "bpmn:StartEvent" || labelTarget || businessObject.$parent?.$type !== "bpmn:Process") return false;
  return listOf(businessObject, "eventDefinitions").length === 0;
}

function exampleEntry({ element, id }: { element: Element; id: string }) {
  const commandStack = useService("commandStack");
  const bpmnFactory = useService("bpmnFactory");
  const create: Create = (type, attributes, parent) => {
    const created = bpmnFactory.create(type, attributes);
    created.$parent = parent;
    return created;
  };
  return JsonEditorEntry({
    element,
    id,
    label: "Variables to start with",
    description: "Offered when somebody starts this process by hand.",
    debounce: useService("debounceInput"),
    getValue: () => exampleOf(element)?.get("value") ?? "",
    setValue: (text: string | undefined) =>
      commandStack.execute("properties-panel.multi-command-executor", updates(element, text?.trim() ?? "", create)),
  });
}

const listOf = (element: ModdleElement | undefined, name: string): ModdleElement[] =>
  (element?.get(name) as ModdleElement[] | undefined) ?? [];

const extensionsOf = ({ businessObject }: Element) =>
  businessObject.get("extensionElements") as ModdleElement | undefined;

const propertiesOf = (element: Element): ModdleElement | undefined =>
  listOf(extensionsOf(element), "values").find(({ $type }) => $type === "zeebe:Properties");

const exampleOf = (element: Element): ModdleElement | undefined =>
  listOf(propertiesOf(element), "properties").find((property) => property.get("name") === exampleName);

/** What leads to `text` as the example; an empty text takes the example away. */
function updates(element: Element, text: string, create: Create): Update[] {
  const update = (moddleElement: ModdleElement, properties: Record<string, unknown>): Update => ({
    cmd: "element.updateModdleProperties",
    context: { element, moddleElement, properties },
  });
  const [extensions, properties, example] = [extensionsOf(element), propertiesOf(element), exampleOf(element)];
  const others = listOf(properties, "properties").filter((property) => property !== example);
  if (text === "") return properties ? [update(properties, { properties: others })] : [];
  if (example) return [update(example, { value: text })];
  const added = (parent: ModdleElement) => create("zeebe:Property", { name: exampleName, value: text }, parent);
  if (properties) return [update(properties, { properties: [...others, added(properties)] })];

  const holder = extensions ?? create("bpmn:ExtensionElements", { values: [] }, element.businessObject);
  const created = create("zeebe:Properties", { properties: [] }, holder);
  return [
    ...(extensions ? [] : [update(element.businessObject, { extensionElements: holder })]),
    update(holder, { values: [...listOf(extensions, "values"), created] }),
    update(created, { properties: [added(created)] }),
  ];
}
