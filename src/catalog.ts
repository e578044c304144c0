/**
 * The built-in labs as files. The only module that knows how the folders of scenarios/ are found. They are read when the
 * page is built (tools/read-labs.mjs), so that a visitor needs no reader of YAML before somebody writes a lab.
 */
import type { CatalogLab, CatalogLesson, Lab, Localized } from './core/index';
import type { BuiltFiles } from './ui/host/protocol';
import { presentName } from './core/index';

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

/** Rejects where the list cannot be fetched. */
export async function loadCatalog(): Promise<Catalog> {
  return (await import('../scenarios/catalog.yaml?read')).default as Catalog;
}

/** One chunk a lab, fetched when it is opened. */
const labs = import.meta.glob<Omit<BuiltInLab, 'file'>>('../scenarios/*/scenario.yaml', {
  query: '?lab',
  import: 'default',
});

/** A lab, null when there is none of this id. */
export async function loadLab(name: string): Promise<BuiltInLab | null> {
  const id = presentName(name);
  const path = `../scenarios/${id}/scenario.yaml`;
  const fetchLab = Object.hasOwn(labs, path) ? labs[path] : undefined;
  return fetchLab ? { file: `scenarios/${id}/scenario.yaml`, ...(await fetchLab()) } : null;
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
