import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const built = join(root, "dist", "console");

/** Holds the hash of the sources that the pages were built from. */
const stampName = ".built";

/** Everything that ends up in the pages. */
const sources = ["console", "modeler", "engine", "processes", "package-lock.json"];

/**
 * The directory of the console's pages, built first where it is missing or older than its sources (some seconds).
 *
 * Several processes may call it at once: each builds aside and renames; the last one wins with the same content.
 */
export async function ensurePages(log: (line: string) => void): Promise<string> {
  const hash = await sourceHash();
  if ((await stamp()) === hash) return built;
  const startedMs = performance.now();
  log("Building the console, once per change of its sources …");
  const aside = join(root, "dist", `console-${process.pid}-${randomUUID()}`);
  try {
    await build(aside);
    await writeFile(join(aside, stampName), hash);
    await moveInPlace(aside, hash);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  log(`Built the console in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s.`);
  return built;
}

/** In a process of its own: the bundler takes some 400 MB, which the server would keep. */
async function build(into: string): Promise<void> {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const options = ["--config", join(root, "console", "vite.config.ts"), "--outDir", into, "--emptyOutDir"];
  await promisify(execFile)(process.execPath, [vite, "build", ...options, "--logLevel", "error"], { cwd: root });
}

/** A rename over a full directory fails: the old one steps aside first; whoever was faster with the same content has done it. */
async function moveInPlace(aside: string, hash: string): Promise<void> {
  const old = `${aside}-old`;
  await mkdir(join(root, "dist"), { recursive: true });
  await rename(built, old).catch(isAbsent);
  try {
    await rename(aside, built);
  } catch (thrown) {
    if ((await stamp()) !== hash) throw thrown;
  } finally {
    await rm(old, { recursive: true, force: true });
  }
}

const isAbsent = (thrown: NodeJS.ErrnoException): void => {
  if (thrown.code !== "ENOENT") throw thrown;
};

const stamp = (): Promise<string | null> => readFile(join(built, stampName), "utf8").catch(() => null);

/** One hash over names and contents of all sources, in the order of their names. */
async function sourceHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources)
    for (const path of await filesUnder(join(root, source)))
      hash.update(relative(root, path)).update(await readFile(path));
  return hash.digest("hex");
}

async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(
    (thrown: NodeJS.ErrnoException) => {
      if (thrown.code === "ENOTDIR") return null;
      throw thrown;
    },
  );
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
