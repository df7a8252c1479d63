import { setImmediate } from "node:timers/promises";
import type { DecisionModel } from "../../../engine/decision/model.ts";
import { type ReadDecisions, readingOf } from "../../../engine/decision/read.ts";
import { assert } from "../../../engine/result.ts";
import type { DeployedDecision } from "./decisions.ts";

/** Tells the operator that a file cannot be read any more. */
export type Report = (message: string) => void;

/** The files of decisions of one deployment, which never changes. Each is compiled when it is asked for, and once. */
export class CompiledDeployment {
  /** All its decisions by id: those that a file imports are among them. */
  readonly deployed: ReadonlyMap<string, DeployedDecision>;
  /** Characters of all files. */
  readonly length: number;
  readonly #files: ReadonlyMap<string, string>;
  readonly #reading: (xml: string) => Promise<ReadDecisions>;
  readonly #report: Report;
  readonly #models = new Map<string, DecisionModel | null>();
  #turn: Promise<unknown> = Promise.resolve();

  /** `files` are their XML by key of the requirements. */
  constructor(files: ReadonlyMap<string, string>, deployed: ReadonlyMap<string, DeployedDecision>, report: Report) {
    this.#files = files;
    this.deployed = deployed;
    this.#report = report;
    this.length = [...files.values()].reduce((sum, xml) => sum + xml.length, 0);
    this.#reading = readingOf([...files.values()], { pause: setImmediate });
  }

  /** What is compiled already; null of a file that cannot be read any more. */
  modelOf(requirementsKey: string): DecisionModel | null | undefined {
    return this.#models.get(requirementsKey);
  }

  /** Null after a report: a newer version of the server may refuse what an older one took. */
  compile(requirementsKey: string): Promise<DecisionModel | null> {
    const compiled = this.#turn.then(() => this.#compiled(requirementsKey));
    this.#turn = compiled.catch(() => undefined);
    return compiled;
  }

  async #compiled(requirementsKey: string): Promise<DecisionModel | null> {
    const known = this.#models.get(requirementsKey);
    if (known !== undefined) return known;
    const xml = this.#files.get(requirementsKey);
    assert(xml !== undefined, `decision requirements ${requirementsKey} have no file`);
    const { model, findings } = await this.#reading(xml);
    const [first] = findings;
    if (!model && first)
      this.#report(
        `Decision requirements ${requirementsKey} were deployed but cannot be read any more (${first.code}, line ${first.line ?? "unknown"}): their decisions are taken as missing. Deploy the file again, mended`,
      );
    this.#models.set(requirementsKey, model);
    return model;
  }
}
