import type { ModdleWarning } from "bpmn-moddle";
import { compileProcess } from "./compile.ts";
import { fileFinding, refuseFile, shortened } from "./file.ts";
import type { Finding } from "./finding.ts";
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
  const refused = refuseFile(xml, "BPMN 2.0");
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

const rank = (finding: Finding) => (finding.severity === "error" ? 0 : 1);
