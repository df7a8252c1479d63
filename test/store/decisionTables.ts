/** DMN in short, for tests: what a modeler writes, without its drawing. The id of the file is `id.file`. */
export const dmn = (id: string, ...elements: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  id="${id}.file" name="${id} model" namespace="urn:${id}">${elements.join("\n")}</definitions>`;

/** As {@link dmn}, of a file that imports others. */
export const importing = (id: string, imported: readonly string[], ...elements: readonly string[]): string => {
  const imports = imported.map(
    (one) =>
      `<import namespace="urn:${one}" name="${one}" importType="https://www.omg.org/spec/DMN/20191111/MODEL/" />`,
  );
  return dmn(id, ...imports, ...elements);
};

interface Table {
  readonly name?: string;
  readonly hitPolicy?: string;
  /** Decisions that it requires, by id, or by the address of an imported one. */
  readonly requires?: readonly string[];
  readonly versionTag?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Entries of the inputs, then of the outputs. */
  readonly rules: readonly (readonly string[])[];
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const required = (id: string, refs: readonly string[] = []) =>
  refs
    .map(
      (ref, at) =>
        `<informationRequirement id="${id}.requires.${at}"><requiredDecision href="${ref.includes("#") ? ref : `#${ref}`}" /></informationRequirement>`,
    )
    .join("");

/** A decision whose ids tell where they are: `id.in.0`, `id.out.0`, `id.rule.0`. */
export function table(id: string, { name, hitPolicy = "UNIQUE", requires, versionTag, ...of }: Table): string {
  const inputs = of.inputs.map(
    (input, at) =>
      `<input id="${id}.in.${at}"><inputExpression id="${id}.expression.${at}"><text>${escaped(input)}</text></inputExpression></input>`,
  );
  const outputs = of.outputs.map((output, at) => `<output id="${id}.out.${at}" name="${output}" />`);
  const rules = of.rules.map((entries, row) => {
    const cells = entries.map((entry, at) => {
      const kind = at < of.inputs.length ? "inputEntry" : "outputEntry";
      return `<${kind} id="${id}.cell.${row}.${at}"><text>${escaped(entry)}</text></${kind}>`;
    });
    return `<rule id="${id}.rule.${row}">${cells.join("")}</rule>`;
  });
  const tag = versionTag ? `<extensionElements><zeebe:versionTag value="${versionTag}" /></extensionElements>` : "";
  return `<decision id="${id}" name="${name ?? id}">${tag}${required(id, requires)}
    <decisionTable id="${id}.table" hitPolicy="${hitPolicy}">${inputs.join("")}${outputs.join("")}${rules.join("")}</decisionTable>
  </decision>`;
}

export const literal = (id: string, expression: string, requires: readonly string[] = []): string =>
  `<decision id="${id}" name="${id}">${required(id, requires)}
    <literalExpression id="${id}.literal"><text>${escaped(expression)}</text></literalExpression></decision>`;
