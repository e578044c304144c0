/** Which tables checks read, and what a row is asked for. */
import * as v from 'valibot';

const TABLES = [
  'links',
  'addresses',
  'routes',
  'neigh',
  'fdb',
  'rules',
  'peers',
  'bgpSessions',
  'bgpRoutes',
] as const;

export const table = v.pipe(
  v.picklist(TABLES),
  v.description(`Which: ${TABLES.map((one) => `\`${one}\``).join(', ')}.`),
);

export const cell = v.pipe(v.string(), v.nonEmpty(), v.maxLength(100));

export function hasCells(cells: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((one) => cells.includes(one));
}
