/** Every bound of the core, with its reason. A model that reaches one gets an incident or is refused; nothing is lost. */

/** Done and still to do; a model that never waits would hold its locks for ever; 10 000 steps take about 20 ms. */
export const stepsPerCommandMax = 10_000;

/** Conditions that make each other true look at one another over and over: this many looks count as a step. */
export const looksPerStep = 200;

/**
 * A repeated activity begins all its inner instances in one command, and a signal reaches everything that waits: this
 * many steps more for each of them, once in the same place (`allowance.ts`).
 */
export const stepsPerInnerInstance = 10;

/** An expression takes as long as some steps, and a task may have hundreds: this many evaluations count as one. */
export const evaluationsPerStep = 2;

/**
 * What expressions make in one command, in bytes, about: a text as large as a command may bring. A value that doubles
 * in every round of a loop fills the memory in thirty, and copies of a large one all go to the journal.
 */
export const valueBytesPerCommandMax = 32 * 2 ** 20;

/** With all inner instances: what 20 000 of them need; some 400 ms. */
export const stepsPerCommandTop = 200_000;

/** More live tokens than this are a loop that splits, not a process; they must fit into memory many times over. */
export const tokensPerInstanceMax = 50_000;

/** Inner instances of one repeated activity: with its variables each has some 1 kB, and all begin in one command. */
export const innerInstancesMax = 20_000;

/** How long a message that an instance throws waits for its catcher when the model does not say: an hour. */
export const thrownTimeToLiveMs = 3_600_000;

/** Keys of an instance share its upper bits (`keys.ts`); 4 194 303 leave room for a daily loop over a thousand years. */
export const keysPerInstanceMax = 2 ** 22 - 1;

/** Of these keys, kept back so that every live token can still come to a stop in order, with an incident. */
export const keysKept = 4 * tokensPerInstanceMax;

/** A drawing of a thousand elements has about 1 MB; more than 4 MB is not a model somebody drew. */
export const xmlBytesMax = 4 * 1024 * 1024;

/** Sub-processes within sub-processes; people lose their way at 4, the parser's stack at some thousands. */
export const xmlDepthMax = 200;

/** What a parser complains about more often than this is no model; finding the lines takes a pass over the file each. */
export const xmlComplaintsMax = 100;

/**
 * Characters of a text that is looked up by: ids, job types, message names, correlation and message ids, people. Three
 * of them fit into one row of a Postgres index (2 704 bytes), even in four-byte characters.
 */
export const lookedUpLengthMax = 200;

/** One expression, in characters: two full pages. Reading what is faulty takes longer than linear time. */
export const expressionLengthMax = 4_000;

/** Brackets within brackets in an expression; the parser took 5 s over 6 000 that nobody closes. */
export const expressionDepthMax = 100;

/** Entries of one context that comes from outside: their names are gathered at once, 100 000 of them in some 20 ms. */
export const contextEntriesMax = 100_000;

/**
 * Steps of one evaluation: parts of the expression in each round of a loop, items that a function goes through, texts in
 * blocks of 64 characters; 400 000 take some 20 ms.
 */
export const expressionStepsMax = 400_000;

/** The same of all expressions of one command together, which holds its locks meanwhile: half a second. */
export const expressionStepsPerCommandMax = 10_000_000;

/** What one evaluation makes, in bytes, about, whether it is kept or not. */
export const expressionBytesMax = 32 * 2 ** 20;

/** Functions of an expression that call each other; the stack ends at some thousands. */
export const expressionCallsMax = 200;

/** All expressions of a file together, in characters; a faulty one counts ten times, as the parser tries to mend it. */
export const expressionsOfFileMax = 200_000;

/** A date, duration or cycle in characters; nobody writes a longer one, and reading it must not take long either. */
export const timeLengthMax = 500;

/** The beginning of the year 1 and the end of 9999 in epoch milliseconds: ISO 8601 writes no others without agreement. */
export const timerDueMinMs = -62_135_596_800_000;
export const timerDueMaxMs = 253_402_300_799_999;

/** Retries of a job, as many as clients and the database can count. */
export const retriesMax = 2 ** 31 - 1;

/** Priority of a job, up to this and down to its negative less one: what clients and the database can hold. */
export const jobPriorityMax = 2 ** 31 - 1;
