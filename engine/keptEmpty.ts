/*
 * Most element instances never have children, tokens, variables, waits or incidents, and a repeated activity has ten
 * thousand instances: all sets that are empty are one set, all maps one map, until something is put in. Whoever puts
 * something in keeps what is answered.
 */

export const noKeys: ReadonlySet<string> = new Set();

const nothing: ReadonlyMap<string, never> = new Map<string, never>();

export const noEntries = <Value>(): ReadonlyMap<string, Value> => nothing;

export const withKey = (keys: ReadonlySet<string>, key: string): ReadonlySet<string> =>
  (keys === noKeys ? new Set<string>() : (keys as Set<string>)).add(key);

export const removeKey = (keys: ReadonlySet<string>, key: string): void => {
  if (keys !== noKeys) (keys as Set<string>).delete(key);
};

export const withEntry = <Value>(
  entries: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
): ReadonlyMap<string, Value> =>
  (entries === nothing ? new Map<string, Value>() : (entries as Map<string, Value>)).set(key, value);

export const removeEntry = <Value>(entries: ReadonlyMap<string, Value>, key: string): void => {
  if (entries !== nothing) (entries as Map<string, Value>).delete(key);
};
