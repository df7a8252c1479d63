import { dirname } from "node:path";
import type { Finding } from "../../../engine/model/finding.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import { parseModel } from "../../../engine/model/parse.ts";
import { readXml } from "../../../engine/model/readXml.ts";
import type { XmlElement } from "../../../engine/model/xml.ts";
import { elementsIn } from "../../constructs/held.ts";
import { bpmnFilesIn, xmlOf } from "./files.ts";
import { startsOf, type Walked, walk } from "./walk.ts";

/** A file's processes, each walked from each of its starts. */
export interface FileWalks {
  readonly file: string;
  /** Its first error when it is refused, and then no walks. */
  readonly refused: string | null;
  readonly findings: readonly Finding[];
  readonly processes: readonly ProcessModel[];
  /** Ids of the processes in its repository, that it may call. */
  readonly callable: readonly string[];
  readonly walks: readonly Walked[];
}

/** Walks every process of the Camunda 8 models; those of the same repository may call each other. */
export async function walkAll(seeds: readonly number[]): Promise<FileWalks[]> {
  const files = await Promise.all(
    bpmnFilesIn("c8").map(async (file) => ({ file, ...(await parseModel(xmlOf(file))) })),
  );
  return files.map(({ file, processes, findings }) => {
    const neighbours = files.filter((one) => dirname(one.file) === dirname(file) && one.file !== file);
    const others = neighbours.flatMap((one) => one.processes);
    return {
      file,
      refused: processes.length > 0 ? null : (findings[0]?.message ?? "no process"),
      findings,
      processes,
      callable: [...processes, ...others].map(({ processId }) => processId),
      walks: processes.flatMap((model) =>
        startsOf(model).flatMap((start) =>
          seeds.map((seed) => walk(model, callable(model, [...processes, ...others]), start, seed)),
        ),
      ),
    };
  });
}

/** One process of every other id. */
function callable(model: ProcessModel, others: readonly ProcessModel[]): ProcessModel[] {
  const byId = new Map(others.toReversed().map((one) => [one.processId, one]));
  byId.delete(model.processId);
  return [...byId.values()];
}

/** The elements of a file's model, not those of its drawing. */
export async function elementsByIdOf(file: string): Promise<ReadonlyMap<string, XmlElement>> {
  const read = await readXml(xmlOf(file));
  if (!read.ok) throw new Error(`${file}: ${read.message}`);
  const model = [...elementsIn(read.value.definitions)].filter(({ $type }) => !/^(bpmndi|di|dc):/.test($type));
  return new Map(model.map((element) => [element.id ?? "", element]));
}
