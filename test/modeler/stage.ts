import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { launchBrowser } from "../browser/chromium.ts";

/** What a component told its owner, in order. */
export interface Told {
  type: string;
  detail: Record<string, unknown>;
}

/** A browser and the page of the components, served by Vite from a free port. */
export interface Stage {
  /** Opens the component alone on a page; it has no model yet. */
  open(
    tagName: "process-viewer" | "process-modeler" | "decision-viewer",
    options?: BrowserContextOptions,
  ): Promise<Page>;
  close(): Promise<void>;
}

const project = fileURLToPath(new URL("../..", import.meta.url));

export async function startStage(): Promise<Stage> {
  const server = await createServer({
    root: project,
    configFile: false,
    logLevel: "error",
    cacheDir: "node_modules/.vite-modeler",
    server: { host: "127.0.0.1", port: 0, hmr: false, ws: false, watch: null },
    optimizeDeps: { entries: ["modeler/dev/page.ts"] },
  });
  await server.listen();
  const browser = await launchBrowser();
  return {
    open: (tagName, options = {}) => open(browser, server, tagName, options),
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function open(browser: Browser, server: ViteDevServer, tagName: string, options: BrowserContextOptions) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const [url] = server.resolvedUrls?.local ?? [];
  await page.goto(`${url}modeler/dev/?empty&${tagName}`);
  await page.locator(tagName).waitFor();
  return page;
}

/** The order process of the pictures in the design: two branches after a split, a boundary timer. */
export const orderXml = await readFile(new URL("./order.bpmn", import.meta.url), "utf8");

/** A collapsed sub-process with a plane of its own. */
export const collapsedXml = await readFile(new URL("./collapsed.bpmn", import.meta.url), "utf8");

/** Sets properties of the component, as its owner does, and waits until they are shown. */
export async function give(page: Page, properties: Record<string, unknown>): Promise<void> {
  await page.evaluate(
    `Object.assign(component, ${JSON.stringify(properties)}), component.updateComplete.then(() => true)`,
  );
}

/** Gives a model and waits until it is drawn. */
export async function draw(page: Page, xml: string, properties: Record<string, unknown> = {}): Promise<void> {
  await give(page, { ...properties, xml });
  await page.waitForFunction("component.isDrawn || component.isReady");
}

export const told = (page: Page) => page.evaluate<Told[]>("told");

/** The last thing that was told under this name. */
export async function lastTold(page: Page, type: string): Promise<Told["detail"] | null> {
  return (await told(page)).findLast((each) => each.type === type)?.detail ?? null;
}

/** Whether the watermark is what lies uppermost at its corners and its middle, seen through all shadow roots. */
export function watermarkIsUppermost(page: Page): Promise<boolean[]> {
  return page.evaluate<boolean[]>(`(() => {
    const all = (root) => [...root.querySelectorAll("*")].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
    const logo = all(document).find((each) => each.matches(".bjs-powered-by") && each.getClientRects().length > 0);
    const { left, top, right, bottom } = logo.getBoundingClientRect();
    const uppermost = (x, y, root = document) => {
      const found = root.elementFromPoint(x, y);
      return found?.shadowRoot ? uppermost(x, y, found.shadowRoot) : found;
    };
    const points = [[left + 1, top + 1], [right - 1, top + 1], [left + 1, bottom - 1], [right - 1, bottom - 1],
      [(left + right) / 2, (top + bottom) / 2]];
    return points.map(([x, y]) => logo.contains(uppermost(x, y)));
  })()`);
}
