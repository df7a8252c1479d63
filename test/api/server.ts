import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { type AppOptions, createApp } from "../../server/app.ts";
import type { App } from "../../server/routes/context.ts";
import { Reads } from "../../server/store/reads.ts";
import type { ResourceName } from "../../server/store/search/index.ts";
import { Store } from "../../server/store/store.ts";
import { freshDatabase } from "../store/freshDatabase.ts";

/** Small enough that a test of the limit is quick, large enough for the samples. */
export const bodyLimit = 256 * 1024;

/** A server of this program in this process, on a port of its own. */
export interface Server {
  readonly address: string;
  readonly port: number;
  readonly app: App;
  readonly store: Store;
  /** What the operator would read: defects above all. */
  readonly logged: string[];
  close(): Promise<void>;
}

export type Connection = Awaited<ReturnType<typeof freshDatabase>>;

export async function startServer(connection: Connection, more: Partial<AppOptions> = {}): Promise<Server> {
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line);
  const store = await Store.open({ connection, log });
  const reads = new Reads(store);
  const usual = { environment: "test", version: "0.0.0", pages: null, bodyLimit, log };
  const app = await createApp({ store, reads, ...usual, ...more });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const close = async () => {
    await app.close();
    await store.close();
  };
  return { address: `http://127.0.0.1:${port}`, port, app, store, logged, close };
}

/** Starts `count` servers on one new database before the tests of a file, and closes them afterwards. */
export function openServers(count = 1, more: Partial<AppOptions> = {}): Server[] {
  const servers: Server[] = [];
  beforeAll(async () => {
    const connection = await freshDatabase("range");
    servers.push(...(await Promise.all(Array.from({ length: count }, () => startServer(connection, more)))));
  });
  afterAll(() => Promise.all(servers.map((server) => server.close())));
  return servers;
}

/** The server at an index; fails when it has not started. */
export function at(servers: readonly Server[], index: number): Server {
  const server = servers[index];
  if (server === undefined) throw new Error(`Expected a server ${index}, got none`);
  return server;
}

/** What came back, with its body read as JSON where it is that. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers field by field
  readonly body: any;
}

/** Sends `body` as JSON, unless it is text, bytes or a form already. */
export async function send(
  server: Server,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isRaw = typeof body === "string" || body instanceof FormData || body instanceof Uint8Array;
  const json = isRaw || body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(server.address + path, {
    method,
    headers: { ...json, ...headers },
    ...(body === undefined
      ? {}
      : { body: isRaw ? (body as string | FormData | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    redirect: "manual",
  });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  return { status: response.status, type, body: /json/.test(type) ? JSON.parse(text) : text };
}

/** As {@link send}; fails when the answer is an error. */
export async function ask(server: Server, method: string, path: string, body?: unknown): Promise<Answer["body"]> {
  const answer = await send(server, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A form with files, as deployments are sent. */
export function formOf(
  files: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>> = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, content] of Object.entries(files)) form.append("resources", new File([content], name));
  return form;
}

/** Deploys one model; answers the keys of its definitions by process id. */
export async function deploy(server: Server, xml: string): Promise<Record<string, string>> {
  const { deployments } = await ask(server, "POST", "/v2/deployments", formOf({ "model.bpmn": xml }));
  const processes = (
    deployments as { processDefinition: { processDefinitionId: string; processDefinitionKey: string } }[]
  ).map(({ processDefinition }) => processDefinition);
  return Object.fromEntries(processes.map((one) => [one.processDefinitionId, one.processDefinitionKey]));
}

/** Starts the newest version of a process; answers the key of the instance. */
export async function startInstance(server: Server, processDefinitionId: string, variables = {}): Promise<string> {
  const created = await ask(server, "POST", "/v2/process-instances", { processDefinitionId, variables });
  return created.processInstanceKey;
}

export const searchPaths: Record<ResourceName, string> = {
  processDefinition: "/v2/process-definitions/search",
  processInstance: "/v2/process-instances/search",
  elementInstance: "/v2/element-instances/search",
  userTask: "/v2/user-tasks/search",
  variable: "/v2/variables/search",
  incident: "/v2/incidents/search",
  job: "/v2/jobs/search",
  messageSubscription: "/v2/message-subscriptions/search",
  decisionDefinition: "/v2/decision-definitions/search",
  decisionRequirements: "/v2/decision-requirements/search",
  decisionInstance: "/v2/decision-instances/search",
};
