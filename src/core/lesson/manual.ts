/** The tables of the author's manual, printed from the schemas that check what authors write. */
import * as v from 'valibot';
import type { Path } from '../base/path';
import { checkKinds } from './checks';
import { Moment } from './moment';
import { CheckBody, DoBody, Head, PredictBody, QuizBody, View } from './schema';

type Entries = Readonly<Record<string, v.GenericSchema & { readonly wrapped?: v.GenericSchema }>>;

const BEGIN = '<!-- printed by npm run schema: begin -->';
const END = '<!-- printed by npm run schema: end -->';

/** The manual with its printed part made anew. */
export function manualOf(text: string): string {
  const [before, rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  return `${before ?? ''}${BEGIN}\n\n${printed()}\n\n${END}${after}`;
}

function printed(): string {
  const option = {
    predict: entriesAt(PredictBody, ['options', 0]),
    quiz: entriesAt(QuizBody, ['options', 0]),
  };
  return [
    table('### Head', Head.entries),
    table('### `:::view`', View.entries),
    table('### `:::predict`', PredictBody.entries),
    table('An option of `predict`:', option.predict),
    table('### `:::do`', DoBody.entries),
    table('### `:::check`', CheckBody.entries),
    table('### `:::quiz`', QuizBody.entries),
    table('An option of `quiz`:', option.quiz),
    table('### A moment (`walk`, `at`)', Moment.entries),
    '## The checks',
    ...checkKinds.map(({ kind, schema }) =>
      table(`### \`${kind}\`\n\n${v.getDescription(schema) ?? ''}`, schema.entries),
    ),
  ].join('\n\n');
}

function table(title: string, entries: object): string {
  const rows = Object.entries(entries as Entries).map(([field, schema]) => {
    const optional = schema.wrapped !== undefined;
    const words = v.getDescription(schema.wrapped ?? schema) ?? '';
    return `| \`${field}\` | ${optional ? '' : 'yes'} | ${words.replaceAll('|', '\\|')} |`;
  });
  return [title, '', '| field | needed | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Fields of what is inside a schema: of a list's items for a number. */
function entriesAt(schema: v.GenericSchema, path: Path): Entries {
  let at = schema as { entries?: Record<string, unknown>; item?: unknown };
  for (const key of path) at = (typeof key === 'number' ? at.item : at.entries?.[key]) as typeof at;
  return (at.entries ?? {}) as Entries;
}
