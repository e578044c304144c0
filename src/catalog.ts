/**
 * The built-in labs as files. The only module that knows how the folders of scenarios/ are found. They are read when the
 * page is built (tools/read-labs.mjs), so that a visitor needs no reader of YAML before somebody writes a lab.
 */
import type { CatalogLab, CatalogLesson, Lab, Localized } from './core/index';
import type { BuiltFiles } from './ui/host/protocol';
import { presentName } from './core/index';
import catalogRead from '../scenarios/catalog.yaml?read';

/** A file's text, with the name that problems in it are reported under. */
export interface LabFile {
  readonly file: string;
  readonly text: string;
}

/** A lab's file as text and as read, and where its forms are that the page brings built. */
export interface BuiltInLab extends LabFile {
  readonly lab: Lab;
  readonly built: BuiltFiles | null;
}

/** What the page offers, in the order in which it does. */
export interface Catalog {
  readonly groups: readonly { readonly title: Localized; readonly labs: readonly string[] }[];
  readonly labs: readonly CatalogLab[];
  readonly lessons: readonly CatalogLesson[];
}

export const catalog = catalogRead as Catalog;

/** Three chunks a lab, fetched when it is opened. */
const texts = import.meta.glob<string>('../scenarios/*/scenario.yaml', { query: '?raw', import: 'default' });
const read = import.meta.glob<Lab>('../scenarios/*/scenario.yaml', { query: '?read', import: 'default' });
const built = import.meta.glob<BuiltFiles | null>('../scenarios/*/scenario.yaml', {
  query: '?built',
  import: 'default',
});

/** A lab, null when there is none of this id. */
export async function loadLab(name: string): Promise<BuiltInLab | null> {
  const id = presentName(name);
  const path = `../scenarios/${id}/scenario.yaml`;
  if (!Object.hasOwn(texts, path)) return null;
  const [text, lab, forms] = await Promise.all([texts[path]?.(), read[path]?.(), built[path]?.()]);
  return text === undefined || lab === undefined || forms === undefined
    ? null
    : { file: `scenarios/${id}/scenario.yaml`, text, lab, built: forms };
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
