import { coerced } from "../feel/coercion.ts";
import type { KnownNames } from "../feel/compile.ts";
import { compileUnaryTests } from "../feel/compile.ts";
import type { Evaluation } from "../feel/evaluation.ts";
import { any, type FeelType, typesByName } from "../feel/types.ts";
import type { Feel } from "../feel/value.ts";
import { elementOf, elementsOf, textOf, type XmlElement } from "../model/xml.ts";
import { describe, type Findings } from "./findings.ts";
import type { Dialect } from "./model.ts";

/** The types of a model. */
export interface Types {
  /** FEEL's own are not among them. Those of imports stand under `import.name`. */
  readonly byName: ReadonlyMap<string, FeelType>;
  /** Of an element's `typeRef`; `Any` when it has none, and after a finding. */
  of(element: XmlElement | undefined): FeelType;
  /** The text of the allowed values of the definition that a `typeRef` names, which has an order. */
  allowedTextOf(element: XmlElement): string | undefined;
  /** What is known below a value of a type. */
  namesOf(type: FeelType): KnownNames;
}

/** Components of a type with all that are in them: it is written out in messages, and for the names in expressions. */
const componentsMax = 2_000;

/** Types that are defined by types: each is read within the one that names it. */
const typesDepthMax = 100;

/** Names of Camunda 7's types, which are all numbers here. */
const numbers = new Set(["integer", "long", "double", "short", "float", "decimal", "int"]);

/** Reads the item definitions (DMN 1.5 §7.3.3) beside the types that come with imports. */
export function readTypes(
  definitions: XmlElement,
  imported: ReadonlyMap<string, FeelType>,
  dialect: Dialect,
  findings: Findings,
): Types {
  const reader = new TypeReader(elementsOf(definitions, "itemDefinition"), imported, dialect, findings);
  return {
    byName: reader.byName,
    of: (element) => (element ? reader.of(element) : any),
    allowedTextOf: (element) => allowedText(reader.items.get(textOf(element, "typeRef") ?? "")),
    namesOf,
  };
}

const allowedText = (item: XmlElement | undefined) => textOf(elementOf(item, "allowedValues"), "text");

class TypeReader {
  readonly items: ReadonlyMap<string, XmlElement>;
  readonly byName: Map<string, FeelType>;
  readonly #reading = new Set<string>();
  readonly #dialect: Dialect;
  readonly #findings: Findings;

  constructor(
    items: readonly XmlElement[],
    imported: ReadonlyMap<string, FeelType>,
    dialect: Dialect,
    findings: Findings,
  ) {
    this.items = new Map(items.map((item) => [textOf(item, "name") ?? "", item]));
    this.byName = new Map(imported);
    this.#dialect = dialect;
    this.#findings = findings;
    for (const [name, item] of this.items) this.#named(name, item);
  }

  of(element: XmlElement): FeelType {
    return this.#referred(textOf(element, "typeRef"), element);
  }

  #referred(name: string | undefined, element: XmlElement): FeelType {
    return name === undefined ? any : this.#named(name, element);
  }

  #named(name: string, element: XmlElement): FeelType {
    const known = this.byName.get(name);
    if (known) return known;
    const item = this.items.get(name);
    if (!item) return this.#standard(name, element);
    if (this.#reading.has(name)) {
      this.#findings.warning("TYPE_INVALID", element, `Expected ${describe(item)} not to be defined by itself.`);
      return any;
    }
    if (this.#reading.size >= typesDepthMax) return this.#refused(element, `at most ${typesDepthMax} types in a chain`);
    this.#reading.add(name);
    const type = this.#defined(item);
    this.#reading.delete(name);
    this.byName.set(name, type);
    return type;
  }

  #standard(name: string, element: XmlElement): FeelType {
    // `feel:string` and `tns:tPerson` of DMN 1.1; anything else has no such sign in it.
    const local = name.slice(name.indexOf(":") + 1);
    if (local !== name && (this.items.has(local) || this.byName.has(local))) return this.#named(local, element);
    const type = typesByName.get(local);
    if (type) return type;
    if (numbers.has(local)) return { kind: "number" };
    const message = `Expected a type of FEEL or of the model at ${describe(element)}, got "${name}".`;
    this.#findings.warning("TYPE_UNKNOWN", element, message);
    return any;
  }

  #defined(item: XmlElement): FeelType {
    const each = this.#allowed(this.#base(item), allowedText(item), item);
    const type: FeelType = item.isCollection === true ? { kind: "list", of: each } : each;
    const constrained = this.#allowed(type, textOf(elementOf(item, "typeConstraint"), "text"), item);
    if (sizeOf(constrained) <= componentsMax) return constrained;
    return this.#refused(item, `at most ${componentsMax} components`);
  }

  #base(item: XmlElement): FeelType {
    const components = elementsOf(item, "itemComponent");
    if (components.length > 0) {
      const entries = components.map((one) => [textOf(one, "name") ?? "", this.#defined(one)] as const);
      return { kind: "context", entries: new Map(entries) };
    }
    const signature = elementOf(item, "functionItem");
    if (!signature) return this.of(item);
    return {
      kind: "function",
      parameters: elementsOf(signature, "parameters").map((parameter) => this.of(parameter)),
      result: this.#referred(textOf(signature, "outputTypeRef"), signature),
    };
  }

  #allowed(base: FeelType, text: string | undefined, item: XmlElement): FeelType {
    if (text === undefined || !this.#findings.takes(text.length, item)) return base;
    const tests = compileUnaryTests(text, { dialect: this.#dialect, types: this.byName });
    if (tests.ok)
      return {
        kind: "allowed",
        base,
        allows: (value, run) => tests.value.evaluate((name) => (name === "?" ? value : undefined), run) === true,
      };
    const message = `Expected the allowed values of ${describe(item)} as FEEL, got "${text}": ${tests.message}.`;
    this.#findings.error("EXPRESSION_INVALID", item, message);
    return base;
  }

  #refused(element: XmlElement, expected: string): FeelType {
    this.#findings.error("TYPE_INVALID", element, `Expected ${expected} in ${describe(element)}.`);
    return any;
  }
}

/** Components with all that are in them. What is in it was measured when it was defined, so this is soon over. */
function sizeOf(type: FeelType): number {
  switch (type.kind) {
    case "list":
    case "range":
      return sizeOf(type.of);
    case "allowed":
      return sizeOf(type.base);
    case "context":
      return [...type.entries.values()].reduce((sum, entry) => sum + sizeOf(entry), 1);
    case "function":
      return type.parameters.reduce((sum, parameter) => sum + sizeOf(parameter), sizeOf(type.result));
    default:
      return 1;
  }
}

function namesOf(type: FeelType): KnownNames {
  switch (type.kind) {
    case "list":
      return namesOf(type.of);
    case "allowed":
      return namesOf(type.base);
    case "context":
      return Object.fromEntries([...type.entries].map(([name, entry]) => [name, namesOf(entry)]));
    default:
      return {};
  }
}

/** In which evaluation, and what it is that is fitted, for the warning. */
export interface Fitting {
  readonly run: Evaluation;
  readonly what: string;
  readonly dialect: Dialect;
}

/**
 * A value as its place wants it. One of another type is null in DMN (1.5 §10.3.2.9.4); Camunda 8 takes it as it is, and
 * models rely on that, as its modeler declares every column a string. Both warn.
 */
export function fitted(value: Feel, type: FeelType, { run, what, dialect }: Fitting): Feel {
  if (type.kind === "Any") return value;
  const fitting = coerced(value, type, run, what);
  return fitting === null && dialect === "camunda" ? value : fitting;
}
