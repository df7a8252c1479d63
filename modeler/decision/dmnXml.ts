/** DMN 1.1, 1.2, 1.4 and 1.5 have the same elements as 1.3 as far as they are drawn; dmn-js reads the names of 1.3. */
const otherVersions = /https?:\/\/www\.omg\.org\/spec\/DMN\/\d{8}\/(MODEL\/|DMNDI\/|dmn1?1?\.xsd)/g;

/** The same file under the namespaces of DMN 1.3. */
export const asDmn13 = (xml: string): string =>
  xml.replace(
    otherVersions,
    (_, part: string) => `https://www.omg.org/spec/DMN/20191111/${part === "DMNDI/" ? part : "MODEL/"}`,
  );

interface ModdleNode {
  $type?: string;
  id?: string;
}

/**
 * Gives an id to the columns, rules and cells that have none: dmn-js keeps what it draws by id, and the standard asks
 * for none. Walks what is contained, never what is referred to.
 */
export function withIds(definitions: unknown): void {
  let count = 0;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null || !("$type" in node)) return;
    const element = node as ModdleNode & Record<string, unknown>;
    if (drawn.test(element.$type ?? "") && !element.id) element.id = `drawn_${++count}`;
    for (const name of contained) visit(element[name]);
  };
  visit(definitions);
}

const drawn =
  /^dmn:(DecisionTable|InputClause|OutputClause|DecisionRule|UnaryTests|LiteralExpression|RuleAnnotation\w*)$/;

const contained = [
  "drgElement",
  "decisionLogic",
  "input",
  "output",
  "rule",
  "inputEntry",
  "outputEntry",
  "inputExpression",
];
