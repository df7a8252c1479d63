import { definitionXml } from "../api/v2.ts";

const bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";

export interface FlowEnds {
  name: string | null;
  sourceId: string;
  targetId: string;
}

/** What the elements of one model are called, for sentences. */
export class ModelNames {
  readonly #elements = new Map<string, Element>();

  constructor(xml: string) {
    const parsed = new DOMParser().parseFromString(xml, "application/xml");
    for (const element of parsed.getElementsByTagNameNS(bpmn, "*"))
      if (element.id) this.#elements.set(element.id, element);
  }

  /** The name drawn on the diagram, else the kind of element in words, else the id. */
  nameOf(elementId: string): string {
    const element = this.#elements.get(elementId);
    return this.#drawnName(elementId) || (element ? typeWords(element.localName) : elementId);
  }

  /** `text` with each id in double quotes as people see it: by its drawn name, or a nameless flow by where it leads. */
  readable(text: string): string {
    return text.replace(/"([^"]+)"/g, (quoted, id: string) => {
      const target = this.flow(id)?.targetId;
      const name = this.#drawnName(id);
      if (name || target === undefined) return name ? `"${name}"` : quoted;
      return this.#drawnName(target) ? `to "${this.#drawnName(target)}"` : quoted;
    });
  }

  #drawnName(elementId: string): string {
    return this.#elements.get(elementId)?.getAttribute("name")?.replace(/\s+/g, " ").trim() ?? "";
  }

  /** Whether other elements run inside it: its own activity is not a token. */
  isScope(elementId: string): boolean {
    return /^(process|subProcess|transaction|adHocSubProcess)$/.test(this.typeOf(elementId));
  }

  /** `userTask`, `parallelGateway`; empty for an id the model does not have. */
  typeOf(elementId: string): string {
    return this.#elements.get(elementId)?.localName ?? "";
  }

  /** Ids of all elements in it, at any depth. */
  elementsIn(elementId: string): string[] {
    const inside = this.#elements.get(elementId)?.getElementsByTagNameNS(bpmn, "*") ?? [];
    return [...inside].map(({ id }) => id).filter((id) => id !== "");
  }

  /** What can be begun in an ad-hoc sub-process: its activities that nothing leads to. Empty for anything else. */
  choicesIn(elementId: string): string[] {
    if (this.typeOf(elementId) !== "adHocSubProcess") return [];
    const children = [...(this.#elements.get(elementId)?.children ?? [])];
    const isReached = (id: string) =>
      children.some((child) => child.localName === "sequenceFlow" && child.getAttribute("targetRef") === id);
    return children
      .filter(({ localName }) => /(task|subProcess|transaction|callActivity)$/i.test(localName))
      .filter((child) => child.getAttribute("triggeredByEvent") !== "true")
      .filter((child) => child.getAttribute("isForCompensation") !== "true" && !isReached(child.id))
      .map(({ id }) => id);
  }

  flow(flowId: string): FlowEnds | null {
    const element = this.#elements.get(flowId);
    if (element?.localName !== "sequenceFlow") return null;
    return {
      name: element.getAttribute("name")?.trim() || null,
      sourceId: element.getAttribute("sourceRef") ?? "",
      targetId: element.getAttribute("targetRef") ?? "",
    };
  }

  /** What the modeller wrote about an element, or about the whole process; empty when nothing. */
  documentationOf(elementId: string): string {
    const children = [...(this.#elements.get(elementId)?.children ?? [])];
    return children.find(({ localName }) => localName === "documentation")?.textContent?.trim() ?? "";
  }

  /** Only a gateway that splits has a decision worth telling. */
  outgoingCount(elementId: string): number {
    const element = this.#elements.get(elementId);
    return [...(element?.children ?? [])].filter(({ localName }) => localName === "outgoing").length;
  }
}

/** `parallelGateway` and `PARALLEL_GATEWAY` as `Parallel gateway`. */
export function typeWords(type: string): string {
  const words = type
    .replace(/_/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const known = new Map<string, Promise<ModelNames>>();

/** Names of a deployed version; read once. */
export function modelNames(processDefinitionKey: string): Promise<ModelNames> {
  const names =
    known.get(processDefinitionKey) ?? definitionXml(processDefinitionKey).then((xml) => new ModelNames(xml));
  known.set(processDefinitionKey, names);
  names.catch(() => known.delete(processDefinitionKey));
  return names;
}
