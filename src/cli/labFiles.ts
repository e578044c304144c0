/** The built-in labs as Node reads them: what catalog.ts is for the page. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { presentName } from '../core/index';

const SCENARIOS = path.join(import.meta.dirname, '../../scenarios');

/** The text of the catalogue, for parseCatalog. */
export function catalogText(): string {
  return readFileSync(path.join(SCENARIOS, 'catalog.yaml'), 'utf8');
}

export interface LabFile {
  readonly file: string;
  readonly text: string;
}

/** A lab's text with the name that problems in it are reported under; null when there is no such lab. */
export function labFile(name: string): LabFile | null {
  const id = presentName(name);
  const file = `scenarios/${id}/scenario.yaml`;
  const full = path.join(SCENARIOS, id, 'scenario.yaml');
  // An id is a folder's name, never a way out of scenarios/.
  if (!/^[-a-z0-9]+$/.test(id) || !existsSync(full)) return null;
  return { file, text: readFileSync(full, 'utf8') };
}
