import { BpmnModdle, type ModdleWarning } from "bpmn-moddle";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json" with { type: "json" };
import { xmlBytesMax, xmlDepthMax } from "../bounds.ts";
import { compileProcess } from "./compile.ts";
import { depthOf } from "./depth.ts";
import type { Finding, FindingCode } from "./finding.ts";
import type { ProcessModel } from "./model.ts";
import { createReader, describe, type FindingReader } from "./reader.ts";
import { elementsOf, linesOfIds, type XmlElement } from "./xml.ts";

/** What became of a BPMN file: its executable processes when no finding is an error. */
export interface ParsedModel {
  readonly processes: readonly ProcessModel[];
  /** Errors first, then warnings, each in document order. */
  readonly findings: readonly Finding[];
}

/**
 * Reads BPMN 2.0 XML in the zeebe dialect and compiles every executable process in it.
 *
 * All findings are collected in one pass. When any is an error, `processes` is empty: a model is executed exactly or
 * refused, never in part.
 */
export async function parseModel(xml: string): Promise<ParsedModel> {
  const refused = refuseFile(xml);
  if (refused) return { processes: [], findings: [refused] };

  const read = await readXml(xml);
  if (!("definitions" in read)) return { processes: [], findings: [read] };

  const reader = createReader(linesOfIds(xml));
  for (const warning of read.warnings) reportWarning(warning, reader);
  const findings: Finding[] = [];
  const executable = elementsOf(read.definitions, "rootElements").filter(
    (element) => element.$type === "bpmn:Process" && element.isExecutable === true,
  );
  if (executable.length === 0) findings.push(noProcess(read.definitions));
  const processes = executable.map((element) => compileProcess(element, reader));
  findings.push(...reader.findings);
  findings.sort((one, other) => rank(one) - rank(other));
  const isRefused = findings.some((finding) => finding.severity === "error");
  return { processes: isRefused ? [] : processes.filter((process) => process !== null), findings };
}

function refuseFile(xml: string): Finding | null {
  // UTF-8 takes at least one byte a character, so this never lets a larger file through by much.
  if (xml.length > xmlBytesMax)
    return fileFinding("XML_TOO_LARGE", `Expected at most ${xmlBytesMax} bytes of XML, got ${xml.length}.`);
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    return fileFinding("XML_ENTITY_REFUSED", "Expected XML without a document type, got <!DOCTYPE>. Remove it.");
  const depth = depthOf(xml);
  if (depth > xmlDepthMax)
    return fileFinding("XML_TOO_LARGE", `Expected elements nested at most ${xmlDepthMax} deep, got ${depth}.`);
  return null;
}

async function readXml(
  xml: string,
): Promise<{ definitions: XmlElement; warnings: readonly ModdleWarning[] } | Finding> {
  const moddle = new BpmnModdle({ zeebe });
  try {
    const { rootElement, warnings } = await moddle.fromXML(xml);
    return { definitions: rootElement as XmlElement, warnings };
  } catch (error) {
    return fileFinding("XML_INVALID", `Expected BPMN 2.0 XML: ${oneLine(reasonOf(error))}.`);
  }
}

/** References of drawings, lanes and data lead nowhere without harm; every other one would change what is executed. */
const harmlessReferences =
  /^bpmndi:|flowNodeRef$|^bpmn:(dataStoreRef|dataObjectRef|sourceRef|targetRef|categoryValueRef)$/;

function reportWarning(warning: ModdleWarning, reader: FindingReader): void {
  if (warning.property === undefined)
    return void reader.findings.push(fileFinding("XML_UNKNOWN_ELEMENT", `${oneLine(warning.message)}.`));
  if (harmlessReferences.test(warning.property)) return;
  const element = warning.element as XmlElement;
  const message = `Expected ${warning.property} of ${describe(element)} to name an element of the file, got "${warning.value}".`;
  reader.error("REFERENCE_MISSING", element, message);
}

function reasonOf(error: unknown): string {
  const first = (error as { warnings?: { message: string }[] }).warnings?.[0]?.message;
  return first ?? (error instanceof Error ? error.message : String(error));
}

function noProcess(definitions: XmlElement): Finding {
  const drawn = elementsOf(definitions, "rootElements").find((element) => element.$type === "bpmn:Process");
  const remedy = drawn ? `Set isExecutable="true" on process "${drawn.id}".` : "Draw a process.";
  const message = `Expected a process with isExecutable="true", got none. ${remedy}`;
  return { ...fileFinding("PROCESS_MISSING", message), elementId: drawn?.id ?? null };
}

const fileFinding = (code: FindingCode, message: string): Finding => ({
  code,
  severity: "error",
  elementId: null,
  line: lineIn(message),
  message,
});

/** The parser counts lines from 0. */
function lineIn(message: string): number | null {
  const line = /line: (\d+)/.exec(message)?.[1];
  return line === undefined ? null : Number(line) + 1;
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ", ").trim();
const rank = (finding: Finding) => (finding.severity === "error" ? 0 : 1);
