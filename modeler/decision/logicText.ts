/**
 * A boxed expression (DMN 1.5 §7.3) written as the FEEL that it stands for (§10.2.2), laid out in lines; null for a
 * table, and for what has no logic. `element` is the expression's own.
 */
export function logicText(element: Element): string | null {
  const write = writers[element.localName];
  return write ? write(element) : null;
}

type Writer = (element: Element) => string;

const childrenOf = (parent: Element | undefined, name?: string): Element[] =>
  [...(parent?.children ?? [])].filter(({ localName }) => name === undefined || localName === name);

/** Children that are no logic themselves. */
const beside = /^(description|extensionElements|variable|typeRef|formalParameter|column|binding|parameter)$/;

/** The logic within an element: the first child that is any. */
function inner(parent: Element | undefined): string {
  const logic = childrenOf(parent).find(({ localName }) => !beside.test(localName));
  return (logic && logicText(logic)) ?? (logic?.localName === "decisionTable" ? "<a decision table>" : "null");
}

const part = (element: Element, name: string): string => inner(childrenOf(element, name)[0]);

const nameOf = (element: Element | undefined): string => element?.getAttribute("name") ?? "";

/** Names that FEEL reads as one where they stand; others in quotes, as keys of contexts may be. */
const asKey = (name: string): string => (/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) ? name : JSON.stringify(name));

const indented = (text: string): string => text.replaceAll("\n", "\n  ");

const lines = (open: string, items: readonly string[], close: string): string =>
  items.length === 0
    ? `${open}${close}`
    : `${open}\n${items.map((item) => `  ${indented(item)}`).join(",\n")}\n${close}`;

/** The last entry of a context may have no name: then it is the result, which sees the others. */
function context(element: Element): string {
  const entries = childrenOf(element, "contextEntry").map((entry) => {
    const [variable] = childrenOf(entry, "variable");
    return { name: variable ? nameOf(variable) : null, text: inner(entry) };
  });
  const hasResult = entries.some(({ name }) => name === null);
  const written = lines(
    "{",
    entries.map(({ name, text }) => `${asKey(name ?? "result")}: ${text}`),
    "}",
  );
  return hasResult ? `${written}.result` : written;
}

function relation(element: Element): string {
  const columns = childrenOf(element, "column").map(nameOf);
  const rows = childrenOf(element, "row").map((row) => {
    const cells = childrenOf(row).map((cell) => logicText(cell) ?? "null");
    return `{ ${cells.map((cell, at) => `${asKey(columns[at] ?? "")}: ${cell}`).join(", ")} }`;
  });
  return lines("[", rows, "]");
}

function invocation(element: Element): string {
  const bindings = childrenOf(element, "binding").map(
    (binding) => `${nameOf(childrenOf(binding, "parameter")[0])}: ${inner(binding)}`,
  );
  return `${inner(element)}(${bindings.join(", ")})`;
}

const functionDefinition: Writer = (element) =>
  `function(${childrenOf(element, "formalParameter").map(nameOf).join(", ")}) ${inner(element)}`;

const iteration =
  (word: string, link: string, end: string): Writer =>
  (element) =>
    `${word} ${element.getAttribute("iteratorVariable") ?? "item"} in ${part(element, "in")} ${link} ${part(element, end)}`;

const writers: Record<string, Writer> = {
  literalExpression: (element) => childrenOf(element, "text")[0]?.textContent?.trim() || "null",
  context,
  list: (element) =>
    lines(
      "[",
      childrenOf(element).flatMap((item) => logicText(item) ?? []),
      "]",
    ),
  relation,
  invocation,
  functionDefinition,
  conditional: (element) => `if ${part(element, "if")}\nthen ${part(element, "then")}\nelse ${part(element, "else")}`,
  for: iteration("for", "return", "return"),
  some: iteration("some", "satisfies", "satisfies"),
  every: iteration("every", "satisfies", "satisfies"),
  filter: (element) => `${part(element, "in")}[${part(element, "match")}]`,
};
