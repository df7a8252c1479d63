import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const server = process.env.MILLRACE_URL ?? "http://127.0.0.1:8080";

/** Requests come from a port of their own here; the server answers only pages of its own. */
const proxy = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  root: here,
  publicDir: fileURLToPath(new URL("public", import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL("../dist/console", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    // The modeler's chunk is large by nature and loaded on its page only.
    chunkSizeWarningLimit: 4_000,
    assetsInlineLimit: 0,
    rollupOptions: {
      // dmn-js brings its editors, which nobody here uses, with its viewers: modules of no effect but their exports.
      treeshake: { moduleSideEffects: (id) => !/node_modules\/dmn-js(-[a-z-]+)?\//.test(id) || id.includes(".css") },
    },
  },
  server: {
    host: "127.0.0.1",
    // The folder console/api holds sources under the same path.
    proxy: { "/v2": proxy, "^/api/(?!.*\\.ts)": proxy, "/docs": proxy },
  },
});
