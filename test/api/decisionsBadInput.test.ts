import { beforeAll, expect, test } from "vitest";
import { dmn, importing, literal, table } from "../store/decisionTables.ts";
import { ask, at, formOf, openServers, send } from "./server.ts";

const servers = openServers();

const evaluation = "/v2/decision-definitions/evaluation";
const expression = "/v2/expression/evaluation";

beforeAll(async () => {
  await ask(at(servers, 0), "POST", "/v2/deployments", formOf({ "one.dmn": dmn("one", literal("one", "1")) }));
});

interface Row {
  readonly what: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly code: string;
  readonly status?: number;
  readonly field?: string;
  /** A part of the detail. */
  readonly says: string;
}

const invalid = { code: "BODY_INVALID" };

// biome-ignore format: a table
const evaluations: readonly Row[] = [
  { what: "neither key nor id", path: evaluation, body: { variables: {} }, ...invalid, field: "/", says: "neither" },
  { what: "key and id", path: evaluation, body: { decisionDefinitionKey: "1", decisionDefinitionId: "one" }, ...invalid, field: "/", says: "both" },
  { what: "a key that is none", path: evaluation, body: { decisionDefinitionKey: "one" }, ...invalid, field: "/decisionDefinitionKey", says: 'a key: a string of digits at /decisionDefinitionKey, got "one"' },
  { what: "an empty id", path: evaluation, body: { decisionDefinitionId: "" }, ...invalid, field: "/decisionDefinitionId", says: "1 characters" },
  { what: "an unknown id", path: evaluation, body: { decisionDefinitionId: "two" }, code: "DECISION_NOT_FOUND", status: 404, field: "/decisionDefinitionId", says: '"two"' },
  { what: "an unknown key", path: evaluation, body: { decisionDefinitionKey: "9" }, code: "DECISION_NOT_FOUND", status: 404, field: "/decisionDefinitionKey", says: "9" },
  { what: "variables that are no object", path: evaluation, body: { decisionDefinitionId: "one", variables: [1] }, ...invalid, field: "/variables", says: "object" },
  { what: "an unknown field", path: evaluation, body: { decisionDefinitionId: "one", inputs: {} }, ...invalid, field: "/inputs", says: "no field of this name" },
  { what: "another tenant", path: evaluation, body: { decisionDefinitionId: "one", tenantId: "acme" }, code: "TENANT_UNKNOWN", field: "/tenantId", says: '"acme"' },
  { what: "no body", path: evaluation, ...invalid, field: "/", says: "object" },
];

// biome-ignore format: a table
const expressions: readonly Row[] = [
  { what: "no expression", path: expression, body: {}, ...invalid, field: "/expression", says: "got nothing" },
  { what: "an expression that is no text", path: expression, body: { expression: 1 }, ...invalid, field: "/expression", says: "string" },
  { what: "an expression that cannot be read", path: expression, body: { expression: "=1 +" }, code: "EXPRESSION_REFUSED", field: "/expression", says: "at character" },
  { what: "an unknown function", path: expression, body: { expression: "=teleport(1)" }, code: "EXPRESSION_REFUSED", field: "/expression", says: "teleport" },
  { what: "an expression that is too long", path: expression, body: { expression: `=${"1+".repeat(3000)}1` }, code: "EXPRESSION_REFUSED", field: "/expression", says: "4000 characters" },
  { what: "an expression that takes too long", path: expression, body: { expression: "=count(for a in 1..1000, b in 1..1000, c in 1..1000 return a)" }, code: "EXPRESSION_REFUSED", field: "/expression", says: "steps" },
  { what: "an assertion that does not hold", path: expression, body: { expression: '=assert(null, null != null, "nothing there")' }, code: "EXPRESSION_REFUSED", field: "/expression", says: "nothing there" },
];

