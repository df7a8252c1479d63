import type { ModdleWarning } from "bpmn-moddle";
import { xmlBytesMax, xmlDepthMax } from "../bounds.ts";
import { compileProcess } from "./compile.ts";
import { depthOf } from "./depth.ts";
import type { Finding, FindingCode } from "./finding.ts";
import type { ProcessModel } from "./model.ts";
import { createReader, describe, type FindingReader } from "./reader.ts";
import { readXml } from "./readXml.ts";
import { callCycleFindings } from "./soundness/calls.ts";
import { soundnessFindings } from "./soundness/findings.ts";
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
  if (!read.ok)
    return { processes: [], findings: [fileFinding("XML_INVALID", `Expected BPMN 2.0 XML: ${read.message}.`)] };

  const reader = createReader(linesOfIds(xml));
  for (const warning of read.value.warnings) reportWarning(warning, reader);
  const executable = elementsOf(read.value.definitions, "rootElements").filter(
    (element) => element.$type === "bpmn:Process" && element.isExecutable === true,
  );
  const isAmbiguous = reader.findings.some(({ code }) => code === "ID_DUPLICATE");
  const processes = isAmbiguous ? [] : executable.map((element) => compileProcess(element, reader));
  if (!reader.findings.some(({ severity }) => severity === "error")) checkSoundness(processes, reader);
  const missing = executable.length === 0 ? [noProcess(read.value.definitions)] : [];
  const findings = [...missing, ...reader.findings].sort((one, other) => rank(one) - rank(other));
  const isRefused = findings.some((finding) => finding.severity === "error");
  return { processes: isRefused ? [] : processes.filter((process) => process !== null), findings };
}

/** Of a model that could be read whole: in another a missing flow would look like a fault of its own. */
function checkSoundness(compiled: readonly (ProcessModel | null)[], reader: FindingReader): void {
  const processes = compiled.filter((process) => process !== null);
  for (const process of processes) soundnessFindings(process, reader);
  callCycleFindings(processes, reader);
}

function refuseFile(xml: string): Finding | null {
  // UTF-8 takes at least one byte a character, so this never lets a larger file through by much.
  if (xml.length > xmlBytesMax)
    return fileFinding("XML_TOO_LARGE", `Expected at most ${xmlBytesMax} bytes of XML, got ${xml.length}.`);
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    return fileFinding("XML_ENTITY_REFUSED", "Expected XML without a document type, got <!DOCTYPE>. Remove it.");
  // Neither XML nor the database's texts can hold it.
  if (/\0|&#x?0+;/i.test(xml))
    return fileFinding("XML_INVALID", "Expected BPMN 2.0 XML, got text with a null character.");
  const depth = depthOf(xml);
  if (depth > xmlDepthMax)
    return fileFinding("XML_TOO_LARGE", `Expected elements nested at most ${xmlDepthMax} deep, got ${depth}.`);
  return null;
}

/** References of drawings, lanes and data lead nowhere without harm; every other one would change what is executed. */
const harmlessReferences =
  /^bpmndi:|flowNodeRef$|^bpmn:(dataStoreRef|dataObjectRef|sourceRef|targetRef|categoryValueRef)$/;

/** What a reference of these says is for people, or said by the events themselves. */
const harmlessHolders = new Set([
  "bpmn:MessageFlow",
  "bpmn:Operation",
  "bpmn:InputSet",
  "bpmn:OutputSet",
  "bpmn:Participant",
]);

function reportWarning(warning: ModdleWarning, reader: FindingReader): void {
  const duplicate = /nested error: duplicate ID <(.*)>$/s.exec(warning.message)?.[1];
  if (duplicate !== undefined) return reportDuplicate(duplicate, reader);
  if (warning.property === undefined)
    return void reader.findings.push(fileFinding("XML_UNKNOWN_ELEMENT", `${warning.message}.`));
  if (harmlessReferences.test(warning.property)) return;
  const element = warning.element as XmlElement;
  if (warning.message.startsWith("unknown attribute"))
    return reader.error("XML_UNKNOWN_ELEMENT", element, `${describe(element)} has the ${shortened(warning.message)}.`);
  if (harmlessHolders.has(element.$type)) return;
  const message = `Expected ${warning.property} of ${describe(element)} to name an element of the file, got "${warning.value}".`;
  reader.error("REFERENCE_MISSING", element, message);
}

/** Whatever refers to the id could mean either element, so nothing more is said of such a file. */
const reportDuplicate = (id: string, reader: FindingReader): void =>
  reader.error("ID_DUPLICATE", { $type: "", id }, `Expected every id once in a file, got "${id}" several times.`);

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
  message: shortened(message),
});

/** The parser counts lines from 0. */
function lineIn(message: string): number | null {
  const line = /line: (\d+)/.exec(message)?.[1];
  return line === undefined ? null : Number(line) + 1;
}

/** In one line, and cut in the middle: the parser quotes whatever it could not read, be it the whole file. */
function shortened(text: string): string {
  const cut = text.length > 400 ? `${text.slice(0, 200)} … ${text.slice(-200)}` : text;
  return cut.replace(/\s*\n\s*/g, ", ").trim();
}

const rank = (finding: Finding) => (finding.severity === "error" ? 0 : 1);
