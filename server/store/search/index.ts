export type { Field } from "./field.ts";
export { type ResourceName, resources } from "./resources.ts";
export type { Item, SearchAnswer, SearchRequest } from "./search.ts";
