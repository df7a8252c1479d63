import { BpmnModdle } from "bpmn-moddle";
import { judge, type Verdict } from "../../../cli/check/files.ts";
import { compileProcess } from "../../../engine/model/compile.ts";
import type { Finding } from "../../../engine/model/finding.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import { parseModel } from "../../../engine/model/parse.ts";
import { createReader } from "../../../engine/model/reader.ts";
import { readXml } from "../../../engine/model/readXml.ts";
import { elementsOf, type XmlElement } from "../../../engine/model/xml.ts";
import { elementsIn } from "../../constructs/held.ts";
import { madeExecutable, pathOf, xmlOf } from "./files.ts";

/** A file of other people, and what is made of it here. */
export interface Looked {
  readonly file: string;
  readonly verdict: Verdict;
  /** The file with every process made executable: its lines, all its elements, and what is found then. */
  readonly lines: readonly string[];
  readonly elements: readonly XmlElement[];
  readonly findings: readonly Finding[];
  /** Each process with what is compiled of it, whatever the findings. */
  readonly processes: readonly { element: XmlElement; model: ProcessModel | null }[];
  /** All that bpmn-moddle reads without us. */
  readonly plain: readonly XmlElement[];
}

export async function lookAt(file: string): Promise<Looked> {
  const xml = madeExecutable(xmlOf(file));
  const read = await readXml(xml);
  if (!read.ok) throw new Error(`${file}: ${read.message}`);
  const { definitions } = read.value;
  const processes = elementsOf(definitions, "rootElements").filter(({ $type }) => $type === "bpmn:Process");
  const plain = await new BpmnModdle().fromXML(xml);
  const [verdict] = await judge([pathOf(file)]);
  if (!verdict) throw new Error(`${file} was not judged`);
  return {
    file,
    verdict,
    lines: xml.split("\n"),
    elements: [...elementsIn(definitions)],
    findings: (await parseModel(xml)).findings,
    processes: processes.map((element) => ({ element, model: compileProcess(element, createReader(new Map())) })),
    plain: [...elementsIn(plain.rootElement as XmlElement)],
  };
}
