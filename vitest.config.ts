import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** The same scenarios run on the bare engine and on Postgres. */
export default defineConfig({
  test: {
    globalSetup: "test/store/postgres.ts",
    // Most tests wait for Postgres, a browser or a child process: two cores carry four files at once.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "engine",
          // Nothing in the core keeps a state of its own.
          isolate: false,
          include: ["test/engine/**/*.test.ts", "test/scenarios/**/*.test.ts", "test/tidy.test.ts"],
          provide: { backend: "engine" },
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "store",
          // A file leaves nothing behind: one database and one import of the server serve all of a worker's.
          isolate: false,
          include: ["test/store/**/*.test.ts", "test/scenarios/**/*.test.ts"],
          provide: { backend: "store" },
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "api",
          isolate: false,
          include: [
            "test/api/**/*.test.ts",
            "test/nodes/**/*.test.ts",
            "test/postgres/**/*.test.ts",
            "test/torture/**/*.test.ts",
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          isolate: false,
          include: ["test/browser/**/*.test.ts", "test/modeler/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
