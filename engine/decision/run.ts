import type { FeelLookup } from "../feel/compile.ts";
import type { Evaluation } from "../feel/evaluation.ts";
import { contextOf, entryOf, type Feel, isContext } from "../feel/value.ts";
import { functionValue } from "./boxed/functions.ts";
import type {
  Decision,
  DecisionService,
  DecisionType,
  Dialect,
  DrgElement,
  KnowledgeModel,
  Requirement,
} from "./model.ts";
import { evaluateTable, type TableOf } from "./table/table.ts";
import { fitted } from "./types.ts";

/** A decision that was made, as the history tells it. What it required stands before it. */
export interface EvaluatedDecision {
  readonly id: string;
  readonly name: string;
  readonly type: DecisionType;
  /** Of a decision table, in its order. */
  readonly inputs: readonly EvaluatedInput[];
  readonly matchedRules: readonly EvaluatedRule[];
  readonly output: Feel;
}

export interface EvaluatedInput {
  readonly id: string;
  readonly name: string;
  readonly value: Feel;
}

export interface EvaluatedRule {
  readonly id: string;
  /** From 1. */
  readonly index: number;
  readonly outputs: readonly { readonly id: string; readonly name: string; readonly value: Feel }[];
}

/** Decisions that are told of; a service that is called in a loop makes more of them than anybody reads. */
const evaluatedMax = 1_000;

/** A decision, or a call of a service, takes as long as some steps. */
const decisionSteps = 20;

/** What is given and what is known already; within a decision service both are its own. */
interface Surroundings {
  readonly values: Map<DrgElement, Feel>;
  readonly inputs: FeelLookup;
}

const nothingGiven: FeelLookup = () => undefined;

/** One evaluation of a model: each element has one value in it, however many require it. */
export class DecisionRun {
  readonly evaluated: EvaluatedDecision[] = [];
  readonly #dialect: Dialect;
  readonly #run: Evaluation;
  readonly #path: Decision[] = [];

  constructor(dialect: Dialect, run: Evaluation) {
    this.#dialect = dialect;
    this.#run = run;
  }

  /** The decision that was being made last: where it failed, after a failure. */
  get current(): Decision | null {
    return this.#path.at(-1) ?? null;
  }

  decide(decision: Decision, inputs: FeelLookup): Feel {
    return this.#valueOf(decision, { values: new Map(), inputs });
  }

