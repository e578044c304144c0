/**
 * Checks for programmer errors. What throws here is a defect of this program, never an outcome of the
 * simulated world (that is data) and never bad input from outside (that is a Result).
 */

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Throws AssertionError with `message` unless `cond` holds. */
export function assert(cond: boolean, message: string): asserts cond {
  if (!cond) throw new AssertionError(message);
}

/** The default branch of an exhaustive switch: a missing case is a compile error, a forged value throws. */
export function unreachable(x: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(x)}`);
}

/** `x` itself, for a value that must be there; `what` names it in the error when it is missing. */
export function need<T>(x: T | undefined | null, what: string): T {
  if (x === undefined || x === null) throw new AssertionError(`missing: ${what}`);
  return x;
}
