import { readdirSync, readFileSync } from "node:fs";
import { parseAst } from "vite";
import { nodesOf, type Syntax } from "../tidy/source.ts";
import { constructsIn } from "./held.ts";

const root = new URL("../../", import.meta.url);

/** A scenario: where it stands, what it is called, and what its diagrams hold. */
export interface Told {
  readonly file: string;
  readonly title: string;
  /** Ids of constructs. */
  readonly holds: ReadonlySet<string>;
}

/** Every scenario of the project itself; those that run models from elsewhere show nothing that must stay. */
export async function stories(): Promise<Told[]> {
  const models = new Map<string, Promise<ReadonlySet<string>>>();
  const holdsOf = (path: string) => {
    const known = models.get(path) ?? constructsIn(read(path));
    models.set(path, known);
    return known;
  };
  const told: Told[] = [];
  for (const file of testFiles())
    for (const { title, paths } of scenariosIn(readFileSync(new URL(file, root), "utf8")))
      told.push({ file, title, holds: new Set((await Promise.all(paths.map(holdsOf))).flatMap((one) => [...one])) });
  return told;
}

function testFiles(): string[] {
  const names = readdirSync(new URL("test/scenarios/", root), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .map((name) => `test/scenarios/${name}`);
}

/** The calls of `scenario`: its title and the paths of its models, both written there or in a constant before it. */
function scenariosIn(source: string): { title: string; paths: string[] }[] {
  const nodes = [...nodesOf(parseAst(source, { lang: "ts" }) as unknown as Syntax)];
  const constants = nodes.filter(({ type }) => type === "VariableDeclarator");
  const textsOf = (value: unknown): string[] => {
    const node = value as Syntax | null | undefined;
    switch (node?.type) {
      case "Literal":
        return [String(node.value)];
      case "TemplateLiteral":
        return [(node.quasis as { value: { cooked: string } }[]).map(({ value: { cooked } }) => cooked).join("…")];
      case "ArrayExpression":
        return (node.elements as unknown[]).flatMap(textsOf);
      case "Identifier": {
        const constant = constants.findLast(({ id, start }) => nameOf(id) === nameOf(node) && start < node.start);
        return textsOf(constant?.init);
      }
      default:
        return [];
    }
  };
  const calls = nodes.filter(({ type, callee }) => type === "CallExpression" && nameOf(callee) === "scenario");
  return calls.map(({ arguments: given }) => {
    const [title, files] = given as unknown[];
    return { title: textsOf(title)[0] ?? "", paths: textsOf(files) };
  });
}

const nameOf = (node: unknown): string => (node as { name?: string } | null)?.name ?? "";

/** As the scenario itself finds it; one that a scenario makes up is not in a file and shows nothing. */
function read(path: string): string {
  for (const folder of ["test/scenarios/models/", "processes/"])
    try {
      return readFileSync(new URL(`${folder}${path}`, root), "utf8");
    } catch {
      // Looked for in the next folder.
    }
  return "";
}
