export type { Field } from "./field.ts";
export { type ResourceName, resources, valueLengthMax } from "./resources.ts";
export type { Item, SearchAnswer, SearchRequest } from "./search.ts";
