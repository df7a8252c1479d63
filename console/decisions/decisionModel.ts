/** What the pages read from a DMN file of any version: decisions, what they require, and the columns of their tables. */

import { logicText } from "../../modeler/decision/logicText.ts";

export interface ModelDecision {
  id: string;
  name: string;
  /** Ids of the decisions that it requires. */
  requires: readonly string[];
  /** Inputs that the graph draws for it. */
  inputData: readonly TypedName[];
  /** The columns of its table; empty for an expression. */
  columns: readonly InputColumn[];
  /** What it computes: the expressions of columns, outputs and logic. */
  expressions: readonly string[];
  /** The entries that inputs are compared with. */
  tests: readonly string[];
  /** Under which name others see its result. */
  variable: string;
}

export interface TypedName {
  name: string;
  /** As the file writes it: a type of FEEL, an item definition's name, or empty. */
  typeRef: string;
}

export interface InputColumn extends TypedName {
  id: string;
  /** The expression that is compared with the entries. */
  expression: string;
  /** Allowed values as a unary test, or empty. */
  allowed: string;
  /** What the entries of the column say. */
  entries: readonly string[];
}

/** A type that the file defines. */
export interface ItemDefinition {
  typeRef: string;
  allowed: string;
  isList: boolean;
  hasParts: boolean;
}

export class DecisionModelText {
  readonly decisions: readonly ModelDecision[];
  readonly types: ReadonlyMap<string, ItemDefinition>;
  /** Names of the functions that the file defines. */
  readonly functions: readonly string[];
  /** Whether the file holds a drawing of its graph. */
  readonly hasGraph: boolean;

  constructor(xml: string) {
    const root = new DOMParser().parseFromString(xml, "application/xml").documentElement;
    const inputData = new Map(childrenOf(root, "inputData").map((element) => [element.id, typedName(element)]));
    this.decisions = childrenOf(root, "decision").map((element) => decisionOf(element, inputData));
    this.types = new Map(childrenOf(root, "itemDefinition").map((element) => [nameOf(element), itemOf(element)]));
    this.functions = ["businessKnowledgeModel", "decisionService"].flatMap((kind) =>
      childrenOf(root, kind).map((element) => typedName(element).name),
    );
    this.hasGraph = root.getElementsByTagNameNS("*", "DMNShape").length > 0;
  }

  decision(id: string): ModelDecision | undefined {
    return this.decisions.find((decision) => decision.id === id);
  }

  /** A decision with everything that it requires, itself first; a cycle ends where it closes. */
  withRequired(id: string): ModelDecision[] {
    const found = new Map<string, ModelDecision>();
    const waiting = [id];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const decision = this.decision(next);
      if (!decision || found.has(next)) continue;
      found.set(next, decision);
      waiting.push(...decision.requires);
    }
    return [...found.values()];
  }
}

/** Versions of DMN differ in their namespace alone, as far as is read here. */
const childrenOf = (parent: Element | undefined, name: string): Element[] =>
  [...(parent?.children ?? [])].filter(({ localName }) => localName === name);

const textOf = (parent: Element | undefined, name: string): string => ownText(childrenOf(parent, name)[0]);

const nameOf = (element: Element): string => element.getAttribute("name") ?? element.id;

/** DMN 1.1 wrote `feel:string`. */
const typeRefOf = (element: Element | undefined): string =>
  (element?.getAttribute("typeRef") ?? "").trim().replace(/^feel:/, "");

function typedName(element: Element): TypedName {
  const [variable] = childrenOf(element, "variable");
  return { name: variable?.getAttribute("name") ?? nameOf(element), typeRef: typeRefOf(variable) };
}

function decisionOf(element: Element, inputData: ReadonlyMap<string, TypedName>): ModelDecision {
  const needs = childrenOf(element, "informationRequirement");
  const required = (name: string) =>
    needs.flatMap((need) => childrenOf(need, name)).map((one) => (one.getAttribute("href") ?? "").replace(/^.*#/, ""));
  const [table] = childrenOf(element, "decisionTable");
  const columns = childrenOf(table, "input").map((input, at) => columnOf(input, at, childrenOf(table, "rule")));
  return {
    id: element.id,
    name: nameOf(element),
    requires: required("requiredDecision"),
    inputData: required("requiredInput").flatMap((id) => inputData.get(id) ?? []),
    columns,
    expressions: [
      ...columns.map(({ expression }) => expression),
      ...outputsOf(childrenOf(table, "rule")),
      ...[...element.children].flatMap((child) => logicText(child) ?? []),
    ].filter((text) => text !== ""),
    tests: columns.flatMap(({ entries }) => entries).filter((text) => text !== ""),
    variable: typedName(element).name,
  };
}

/** `text` of an entry, as it is a child of it. */
const ownText = (entry: Element | undefined): string => childrenOf(entry, "text")[0]?.textContent?.trim() ?? "";

const outputsOf = (rules: readonly Element[]): string[] =>
  rules.flatMap((rule) => childrenOf(rule, "outputEntry").map(ownText));

function columnOf(input: Element, at: number, rules: readonly Element[]): InputColumn {
  const [expression] = childrenOf(input, "inputExpression");
  const text = textOf(input, "inputExpression");
  const entryOf = (rule: Element) => ownText(childrenOf(rule, "inputEntry")[at]);
  return {
    id: input.id,
    name: input.getAttribute("label")?.trim() || text,
    typeRef: typeRefOf(expression),
    expression: text,
    allowed: textOf(input, "inputValues"),
    entries: rules.map(entryOf),
  };
}

function itemOf(element: Element): ItemDefinition {
  return {
    typeRef:
      childrenOf(element, "typeRef")[0]
        ?.textContent?.trim()
        .replace(/^feel:/, "") ?? "",
    allowed: textOf(element, "allowedValues") || textOf(element, "typeConstraint"),
    isList: element.getAttribute("isCollection") === "true",
    hasParts: childrenOf(element, "itemComponent").length > 0,
  };
}
