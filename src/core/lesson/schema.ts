/** What stands in a lesson's head and directives. Descriptions are the author's manual. */
import * as v from 'valibot';
import { Checks } from './checks';
import { LESSON_KINDS } from './lesson';
import { MAX_OPTIONS } from './limits';
import { Moment } from './moment';
import { end } from './packets';

/** Text; a number is one as well, so that `says: 64` is what its author meant. */
const words = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.trim(),
  v.nonEmpty(),
  v.maxLength(4000),
);
const line = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500));
const name = v.pipe(v.string(), v.regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'name'));
/** `node-1/flannel.1` or `node-1` */
const element = v.pipe(v.string(), v.regex(/^[-a-z0-9.]{1,63}(\/[^/\s]{1,15})?$/, 'name'));

export const Head = v.strictObject({
  id: v.pipe(name, v.description("The lesson's id: the name of its folder.")),
  lab: v.pipe(name, v.description('The lab it is about.')),
  choices: v.optional(
    v.pipe(v.record(name, name), v.description('Options the lab is opened with, by choice.')),
    {},
  ),
  title: v.pipe(line, v.description('A few words.')),
  summary: v.pipe(line, v.description('One or two sentences: what one will understand afterwards.')),
  minutes: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.maxValue(180),
    v.description('About how long it takes.'),
  ),
  kind: v.pipe(
    v.picklist(LESSON_KINDS),
    v.description('tour: everything is shown; exercise: help fades; challenge: something is broken.'),
  ),
});

export const View = v.strictObject({
  select: v.optional(
    v.pipe(element, v.description('Element of the map that is picked out: NETNS/DEVICE or NETNS.')),
  ),
  tab: v.optional(v.pipe(v.picklist(['packet', 'tables']), v.description('What the inspector shows.'))),
  netns: v.optional(v.pipe(end, v.description('Whose tables it shows.'))),
  grain: v.optional(
    v.pipe(
      v.picklist(['decision', 'hop', 'machine', 'packet']),
      v.description('Size of a step of the cursor.'),
    ),
  ),
  at: v.optional(v.pipe(Moment, v.description('Where the cursor goes, in the run so far.'))),
});

const because = v.optional(v.pipe(words, v.description('Said to those who chose it, once it is decided.')));

export const PredictBody = v.strictObject({
  ask: v.pipe(words, v.description('The question.')),
  options: v.pipe(
    v.array(
      v.strictObject({
        says: v.pipe(words, v.description('The option.')),
        when: v.optional(
          v.pipe(
            Checks,
            v.description(
              'When it is the right one. One option may do without: it is right when no other is.',
            ),
          ),
        ),
        because,
      }),
    ),
    v.minLength(2),
    v.maxLength(MAX_OPTIONS),
    v.description('Two or more; exactly one must come true.'),
  ),
});

export const QuizBody = v.strictObject({
  ask: v.pipe(words, v.description('The question.')),
  options: v.pipe(
    v.array(
      v.strictObject({
        says: v.pipe(words, v.description('The option.')),
        right: v.optional(v.pipe(v.boolean(), v.description('True for a right one.')), false),
        because,
      }),
    ),
    v.minLength(2),
    v.maxLength(MAX_OPTIONS),
    v.description('Two or more; at least one is right.'),
  ),
});

export const DoBody = v.strictObject({
  says: v.optional(v.pipe(words, v.description('What it is for, when the button alone does not say it.'))),
  send: v.optional(v.pipe(name, v.description('A prepared send of the lab, by name.'))),
  run: v.optional(v.pipe(line, v.description('A command to type.'))),
  in: v.optional(v.pipe(end, v.description('The netns it is typed in; only with `run`.'))),
  stdin: v.optional(
    v.pipe(v.string(), v.maxLength(20_000), v.description('Its standard input; only with `run`.')),
  ),
  walk: v.optional(v.pipe(Moment, v.description('A place to walk to.'))),
});

export const CheckBody = v.strictObject({
  says: v.pipe(words, v.description('What must be true, in words.')),
  all: v.pipe(
    v.array(Checks),
    v.minLength(1),
    v.maxLength(20),
    v.description('Checks by name; all must be fulfilled.'),
  ),
});
