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
  /** Waited for before each file is read, which may take a second: it lets others work. */
  readonly pause?: () => Promise<void>;
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
  return readingOf(options.others ?? [], options)(xml);
}

/**
 * Reads the files of a deployment, which may import each other: each of `files` is read once, however many import it.
 * One is read after the other; of two at once, both would read what they import.
 */
export function readingOf(
  files: readonly string[],
  { dialect = "camunda", pause = () => Promise.resolve() }: Omit<ReadOptions, "others"> = {},
): (xml: string) => Promise<ReadDecisions> {
  const byNamespace = new Map(files.map((xml) => [definedIn(xml), xml]));
  const deployment: Deployment = { dialect, files: byNamespace, read: new Map(), path: [], pause };
  return async (xml) => {
    const namespace = definedIn(xml);
    const { model, findings } = await (byNamespace.get(namespace) === xml
      ? readOnce(namespace, xml, deployment)
      : readWithin(xml, { ...deployment, path: [namespace] }));
    return { model, findings };
  };
}

interface Deployment {
  readonly dialect: Dialect;
  /** The XML of the files that may be imported, by their namespaces. */
  readonly files: ReadonlyMap<string, string>;
  /** Those of them that were read already. */
  readonly read: Map<string, ReadFile>;
  /** Namespaces of the model that is read and of those that import it, from the outside in. */
  readonly path: readonly string[];
  readonly pause: () => Promise<void>;
}

interface ReadFile extends ReadDecisions {
  /** Files that import each other below it, in the longest chain: whichever is read first, the same are refused. */
  readonly height: number;
}

async function readOnce(namespace: string, xml: string, deployment: Deployment): Promise<ReadFile> {
  const known = deployment.read.get(namespace);
  if (known) return known;
  const read = await readWithin(xml, { ...deployment, path: [...deployment.path, namespace] });
  deployment.read.set(namespace, read);
  return read;
}

async function readWithin(xml: string, deployment: Deployment): Promise<ReadFile> {
  await deployment.pause();
  const refused = (finding: Finding) => ({ model: null, findings: [finding], height: 0 });
  const fault = refuseFile(xml, "DMN");
  if (fault) return refused(fault);
  const read = await readDmnXml(xml);
  if (!read.ok) return refused(fileFinding("XML_INVALID", `Expected DMN 1.1 to 1.5 XML: ${read.message}.`));
  const { definitions, warnings } = read.value;
  const findings = createFindings(linesOfIds(xml));
  for (const warning of warnings) reportWarning(warning, findings);
  const { imports, height } = await readImports(definitions, deployment, findings);
  const model = modelOf(definitions, imports, deployment.dialect, findings);
  const all = findings.all.sort((one, other) => rank(one) - rank(other));
  return { model: all.some(({ severity }) => severity === "error") ? null : model, findings: all, height };
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
): Promise<{ readonly imports: readonly Imported[]; readonly height: number }> {
  const imports: Imported[] = [];
  let height = 0;
  for (const element of elementsOf(definitions, "import")) {
    const namespace = textOf(element, "namespace") ?? "";
    // Data types of XML Schema and models in PMML are no DMN.
    if (!/\/DMN\//.test(textOf(element, "importType") ?? "/DMN/")) continue;
    if (deployment.path.includes(namespace)) {
      const way = [...deployment.path, namespace].join(" → ");
      findings.error("DECISION_CYCLE", element, `Expected no circle of imports, got ${shortened(way)}.`);
      continue;
    }
    const xml = deployment.files.get(namespace);
    const read = xml === undefined ? null : await readOnce(namespace, xml, deployment);
    height = Math.max(height, (read?.height ?? 0) + 1);
    if (height > importsDepthMax) {
      const expected = `Expected imports of at most ${importsDepthMax} files in a chain`;
      findings.error("DECISION_CYCLE", element, `${expected}, got more at "${namespace}".`);
    } else if (read?.model) imports.push({ name: textOf(element, "name") ?? null, namespace, model: read.model });
    else findings.error("IMPORT_MISSING", element, missing(namespace, read));
  }
  return { imports, height };
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
