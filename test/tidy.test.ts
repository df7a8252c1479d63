import { describe, expect, test } from "vitest";
import { incidentCodes } from "../engine/incidents.ts";
import { findingCodes } from "../engine/model/finding.ts";
import { problems } from "../server/store/failures.ts";
import {
  isIn,
  lineAt,
  linesOf,
  nodesOf,
  projectFiles,
  resolved,
  type Source,
  type Syntax,
  sources,
  textOf,
} from "./tidy/source.ts";

/** What decays when nobody looks: directions, purity, length, dead files, the pages that are about the code. */

describe("imports point one way", () => {
  const folders = ["engine", "server", "modeler", "console", "cli"] as const;
  const allowed: Record<(typeof folders)[number], { value: readonly string[]; type?: readonly string[] }> = {
    engine: { value: [] },
    // The server builds the console's pages when they are stale; it loads nothing of the console itself.
    server: { value: ["engine", "console/pages.ts"] },
    modeler: { value: ["engine"] },
    console: { value: ["modeler", "engine"], type: ["server"] },
    cli: { value: ["engine", "server"] },
  };

  test.each(folders)("%s", (folder) => {
    const { value, type = [] } = allowed[folder];
    const isWithin = (path: string) => (place: string) => path === place || path.startsWith(`${place}/`);
    const wrong = importsOf(sources.filter(isIn(folder))).filter(({ path, isTypeOnly }) => {
      if (path === null || isWithin(path)(folder) || !folders.some(isWithin(path))) return false;
      return !value.some(isWithin(path)) && !(isTypeOnly && type.some(isWithin(path)));
    });
    expect(told(wrong)).toEqual([]);
  });

  test("the engine needs few packages", () => {
    const feel = ["lezer-feel", "@lezer/common", "decimal.js", "re2js"];
    const packages = [...feel, "luxon", "bpmn-moddle", "zeebe-bpmn-moddle", "dmn-moddle", "cron-parser"];
    expect(told(packagesOf("engine").filter(({ from }) => !packages.includes(nameOf(from))))).toEqual([]);
  });

  test("routes never touch the database", () => {
    const refused = ["pg", "pg-boss", "drizzle-orm"];
    expect(told(packagesOf("server/routes").filter(({ from }) => refused.includes(nameOf(from))))).toEqual([]);
  });

  test("the store never touches HTTP", () => {
    expect(told(packagesOf("server/store").filter(({ from }) => /^@?fastify/.test(from)))).toEqual([]);
  });

  test("nothing imports the tests or the benchmark", () => {
    const others = sources.filter(({ path }) => !/^(test|bench)\//.test(path));
    expect(told(importsOf(others).filter(({ path }) => /^(test|bench)\//.test(path ?? "")))).toEqual([]);
  });
});

test("the engine has no clock, no chance, no input and no output", () => {
  const impure = sources
    .filter(isIn("engine"))
    .flatMap((source) =>
      [...nodesOf(source.tree)].filter(isImpure).map((node) => `${source.path}:${lineAt(source, node)}`),
    );
  expect(impure).toEqual([]);
});

function isImpure(node: Syntax): boolean {
  const text = (value: unknown) => (value as { name?: string } | undefined)?.name ?? "";
  if (node.type === "NewExpression") return text(node.callee) === "Date" && (node.arguments as unknown[]).length === 0;
  if (node.type === "CallExpression")
    return /^(Date|setTimeout|setInterval|setImmediate|queueMicrotask|fetch)$/.test(text(node.callee));
  if (node.type !== "MemberExpression") return false;
  const [object, property] = [text(node.object), text(node.property)];
  return (
    /^(process|console|crypto|performance|globalThis)$/.test(object) ||
    /^(Date\.now|Math\.random)$/.test(`${object}.${property}`)
  );
}

describe("nothing grows too long", () => {
  const written = sources.filter(({ path }) => !path.startsWith("test/"));

  test("files have at most 300 lines", () => {
    const long = written.filter(({ lines }) => lines > 300);
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  test("functions have about 50 lines at most", () => {
    const long = written.flatMap((source) =>
      [...nodesOf(source.tree)]
        .filter((node) => isFunction(node) && linesOf(source, node) > 55 && !isListOfRoutes(source, node))
        .map((node) => `${source.path}:${lineAt(source, node)}: ${linesOf(source, node)}`),
    );
    expect(long).toEqual([]);
  });
});

const isFunction = ({ type }: Syntax) =>
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);

/** As long as a resource has routes; each of its handlers is measured by itself. */
const isListOfRoutes = ({ path }: Source, node: Syntax) =>
  path.startsWith("server/routes/") && ((node.id as { name?: string } | null)?.name ?? "").endsWith("Routes");

test("every file is used", () => {
  const users = sources.filter(({ path }) => !path.startsWith("test/"));
  const named = users.flatMap(({ path, tree, imports }) => [
    ...imports.map((one) => one.path),
    // Also what is started as a process of its own, by its path with or without the ending.
    ...[...nodesOf(tree)].flatMap((node) => pathsIn(node).flatMap((text) => [text, resolved(path, text)])),
  ]);
  const pages = projectFiles.filter((path) => path.endsWith(".html"));
  const scripts = pages.flatMap((path) =>
    [...textOf(path).matchAll(/src="([^"]+\.ts)"/g)].map(([, src = ""]) =>
      resolved(path, src.replace(/^(?!\.)/, "./")),
    ),
  );
  const started = [...textOf("package.json").matchAll(/[\w/]+\.ts/g)].map(([path]) => path);
  const used = new Set([...named, ...scripts, ...started]);
  const dead = users.map(({ path }) => path).filter((path) => !used.has(path) && !/\.config\.ts$/.test(path));
  expect(dead).toEqual([]);
});

function pathsIn({ type, value }: Syntax): string[] {
  if (type === "Literal" && typeof value === "string" && value.endsWith(".ts")) return [value];
  if (type !== "TemplateElement") return [];
  const { cooked = "" } = value as { cooked?: string };
  return cooked.startsWith("./") ? [`${cooked}.ts`] : [];
}

test("no two versions of a text stand beside each other", () => {
  const texts = projectFiles.filter((path) => /\.(ts|js|md|json|css|html|sql|bpmn|dmn)$/.test(path));
  expect(texts.filter((path) => /^(<{7}|>{7}) /m.test(textOf(path)))).toEqual([]);
});

describe("docs/errors.md describes every code and no other", () => {
  const page = textOf("docs/errors.md");
  const rows = (heading: string) => {
    const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
    return [...section.matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm)].map(
      ([, code = "", next = ""]) => [code, next.trim()] as const,
    );
  };
  const codes = (heading: string) =>
    rows(heading)
      .map(([code]) => code)
      .sort();

  test("refused calls, with their status", () => {
    const expected = Object.entries(problems).map(([code, { status }]) => [code, String(status)]);
    expect([...rows("Refused calls")].sort()).toEqual(expected.sort());
  });
  test("findings", () => expect(codes("Findings")).toEqual(Object.keys(findingCodes).sort()));
  test("incidents", () => expect(codes("Incidents")).toEqual(Object.keys(incidentCodes).sort()));
});

describe("what is executed is shown", () => {
  test("every model of the scenarios is told of", async () => {
    const tests = sources
      .filter(isIn("test/scenarios"))
      .map(({ text }) => text)
      .join();
    const models = projectFiles.filter((path) => /^test\/scenarios\/models\/.*\.bpmn$/.test(path));
    expect(models.filter((path) => !tests.includes(`"${path.split("/").at(-1)}"`))).toEqual([]);
  });
});

test("nothing is marked as unfinished", () => {
  // What is quoted is talked about; the brackets keep this line from being found.
  const mark = /(?<!`)\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b/;
  const texts = projectFiles.filter(
    (path) => /\.(ts|js|css|html|md|json|sql|bpmn|yml)$/.test(path) && path !== "package-lock.json",
  );
  const marked = texts.flatMap((path) =>
    textOf(path)
      .split("\n")
      .flatMap((line, index) => (mark.test(line) ? [`${path}:${index + 1}`] : [])),
  );
  expect(marked).toEqual([]);
});

test("package-lock.json names no host", () => {
  expect(textOf("package-lock.json")).not.toMatch(/"resolved": "http/);
});

function importsOf(some: readonly Source[]) {
  return some.flatMap(({ path: by, imports }) => imports.map((one) => ({ by, ...one })));
}

const packagesOf = (folder: string) => importsOf(sources.filter(isIn(folder))).filter(({ path }) => path === null);

/** `@scope/name` or `name` of a package, whatever path follows. */
const nameOf = (from: string) =>
  from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");

const told = (wrong: readonly { by: string; from: string }[]) => wrong.map(({ by, from }) => `${by} imports ${from}`);
