/** A door whose questions are answered one after the other: whoever comes while an answer waits for a part, waits too. */

type Door = Readonly<Record<string, (...args: never[]) => unknown>>;

/** `door` with each method begun when the one before has ended, well or badly. */
export function inTurn<D extends object>(door: D): D {
  let before: Promise<unknown> = Promise.resolve();
  const waiting = Object.entries(door as Door).map(([name, answer]) => [
    name,
    (...args: never[]): Promise<unknown> => {
      const mine = before.then(() => answer(...args));
      before = mine.catch(() => undefined);
      return mine;
    },
  ]);
  return Object.fromEntries(waiting) as D;
}
