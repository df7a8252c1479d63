import type { ModdleWarning } from "bpmn-moddle";
import type { FeelType } from "../feel/types.ts";
import { fileFinding, refuseFile, shortened } from "../model/file.ts";
import type { Finding } from "../model/finding.ts";
import { elementsOf, linesOfIds, textOf, type XmlElement } from "../model/xml.ts";
import { buildElements, type Imported } from "./build.ts";
import { createFindings, describe, type Findings } from "./findings.ts";
import type { DecisionModel, Dialect } from "./model.ts";
import { readDmnXml } from "./readXml.ts";
import { readTypes } from "./types.ts";

/** What became of a DMN file: its decisions when no finding is an error. */
export interface ReadDecisions {
  readonly model: DecisionModel | null;
  /** Errors first, then warnings, each in document order. */
  readonly findings: readonly Finding[];
}

export interface ReadOptions {
  /** `camunda` unless it says otherwise. */
  readonly dialect?: Dialect;
  /** The XML of the other files of the deployment, which it may import. */
  readonly others?: readonly string[];
}

/** Whether a text is meant to be DMN: its outermost element names one of DMN's namespaces. */
export const isMeantAsDecisions = (xml: string): boolean =>
  /^[^<]*(?:<[?!][^>]*>[^<]*)*<(?:[\w.-]+:)?definitions\b[^>]*omg\.org\/spec\/DMN\//.test(xml);

/** Models that import models that import models: more is no decision that somebody drew. */
const importsDepthMax = 20;

/**
 * Reads DMN 1.1 to 1.5 XML and compiles everything in it. All findings are collected in one pass; when any is an error
 * there is no model: it is evaluated exactly or refused, never in part.
 */
export async function readDecisions(xml: string, options: ReadOptions = {}): Promise<ReadDecisions> {
  const others = new Map((options.others ?? []).map((other) => [definedIn(other), other]));
  return readWithin(xml, { dialect: options.dialect ?? "camunda", others, read: new Map(), path: [] });
}

interface Deployment {
  readonly dialect: Dialect;
  /** The XML of the other files, by their namespaces. */
  readonly others: ReadonlyMap<string, string>;
  /** What was imported already, by its namespace: each file is read once, however many import it. */
  readonly read: Map<string, ReadDecisions>;
  /** Namespaces of the models that import this one, from the outside in. */
  readonly path: readonly string[];
}

async function readWithin(xml: string, deployment: Deployment): Promise<ReadDecisions> {
  const refused = refuseFile(xml, "DMN");
  if (refused) return { model: null, findings: [refused] };
  const read = await readDmnXml(xml);
  if (!read.ok)
    return { model: null, findings: [fileFinding("XML_INVALID", `Expected DMN 1.1 to 1.5 XML: ${read.message}.`)] };
  const { definitions, warnings } = read.value;
  const findings = createFindings(linesOfIds(xml));
  for (const warning of warnings) reportWarning(warning, findings);
  const imports = await readImports(definitions, deployment, findings);
  const model = modelOf(definitions, imports, deployment.dialect, findings);
  const all = findings.all.sort((one, other) => rank(one) - rank(other));
  return { model: all.some(({ severity }) => severity === "error") ? null : model, findings: all };
}

function modelOf(
  definitions: XmlElement,
  imports: readonly Imported[],
  dialect: Dialect,
  findings: Findings,
): DecisionModel {
  const types = readTypes(definitions, typesOf(imports), dialect, findings);
  const language = textOf(definitions, "expressionLanguage") ?? null;
  const elements = buildElements(definitions, imports, { dialect, findings, types, language });
  if (elements.length === 0 && types.byName.size === 0)
    findings.error("DECISION_MISSING", definitions, `Expected a decision in ${describe(definitions)}, got none.`);
  return {
    id: definitions.id ?? "",
    name: textOf(definitions, "name") ?? "",
    namespace: namespaceOf(definitions),
    dialect,
    decisions: elements.filter((element) => element.kind === "decision"),
    services: elements.filter((element) => element.kind === "decisionService"),
    elements,
    types: types.byName,
  };
}

const namespaceOf = (definitions: XmlElement) => textOf(definitions, "namespace") ?? "";

/** As they are named here: `import.name`, or the name alone of an import without one. */
const typesOf = (imports: readonly Imported[]): ReadonlyMap<string, FeelType> =>
  new Map(
    imports.flatMap(({ name, model }) =>
      [...model.types].map(([type, value]) => [name === null ? type : `${name}.${type}`, value] as const),
    ),
  );

/** The models that are imported, each with what it imports itself. */
async function readImports(
  definitions: XmlElement,
  deployment: Deployment,
  findings: Findings,
): Promise<readonly Imported[]> {
  const imports: Imported[] = [];
  const path = [...deployment.path, namespaceOf(definitions)];
  for (const element of elementsOf(definitions, "import")) {
    const namespace = textOf(element, "namespace") ?? "";
    // Data types of XML Schema and models in PMML are no DMN.
    if (!/\/DMN\//.test(textOf(element, "importType") ?? "/DMN/")) continue;
    if (path.includes(namespace) || path.length > importsDepthMax) {
      findings.error(
        "DECISION_CYCLE",
        element,
        `Expected no circle of imports, got ${[...path, namespace].join(" → ")}.`,
      );
      continue;
    }
    const read = await imported(namespace, { ...deployment, path });
    if (read?.model) imports.push({ name: textOf(element, "name") ?? null, namespace, model: read.model });
    else findings.error("IMPORT_MISSING", element, missing(namespace, read));
  }
  return imports;
}

/** Null when no other file defines the namespace. */
async function imported(namespace: string, deployment: Deployment): Promise<ReadDecisions | null> {
  const known = deployment.read.get(namespace);
  if (known) return known;
  const xml = deployment.others.get(namespace);
  if (xml === undefined) return null;
  const read = await readWithin(xml, deployment);
  deployment.read.set(namespace, read);
  return read;
}

function missing(namespace: string, read: ReadDecisions | null): string {
  const [first] = read?.findings ?? [];
  return first
    ? `Expected the imported model "${namespace}" to be read: ${first.message}`
    : `Expected the imported model "${namespace}" in the same deployment, got none of this namespace.`;
}

/** The namespace that a file defines, without parsing it. */
const definedIn = (xml: string) =>
  /<(?:[\w.-]{1,50}:)?definitions\s[^<>]*?\bnamespace\s*=\s*["']([^"'<]*)["']/.exec(xml)?.[1] ?? "";

/** What is not DMN's own stands in other namespaces and is let be, drawings as well. */
function reportWarning(warning: ModdleWarning, findings: Findings): void {
  const duplicate = /nested error: duplicate ID <(.*)>$/s.exec(warning.message)?.[1];
  if (duplicate !== undefined)
    return findings.error(
      "ID_DUPLICATE",
      { $type: "", id: duplicate },
      `Expected every id once in a file, got "${duplicate}" several times.`,
    );
  if (/nested error: (unknown type|unrecognized element) <dmn:/.test(warning.message) || isFatal(warning))
    findings.all.push(fileFinding("XML_UNKNOWN_ELEMENT", `${shortened(warning.message)}.`));
}

/** Broken text, which the parser mends as it likes. */
const isFatal = ({ message, error }: ModdleWarning) => error !== undefined && !/nested error|unknown/.test(message);

const rank = ({ severity }: Finding) => (severity === "error" ? 0 : 1);
