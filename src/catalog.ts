/** The built-in labs. The only module that knows how the folders of scenarios/ are found. */
import { parseCatalog } from './core/index';
import type { CatalogLab } from './core/index';
import catalogText from '../scenarios/catalog.yaml?raw';

/** A lab's text, with the name that problems in it are reported under. */
export interface LabFile {
  readonly file: string;
  readonly text: string;
}

export interface LabEntry extends Pick<CatalogLab, 'title' | 'summary'> {
  readonly id: string;
  readonly load: () => Promise<LabFile>;
}

/** One chunk a lab, fetched when it is opened. */
const files = import.meta.glob<string>('../scenarios/*/scenario.yaml', { query: '?raw', import: 'default' });

function entryOf({ name, title, summary }: CatalogLab): LabEntry {
  const fetchText = files[`../scenarios/${name}/scenario.yaml`];
  if (!fetchText) throw new Error(`scenarios/catalog.yaml names '${name}', which has no scenario.yaml`);
  return {
    id: name,
    title,
    summary,
    load: async () => ({ file: `scenarios/${name}/scenario.yaml`, text: await fetchText() }),
  };
}

function readCatalog(): readonly LabEntry[] {
  const groups = parseCatalog('scenarios/catalog.yaml', catalogText);
  // A test reads the same file: what is shipped has no problems.
  if (!groups.ok) throw new Error(`scenarios/catalog.yaml: ${JSON.stringify(groups.error[0])}`);
  return groups.value.flatMap((group) => group.labs.map(entryOf));
}

/** All labs, in the order of the catalogue. */
export const labs: readonly LabEntry[] = readCatalog();

export const labIds: readonly string[] = labs.map(({ id }) => id);

/** The text of a lab, null when there is none of this id. */
export async function loadLab(id: string): Promise<LabFile | null> {
  return (await labs.find((lab) => lab.id === id)?.load()) ?? null;
}
