// What makes a program of this project start quickly and stay small; without it everything works as well.

// Whole, because a Node that is too old lacks some of it and is to get a sentence (node.js).
import module from "node:module";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Packages whose modules import each other in circles. Loaded as ES modules, drizzle's leave 150 MB of the loader's
 * promises and take a second; their CommonJS form, which they bring as well, takes 10 MB and a tenth of it.
 */
const circular = ["drizzle-orm", "@sinclair/typebox"];

/** Takes effect for what is imported afterwards. */
export function loadLean() {
  // Types are stripped and modules compiled once, not at every start; the stripper alone takes 30 MB.
  module.enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/millrace", import.meta.url)));
  module.registerHooks({
    resolve: (specifier, context, next) => next(specifier, isCircular(specifier) ? asRequired(context) : context),
  });
}

const isCircular = (specifier) => circular.some((name) => specifier === name || specifier.startsWith(`${name}/`));

const asRequired = (context) => ({
  ...context,
  conditions: context.conditions.map((condition) => (condition === "import" ? "require" : condition)),
});

/** Milliseconds; whoever has waited for the start is served first. */
const settlingMs = 1_000;

/**
 * To be called when the program has started. What a start leaves behind is a third of the memory of an idle server,
 * which makes no new garbage that would make Node collect the old. A program that has ended by then is not kept alive.
 */
export function settleLater() {
  setTimeout(() => {
    module.flushCompileCache();
    setFlagsFromString("--expose-gc");
    runInNewContext("gc")({ type: "major", execution: "sync", flavor: "last-resort" });
  }, settlingMs).unref();
}
