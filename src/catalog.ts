/**
 * The built-in labs as files. The only module that knows how the folders of scenarios/ are found. It reads none of
 * them: the page hands their texts to the simulator's worker, and so does without a YAML parser of its own.
 */
import { presentName } from './core/index';
import catalogText from '../scenarios/catalog.yaml?raw';

/** A file's text, with the name that problems in it are reported under. */
export interface LabFile {
  readonly file: string;
  readonly text: string;
}

/** The list of labs, in the order in which the page offers them. */
export const catalogFile: LabFile = { file: 'scenarios/catalog.yaml', text: catalogText };

/** One chunk a lab, fetched when it is opened. */
const files = import.meta.glob<string>('../scenarios/*/scenario.yaml', { query: '?raw', import: 'default' });

/** The text of a lab, null when there is none of this id. */
export async function loadLab(name: string): Promise<LabFile | null> {
  const id = presentName(name);
  const path = `../scenarios/${id}/scenario.yaml`;
  const fetchText = Object.hasOwn(files, path) ? files[path] : undefined;
  return fetchText ? { file: `scenarios/${id}/scenario.yaml`, text: await fetchText() } : null;
}

/** One chunk a lesson and language. */
const lessons = import.meta.glob<string>('../scenarios/*/lesson.*.md', { query: '?raw', import: 'default' });

/** The text of a lesson, in English where the language is missing; null when there is none of this id. */
export async function loadLesson(
  id: string,
  language: string,
): Promise<(LabFile & { readonly language: string }) | null> {
  for (const tag of [language, 'en']) {
    const path = `../scenarios/${id}/lesson.${tag}.md`;
    const fetchText = Object.hasOwn(lessons, path) ? lessons[path] : undefined;
    if (fetchText) return { file: path.slice('../'.length), language: tag, text: await fetchText() };
  }
  return null;
}
