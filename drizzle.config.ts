import { defineConfig } from "drizzle-kit";

/** `npx drizzle-kit generate --name <why>` writes the next migration from the difference to `schema.ts`. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./server/store/schema.ts",
  out: "./migrations",
  casing: "snake_case",
});
