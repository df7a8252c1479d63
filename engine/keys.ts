/**
 * A process instance's key is a multiple of 2²²; every key inside it (element instances, jobs, tasks, variables, …) is
 * that key plus a counter. So any key leads to its instance without a look-up, instances never share a key, and 2⁴¹
 * instances fit into 64 bits.
 */
const keyBits = 22n;

/** The n-th key inside an instance; who asks for many reads the instance's own key once. */
export const innerKey = (processInstanceKey: string | bigint, count: number): string =>
  String(BigInt(processInstanceKey) + BigInt(count));

/** The instance that a key belongs to; the key of an instance is its own. */
export const instanceKeyOf = (key: string): string => String((BigInt(key) >> keyBits) << keyBits);

/** The key of the n-th thing that is taken from the sequence: an instance, a definition, a message. */
export const keyOfSequence = (number: bigint): string => String(number << keyBits);

/** True for text that can be a key: digits that fit into 63 bits. */
export const isKey = (text: string): boolean => /^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n;
