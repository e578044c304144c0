/** The catalogue of built-in labs: which there are, in which order, under which headings. */
import * as v from 'valibot';
import { err, ok, type Result } from '../base/result';
import type { Localized, Problem } from '../session.types';
import { readDocuments } from './documents';
import { placeOf } from './place';
import { problemAt, wholeFile } from './problems';
import { API_VERSION } from './schema';
import { localized, name } from './schema.parts';
import { validate } from './validate';

const CatalogDocument = v.strictObject({
  apiVersion: v.literal(API_VERSION),
  kind: v.literal('Catalog'),
  groups: v.array(
    v.strictObject({
      name: v.pipe(name, v.description('Names the group; never shown.')),
      title: v.pipe(localized, v.description('Heading of the group.')),
      labs: v.array(
        v.strictObject({
          name: v.pipe(name, v.description('The folder of the lab.')),
          title: v.pipe(
            localized,
            v.description("The lab's own title, so that a list needs no lab to be loaded."),
          ),
          summary: v.pipe(localized, v.description('The same of its summary.')),
        }),
      ),
    }),
  ),
  lessons: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          name: v.pipe(name, v.description('The folder of the lesson.')),
          lab: v.pipe(name, v.description('The lab it is about.')),
          minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.description('About how long it takes.')),
          steps: v.pipe(v.number(), v.integer(), v.minValue(1), v.description('How many steps it has.')),
          title: v.pipe(localized, v.description("The lesson's own title.")),
          summary: v.pipe(localized, v.description('The same of its summary.')),
        }),
      ),
      v.description('The lessons, in the order in which they are best taken.'),
    ),
    [],
  ),
});

export interface CatalogLab {
  readonly name: string;
  readonly title: Localized;
  readonly summary: Localized;
}

export interface CatalogGroup {
  readonly name: string;
  readonly title: Localized;
  readonly labs: readonly CatalogLab[];
}

export interface CatalogLesson extends CatalogLab {
  readonly lab: string;
  readonly minutes: number;
  readonly steps: number;
}

/** The lessons of a catalogue; of one with problems, none. */
export function parseLessonList(file: string, text: string): readonly CatalogLesson[] {
  const documents = readDocuments(file, text);
  const source = documents.ok ? documents.value[0] : undefined;
  const catalog = source && validate(source, CatalogDocument);
  return catalog?.ok ? catalog.value.lessons : [];
}

export function parseCatalog(
  file: string,
  text: string,
): Result<readonly CatalogGroup[], readonly Problem[]> {
  const documents = readDocuments(file, text);
  if (!documents.ok) return documents;
  const [source] = documents.value;
  if (!source) return err([problemAt(wholeFile(file), 'notADocument')]);
  const catalog = validate(source, CatalogDocument);
  if (!catalog.ok) return catalog;
  const names = catalog.value.groups.flatMap(({ labs }) => labs.map((lab) => lab.name));
  const twice = names.find((lab, index) => names.indexOf(lab) !== index);
  if (twice !== undefined) {
    return err([problemAt(placeOf(source, ['groups']), 'duplicateName', { name: twice })]);
  }
  return ok(catalog.value.groups);
}
