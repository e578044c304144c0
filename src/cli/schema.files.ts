/** The files that are made from the schema of the Lab document. */
import { fieldTables } from '../core/scenario/json-schema.docs';
import { labJsonSchema, SCHEMA_FILE } from '../core/scenario/json-schema';
import { projectPath } from './project';

/** What an editor of YAML is pointed at. */
export const SCHEMA_PATH = projectPath('public', 'schema', SCHEMA_FILE);
/** The author's manual; the tables between its markers are printed. */
export const MANUAL_PATH = projectPath('docs', 'lab-format.md');

export function schemaText(): string {
  return `${JSON.stringify(labJsonSchema(), null, 2)}\n`;
}

const BEGIN = '<!-- fields: printed by `npm run schema` -->';
const END = '<!-- /fields -->';

/** The manual with its tables as they should be. Throws when the markers are gone. */
export function manualText(manual: string): string {
  const from = manual.indexOf(BEGIN);
  const to = manual.indexOf(END);
  if (from < 0 || to < from) throw new Error(`${MANUAL_PATH} has lost its markers ${BEGIN} and ${END}`);
  const tables = fieldTables(labJsonSchema(), 'The document');
  return `${manual.slice(0, from)}${BEGIN}\n\n${tables}\n\n${manual.slice(to)}`;
}
