import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";

/**
 * A headless browser for tests: the one at `CHROME_PATH`, else the Chromium that comes as an npm package (Linux).
 *
 * The package unpacks itself into the temporary folder once, which takes about a second and a half.
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? (await packagedChromium()),
    args: ["--no-sandbox"],
  });
}

async function packagedChromium(): Promise<string> {
  // On a system without libnss3 the package uses its own copy only if it believes to run there.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs22.x";
  const { default: packaged } = await import("@sparticuz/chromium");
  return packaged.executablePath();
}
