import { lookedUpLengthMax } from "../bounds.ts";
import type { KnownNames } from "../feel/compile.ts";
import { elementOf, elementsOf, extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import { compileBoxed, typeOfLogic } from "./boxed/boxed.ts";
import { boxedFunction } from "./boxed/functions.ts";
import { type Compilation, namesMax } from "./compilation.ts";
import { describe } from "./findings.ts";
import type {
  Decision,
  DecisionModel,
  DecisionService,
  DrgElement,
  InputData,
  KnowledgeModel,
  Requirement,
} from "./model.ts";
import { readTable } from "./table/read.ts";

/** A model that another one imports, and under which name; null when it has none. */
export interface Imported {
  readonly name: string | null;
  readonly namespace: string;
  readonly model: DecisionModel;
}

/** Decisions that require decisions: each is evaluated within the one that requires it. */
const requirementsDepthMax = 100;

/** Elements of a file: each decision becomes a row of its own in every deployment. */
const elementsMax = 5_000;

/** Compiles the decision requirements graph (DMN 1.5 §6.2): what is required before what requires it. */
export function buildElements(
  definitions: XmlElement,
  imports: readonly Imported[],
  compiling: Compilation,
): readonly DrgElement[] {
  const namespace = textOf(definitions, "namespace") ?? "";
  const drawn = elementsOf(definitions, "drgElement");
  if (drawn.length > elementsMax) {
    const message = `Expected at most ${elementsMax} decisions, inputs and functions in ${describe(definitions)}, got ${drawn.length}.`;
    compiling.findings.error("XML_TOO_LARGE", definitions, message);
    return [];
  }
  const builder = new Builder(drawn, namespace, imports, compiling);
  return builder.all();
}

type Made = { readonly element: DrgElement; readonly importName: string | null };

class Builder {
  readonly #drawn: ReadonlyMap<string, XmlElement>;
  readonly #namespace: string;
  readonly #imports: ReadonlyMap<
    string,
    { readonly name: string | null; readonly elements: ReadonlyMap<string, DrgElement> }
  >;
  readonly #compiling: Compilation;
  readonly #built = new Map<XmlElement, DrgElement | null>();
  /** What is being built, from the outside in. */
  readonly #path: XmlElement[] = [];

  constructor(drawn: readonly XmlElement[], namespace: string, imports: readonly Imported[], compiling: Compilation) {
    const executed = drawn.filter(({ $type }) => $type !== "dmn:KnowledgeSource" && $type !== "dmn:OrganisationalUnit");
    this.#drawn = new Map(executed.map((element) => [element.id ?? textOf(element, "name") ?? "", element]));
    this.#namespace = namespace;
    this.#imports = new Map(
      imports.map(({ namespace: of, name, model }) => [
        of,
        { name, elements: new Map(model.elements.map((element) => [element.id, element])) },
      ]),
    );
    this.#compiling = compiling;
    for (const element of executed) this.#checkId(element);
  }

  all(): readonly DrgElement[] {
    return [...this.#drawn.values()].map((element) => this.#build(element)).filter((element) => element !== null);
  }

  /** DMN asks for no id, but nothing without one can be called or told of; its dialect takes the name. */
  #checkId(element: XmlElement): void {
    const { findings, dialect } = this.#compiling;
    if (element.id === undefined && dialect === "dmn") return;
    if (element.id === undefined)
      findings.error("ID_MISSING", element, `Expected an id at ${describe(element)}, got none.`);
    else if (element.id.length > lookedUpLengthMax)
      findings.error(
        "ID_TOO_LONG",
        element,
        `Expected an id of at most ${lookedUpLengthMax} characters at ${element.$type}, got ${element.id.length}.`,
      );
  }

  /** Null after a finding. */
  #build(element: XmlElement): DrgElement | null {
    const built = this.#built.get(element);
    if (built !== undefined) return built;
    if (this.#path.includes(element) || this.#path.length >= requirementsDepthMax) return this.#refuseCycle(element);
    this.#path.push(element);
    const made = this.#make(element);
    this.#path.pop();
    this.#built.set(element, made);
    return made;
  }

  #refuseCycle(element: XmlElement): null {
    const from = Math.max(this.#path.indexOf(element), 0);
    const way = [...this.#path.slice(from), element].map(({ id, name }) => `"${id ?? name}"`);
    const expected = this.#path.includes(element)
      ? `Expected no circle of requirements at ${describe(element)}`
      : `Expected requirements of at most ${requirementsDepthMax} in a chain`;
    const told = way.length > 12 ? [...way.slice(0, 6), "…", ...way.slice(-6)] : way;
    this.#compiling.findings.error("DECISION_CYCLE", element, `${expected}, got ${told.join(" → ")}.`);
    return null;
  }

  #make(element: XmlElement): DrgElement | null {
    switch (element.$type) {
      case "dmn:InputData":
        return this.#inputData(element);
      case "dmn:Decision":
        return this.#decision(element);
      case "dmn:BusinessKnowledgeModel":
        return this.#knowledgeModel(element);
      case "dmn:DecisionService":
        return this.#decisionService(element);
      default:
        return null;
    }
  }

  #named(element: XmlElement) {
    const name = textOf(element, "name") ?? element.id ?? "";
    const variable = elementOf(element, "variable");
    const type = this.#compiling.types.of(variable);
    return { id: element.id ?? name, name, variable: textOf(variable, "name") ?? name, type };
  }

  #inputData(element: XmlElement): InputData {
    const { type, ...named } = this.#named(element);
    return { kind: "inputData", ...named, names: this.#compiling.types.namesOf(type), type };
  }

  #decision(element: XmlElement): Decision {
    const { type: resultType, ...named } = this.#named(element);
    const requirements = this.#requirements(element);
    const { logic, names } = this.#logic(element, namesIn(requirements));
    const tag = extensionOf(element, "zeebe:versionTag");
    return {
      kind: "decision",
      ...named,
      names: { ...names, ...this.#compiling.types.namesOf(resultType) },
      versionTag: textOf(tag, "value") ?? null,
      type: typeOfLogic(elementOf(element, "decisionLogic")),
      resultType,
      requirements,
      logic,
    };
  }

  #logic(decision: XmlElement, names: KnownNames): Pick<Decision, "logic" | "names"> {
    const element = elementOf(decision, "decisionLogic");
    if (!element) return { logic: null, names: {} };
    if (element.$type !== "dmn:DecisionTable") {
      const { logic, names: known } = compileBoxed(element, names, this.#compiling);
      return { logic: { expression: logic }, names: known };
    }
    const { table, names: known } = readTable(element, names, this.#compiling);
    return { logic: { table, type: this.#compiling.types.of(element) }, names: known };
  }

  #knowledgeModel(element: XmlElement): KnowledgeModel {
    const { type, ...named } = this.#named(element);
    const requirements = this.#requirements(element);
    // It may call itself.
    const names = { ...namesIn(requirements), [named.variable]: {} };
    const drawn = elementOf(element, "encapsulatedLogic");
    const logic = drawn ? boxedFunction(drawn, names, this.#compiling, compileBoxed, type) : null;
    return { kind: "knowledgeModel", ...named, names: {}, requirements, logic };
  }

  #decisionService(element: XmlElement): DecisionService {
    const { type, ...named } = this.#named(element);
    const referred = (property: string) =>
      elementsOf(element, property)
        .map((reference) => this.#referred(reference)?.element)
        .filter((one) => one !== undefined);
    const [inputs, decisions] = [referred("inputData"), referred("inputDecision")];
    referred("encapsulatedDecision");
    return {
      kind: "decisionService",
      ...named,
      names: {},
      resultType: type.kind === "function" ? type.result : type,
      outputs: referred("outputDecision").filter((one) => one.kind === "decision"),
      parameters: [...inputs, ...decisions].filter((one) => one.kind === "inputData" || one.kind === "decision"),
    };
  }

  #requirements(element: XmlElement): readonly Requirement[] {
    const of = (property: string, ...references: string[]) =>
      elementsOf(element, property).flatMap((requirement) =>
        references.map((reference) => elementOf(requirement, reference)).filter((one) => one !== undefined),
      );
    const references = [
      ...of("informationRequirement", "requiredDecision", "requiredInput"),
      ...of("knowledgeRequirement", "requiredKnowledge"),
    ];
    if (references.length > namesMax)
      this.#compiling.findings.error(
        "XML_TOO_LARGE",
        element,
        `Expected at most ${namesMax} requirements at ${describe(element)}, got ${references.length}.`,
      );
    return references
      .slice(0, namesMax)
      .filter((reference) => this.#drawn.get(idIn(reference)) !== element)
      .map((reference) => this.#referred(reference))
      .filter((made) => made !== null);
  }

  /** Null after a finding. */
  #referred(reference: XmlElement): Made | null {
    const href = textOf(reference, "href") ?? "";
    const id = idIn(reference);
    const namespace = href.slice(0, Math.max(href.lastIndexOf("#"), 0));
    if (namespace === "" || namespace === this.#namespace) {
      const drawn = this.#drawn.get(id);
      if (!drawn) return this.#missing(reference, href);
      const element = this.#build(drawn);
      return element && { element, importName: null };
    }
    const imported = this.#imports.get(namespace);
    const element = imported?.elements.get(id);
    return imported && element ? { element, importName: imported.name } : this.#missing(reference, href);
  }

  #missing(reference: XmlElement, href: string): null {
    this.#compiling.findings.error(
      "REFERENCE_MISSING",
      reference,
      `Expected ${describe(reference.$parent ?? reference)} to name an element of the model, got "${href}".`,
    );
    return null;
  }
}

const idIn = (reference: XmlElement) => (textOf(reference, "href") ?? "").split("#").at(-1) ?? "";

/** What an element sees of what it requires; what is imported stands below the import's name. */
function namesIn(requirements: readonly Requirement[]): KnownNames {
  const names: Record<string, KnownNames> = Object.create(null);
  for (const { element, importName } of requirements) {
    if (importName === null) names[element.variable] = element.names;
    else names[importName] = { ...names[importName], [element.variable]: element.names };
  }
  return { ...names };
}
