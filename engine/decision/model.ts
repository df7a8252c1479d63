import type { FeelLookup, KnownNames } from "../feel/compile.ts";
import type { Evaluation } from "../feel/evaluation.ts";
import type { FeelType } from "../feel/types.ts";
import type { Feel, FunctionValue } from "../feel/value.ts";
import type { DecisionTable } from "./table/table.ts";

/** Where Camunda 8 and DMN differ, which of them a model follows; `docs/dmn.md` lists where. */
export type Dialect = "camunda" | "dmn";

/** A file of decisions, compiled: nothing has to be looked up in XML again. */
export interface DecisionModel {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly dialect: Dialect;
  /** What a process calls by its id, in document order. */
  readonly decisions: readonly Decision[];
  readonly services: readonly DecisionService[];
  /** Everything that another model can import. */
  readonly elements: readonly DrgElement[];
  /** Item definitions by name. */
  readonly types: ReadonlyMap<string, FeelType>;
}

/** An element of the decision requirements graph (DMN 1.5 §6.3). */
export type DrgElement = InputData | Decision | KnowledgeModel | DecisionService;

/** A boxed expression, compiled. The scope is what stands around it. */
export type Logic = (scope: FeelLookup, run: Evaluation) => Feel;

interface Named {
  readonly id: string;
  readonly name: string;
  /** Name of the variable that holds its value for others. */
  readonly variable: string;
  /** What is known below that variable. */
  readonly names: KnownNames;
}

export interface InputData extends Named {
  readonly kind: "inputData";
  readonly type: FeelType;
}

/** As Camunda's API writes it. */
export type DecisionType =
  | "DECISION_TABLE"
  | "LITERAL_EXPRESSION"
  | "CONTEXT"
  | "LIST"
  | "RELATION"
  | "INVOCATION"
  | "FUNCTION_DEFINITION"
  | "CONDITIONAL"
  | "FILTER"
  | "FOR"
  | "SOME"
  | "EVERY"
  | "UNSPECIFIED";

export interface Decision extends Named {
  readonly kind: "decision";
  readonly versionTag: string | null;
  readonly type: DecisionType;
  readonly resultType: FeelType;
  readonly requirements: readonly Requirement[];
  /** Null when the decision is only drawn. */
  readonly logic: { readonly table: DecisionTable; readonly type: FeelType } | { readonly expression: Logic } | null;
}

/** DMN 1.5 §6.3.9: a function that decisions call. */
export interface KnowledgeModel extends Named {
  readonly kind: "knowledgeModel";
  readonly requirements: readonly Requirement[];
  /** Null when it is only drawn. Gives the function in a scope of what it requires. */
  readonly logic: ((scope: FeelLookup) => FunctionValue) | null;
}

/** DMN 1.5 §6.3.10. Its parameters are its input data, then its input decisions. */
export interface DecisionService extends Named {
  readonly kind: "decisionService";
  readonly resultType: FeelType;
  readonly outputs: readonly Decision[];
  readonly parameters: readonly (InputData | Decision)[];
}

/** Something that another element needs, and under which name it sees it. */
export interface Requirement {
  readonly element: DrgElement;
  /** The import that it comes by; null for one of the same model, or of an import without a name. */
  readonly importName: string | null;
}