// biome-ignore format: a table
const looks: readonly Row[] = [
  { what: "a decision by what is no key", method: "GET", path: "/v2/decision-definitions/one", code: "KEY_INVALID", field: "/key", says: "a key" },
  { what: "requirements by what is no key", method: "GET", path: "/v2/decision-requirements/one/xml", code: "KEY_INVALID", field: "/key", says: "a key" },
  { what: "a decision that was made by a plain key", method: "GET", path: "/v2/decision-instances/12", code: "KEY_INVALID", field: "/key", says: "a hyphen" },
  { what: "an unknown field", path: "/v2/decision-definitions/search", body: { filter: { key: "1" } }, ...invalid, field: "/filter/key", says: "decisionDefinitionKey" },
  { what: "an unknown state", path: "/v2/decision-instances/search", body: { filter: { state: "MADE" } }, ...invalid, field: "/filter/state", says: "EVALUATED" },
  { what: "an unknown type", path: "/v2/decision-instances/search", body: { filter: { decisionDefinitionType: "CONTEXT" } }, ...invalid, field: "/filter/decisionDefinitionType", says: "UNKNOWN" },
  { what: "a date that is none", path: "/v2/decision-instances/search", body: { filter: { evaluationDate: { $gt: "today" } } }, ...invalid, field: "/filter/evaluationDate/$gt", says: '"today"' },
  { what: "an unknown field to sort by", path: "/v2/decision-instances/search", body: { sort: [{ field: "inputs" }] }, ...invalid, field: "/sort/0/field", says: "evaluationDate" },
];

const file = (...files: readonly string[]) => formOf(Object.fromEntries(files.map((xml, at) => [`${at}.dmn`, xml])));
const refused = { path: "/v2/deployments", code: "DEPLOYMENT_REFUSED", field: "/resources" };
const broken = (cell: string) => dmn("f", table("t", { inputs: ["x"], outputs: ["y"], rules: [[cell, "1"]] }));

// biome-ignore format: a table
const deployments: readonly Row[] = [
  { what: "broken XML", ...refused, body: file("<definitions>"), says: "XML_INVALID" },
  { what: "BPMN in a file of decisions", ...refused, body: file('<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" />'), says: "XML_INVALID" },
  { what: "no decision", ...refused, body: file(dmn("f")), says: "DECISION_MISSING" },
  { what: "an entry that cannot be read", ...refused, body: file(broken("< ,")), says: "EXPRESSION_INVALID" },
  { what: "a decision that requires itself", ...refused, body: file(dmn("f", literal("a", "b", ["b"]), literal("b", "a", ["a"]))), says: "DECISION_CYCLE" },
  { what: "an import that is not deployed with it", ...refused, body: file(importing("f", ["g"], literal("a", "1"))), says: "IMPORT_MISSING" },
  { what: "a decision in two files", ...refused, body: file(dmn("f", literal("a", "1")), dmn("g", literal("a", "1"))), says: 'every decision id once in a deployment, got "a" twice' },
  { what: "requirements in two files", ...refused, body: file(dmn("f", literal("a", "1")), dmn("f", literal("b", "1"))), says: 'every decision requirements id once in a deployment, got "f.file" twice' },
  { what: "an id that is too long", ...refused, body: file(dmn("f".repeat(201), literal("a", "1"))), says: "at most 200 characters, got 206" },
  { what: "one faulty file of two", ...refused, body: file(dmn("g", literal("sound", "1")), broken("1 +")), says: "EXPRESSION_INVALID" },
];

test.each([...evaluations, ...expressions, ...looks, ...deployments])(
  "$what",
  async ({ method = "POST", path, body, status = 400, code, field, says }) => {
    const server = at(servers, 0);
    const counted = () => server.store.pool.query("select count(*) from millrace.decision_definition");
    const before = (await counted()).rows;
    const answer = await send(server, method, path, body);
    expect(answer).toMatchObject({ status, type: expect.stringContaining("application/problem+json"), body: { code } });
    expect(answer.body.detail).toContain(says);
    expect(answer.body.field).toBe(field);
    expect((await counted()).rows).toEqual(before);
    expect(server.logged).toEqual([]);
  },
);
