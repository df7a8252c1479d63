import { readdirSync, readFileSync } from "node:fs";
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

const text = '"((?:[^"\\\\]|\\\\.)*)"';
const call = new RegExp(`\\bscenario\\(\\s*${text},\\s*(?:${text}|\\[([^\\]]*)\\])`, "g");

function scenariosIn(source: string): { title: string; paths: string[] }[] {
  return [...source.matchAll(call)].map(([, title = "", model, models = ""]) => ({
    title: title.replaceAll('\\"', '"'),
    paths: model === undefined ? [...models.matchAll(/"([^"]+)"/g)].map(([, path = ""]) => path) : [model],
  }));
}

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
