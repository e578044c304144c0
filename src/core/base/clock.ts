/** Simulated time as the clocks of machines count it. */

/** What the calendar says when a lab starts, in days since 1970-01-01: 2026-01-01. */
export const FIRST_DAY = 20_454;
export const DAY_SECONDS = 86_400;

/** Seconds since 1970 that a machine's clock shows. */
export function unixSeconds(ns: number): number {
  return FIRST_DAY * DAY_SECONDS + Math.floor(ns / 1e9);
}

/** `[1767225607.000123]`, as tools print a time in front of a line. */
export function timeStamp(ns: number): string {
  return `[${String(unixSeconds(ns))}.${String(Math.floor((ns % 1e9) / 1000)).padStart(6, '0')}]`;
}