  /** What a service gives for arguments by the names of its parameters; what does not fit its parameter is null. */
  serve(service: DecisionService, inputs: FeelLookup): Feel {
    const given = service.parameters.map((parameter) => {
      const type = typeOf(parameter);
      const value = inputs(parameter.variable) ?? inputs(parameter.name) ?? null;
      return fitted(value, type, this.#fitting(`argument "${parameter.variable}" of "${service.name}"`));
    });
    return this.#served(service, given);
  }

  #fitting(what: string) {
    return { run: this.#run, what, dialect: this.#dialect };
  }

  #served(service: DecisionService, args: readonly Feel[]): Feel {
    this.#run.spend(decisionSteps + service.parameters.length);
    const values = new Map<DrgElement, Feel>(service.parameters.map((one, at) => [one, args[at] ?? null] as const));
    const surroundings = { values, inputs: nothingGiven };
    const outputs = service.outputs.map((one) => [one.variable, this.#valueOf(one, surroundings)] as const);
    const [only] = outputs;
    const value = only && outputs.length === 1 ? only[1] : contextOf(outputs);
    return fitted(value, service.resultType, this.#fitting(`the result of decision service "${service.name}"`));
  }

  #valueOf(element: DrgElement, surroundings: Surroundings): Feel {
    const known = surroundings.values.get(element);
    if (known !== undefined) return known;
    const value = this.#evaluated(element, surroundings);
    surroundings.values.set(element, value);
    return value;
  }

  #evaluated(element: DrgElement, surroundings: Surroundings): Feel {
    switch (element.kind) {
      case "inputData": {
        const value = surroundings.inputs(element.variable) ?? surroundings.inputs(element.name) ?? null;
        return fitted(value, element.type, this.#fitting(`input data "${element.name}"`));
      }
      case "decision":
        return this.#decided(element, surroundings);
      case "knowledgeModel":
        return this.#functionOf(element, surroundings);
      case "decisionService": {
        const parameters = element.parameters.map((one) => ({ name: one.variable, type: typeOf(one) }));
        const what = `decision service "${element.name}"`;
        return functionValue(what, parameters, element.resultType, this.#dialect, (args) =>
          this.#served(element, args),
        );
      }
      default:
        return element satisfies never;
    }
  }

  #functionOf(element: KnowledgeModel, surroundings: Surroundings): Feel {
    if (!element.logic) return this.#run.warn(`Expected logic in business knowledge model "${element.name}", got none`);
    const scope = this.#scopeOf(element.requirements, { ...surroundings, inputs: nothingGiven });
    const itself: Feel = element.logic((name) => (name === element.variable ? itself : scope(name)));
    return itself;
  }

  #decided(decision: Decision, surroundings: Surroundings): Feel {
    this.#run.spend(decisionSteps + decision.requirements.length);
    this.#run.enter();
    this.#path.push(decision);
    const scope = this.#scopeOf(decision.requirements, surroundings);
    const { result, value } = this.#logicOf(decision, scope);
    const output = fitted(value, decision.resultType, this.#fitting(`the value of decision "${decision.name}"`));
    this.#record(decision, result, output);
    // Not where it throws: the last one is where it failed.
    this.#path.pop();
    this.#run.leave();
    return output;
  }

  #logicOf({ logic, name }: Decision, scope: FeelLookup): { readonly value: Feel; readonly result: TableOf | null } {
    if (!logic) return { value: this.#run.warn(`Expected logic in decision "${name}", got none`), result: null };
    if ("expression" in logic) return { value: logic.expression(scope, this.#run), result: null };
    const result = evaluateTable(logic.table, scope, this.#run);
    const value = fitted(result.output, logic.type, this.#fitting(`the value of ${logic.table.what}`));
    return { value, result: { ...result, table: logic.table } };
  }

  #record(decision: Decision, result: TableOf | null, output: Feel): void {
    if (this.evaluated.length < evaluatedMax) this.evaluated.push(evaluatedDecision(decision, result, output));
  }

  /** What an element sees: what it requires by its name, in Camunda's dialect otherwise too, and what is given. */
  #scopeOf(requirements: readonly Requirement[], surroundings: Surroundings): FeelLookup {
    const seen = new Map<string, Feel>();
    const ids = new Map<string, Feel>();
    const outputs = new Map<string, Feel>();
    const imported = new Map<string, [string, Feel][]>();
    for (const { element, importName } of requirements) {
      const value = this.#valueOf(element, surroundings);
      if (importName !== null) {
        const entries = imported.get(importName);
        if (entries) entries.push([element.variable, value]);
        else imported.set(importName, [[element.variable, value]]);
      } else {
        seen.set(element.variable, value);
        if (this.#dialect === "camunda") ids.set(element.id, value);
        if (this.#dialect === "camunda") this.#nameOutputs(element, value, outputs);
      }
    }
    for (const [name, entries] of imported) seen.set(name, contextOf(entries));
    return (name) => {
      if (seen.has(name)) return seen.get(name);
      if (ids.has(name)) return ids.get(name);
      return surroundings.inputs(name) ?? outputs.get(name);
    };
  }

  /** Camunda 7 knows what a table gave by the names of its outputs. */
  #nameOutputs(element: DrgElement, value: Feel, outputs: Map<string, Feel>): void {
    if (element.kind !== "decision" || !element.logic || !("table" in element.logic)) return;
    const names = element.logic.table.outputs.map(({ name }) => name ?? "");
    this.#run.spend(names.length);
    if (names.length === 1) for (const name of names) outputs.set(name, value);
    else if (isContext(value)) for (const name of names) outputs.set(name, entryOf(value, name) ?? null);
  }
}

/** What the history tells of a decision; of a table also by which rules it was made. */
export const evaluatedDecision = (
  { id, name, type }: Decision,
  result: TableOf | null,
  output: Feel,
): EvaluatedDecision => ({
  id,
  name,
  type,
  inputs: (result?.table.inputs ?? []).map((input, at) => ({
    id: input.id,
    name: input.name,
    value: result?.inputs[at] ?? null,
  })),
  matchedRules: (result?.matched ?? []).map((rule) => ({
    id: rule.id,
    index: rule.index,
    outputs: (result?.table.outputs ?? []).map((one, at) => ({
      id: one.id,
      name: one.name ?? "",
      value: rule.outputs[at] ?? null,
    })),
  })),
  output,
});

const typeOf = (element: DrgElement & { kind: "inputData" | "decision" }) =>
  element.kind === "inputData" ? element.type : element.resultType;
