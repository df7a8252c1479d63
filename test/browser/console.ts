import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { ensurePages } from "../../console/pages.ts";
import { createApp } from "../../server/app.ts";
import { Reads } from "../../server/store/reads.ts";
import { Store } from "../../server/store/store.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { launchBrowser } from "./chromium.ts";

/** A whole Millrace on a database of its own, with its pages, and a browser in front of it. */
export interface Console {
  readonly url: string;
  /** Opens a page of the console in a browser profile of its own. */
  open(path: string, options?: OpenOptions): Promise<Page>;
  /** Answers the body of a request that succeeds. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Answers the key of the process in `xml`. */
  deploy(xml: string): Promise<string>;
  /** Answers the new instance's key. */
  start(processId: string, variables?: Record<string, unknown>): Promise<string>;
  /** Works one job as a worker would; answers its key. */
  takeJob(type: string): Promise<string>;
  /** What pages wrote to their consoles as errors, and what they threw. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export interface OpenOptions extends BrowserContextOptions {
  /** The name in the top bar; `demo` unless given. */
  user?: string;
}

const bodyLimit = 1_000_000;

export async function startConsole(): Promise<Console> {
  const store = await Store.open({ connection: await freshDatabase("range"), log: console.error });
  const reads = new Reads(store);
  const pages = await ensurePages(() => {});
  const app = await createApp({
    store,
    reads,
    environment: "test",
    version: "0",
    pages,
    bodyLimit,
    log: console.error,
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const browser = await launchBrowser();
  const errors: string[] = [];
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    callServer<T>(url, method, path, body);
  return {
    url,
    errors,
    call,
    open: (path, options = {}) => openPage(browser, url + path, options, errors),
    deploy: (xml) => deploy(url, xml),
    start: async (processDefinitionId, variables = {}) => {
      const body = { processDefinitionId, variables };
      return (await call<{ processInstanceKey: string }>("POST", "/v2/process-instances", body)).processInstanceKey;
    },
    takeJob: async (type) => {
      const body = { type, maxJobsToActivate: 1, timeout: 60_000, worker: "test" };
      const { jobs } = await call<{ jobs: { jobKey: string }[] }>("POST", "/v2/jobs/activation", body);
      return jobs[0]?.jobKey ?? "";
    },
    close: async () => {
      await browser.close();
      await app.close();
      await store.close();
    },
  };
}

async function callServer<T>(url: string, method: string, path: string, body: unknown): Promise<T> {
  const response = await fetch(url + path, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}

async function deploy(url: string, xml: string): Promise<string> {
  const form = new FormData();
  form.append("resources", new File([xml], "test.bpmn"));
  const response = await fetch(`${url}/v2/deployments`, { method: "POST", body: form });
  const answer = (await response.json()) as { deployments: { processDefinition: { processDefinitionKey: string } }[] };
  if (!response.ok) throw new Error(`The deployment was refused: ${JSON.stringify(answer)}`);
  return answer.deployments[0]?.processDefinition.processDefinitionKey ?? "";
}

async function openPage(browser: Browser, url: string, options: OpenOptions, errors: string[]): Promise<Page> {
  const { user = "demo", ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...rest });
  await context.addInitScript(
    `localStorage.getItem("millrace.user") ?? localStorage.setItem("millrace.user", ${JSON.stringify(user)})`,
  );
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // A refused request is told by the page itself, and by the browser once more.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      errors.push(message.text());
  });
  await page.goto(url);
  return page;
}
