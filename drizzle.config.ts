import { defineConfig } from "drizzle-kit";

/** `npx drizzle-kit generate --name <why>` writes the next migration from the difference to `server/store/schema`. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./server/store/schema/index.ts",
  out: "./migrations",
  casing: "snake_case",
});
