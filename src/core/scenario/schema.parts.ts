/** Parts that several documents have in common. */
import * as v from 'valibot';
import { FAULT_NAMES } from '../views/faults/names';
import { MAX_FAULTS } from './limits';

/** RFC 1123 label, as Kubernetes names things. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** `en`, `zh-CN` */
export const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

export const line = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(2000));

export const name = v.pipe(
  v.string(),
  v.regex(NAME, 'name'),
  v.description('Lower-case letters, digits and hyphens; at most 63 characters.'),
);

/** A fault that is there from the beginning. */
export const faults = v.pipe(
  v.array(
    v.strictObject({
      name: v.pipe(v.picklist(FAULT_NAMES), v.description('Which one, by its name.')),
      at: v.optional(
        v.pipe(
          v.string(),
          v.description(
            'Where: a machine, for a cable MACHINE/DEVICE; the first place it can happen when left out.',
          ),
        ),
      ),
    }),
  ),
  v.maxLength(MAX_FAULTS),
  v.description('What is broken once everything is set up; one may mend it on the page.'),
);

export const localized = v.pipe(
  v.objectWithRest({ en: v.pipe(line, v.description('English; always there.')) }, line),
  v.check((texts) => Object.keys(texts).every((tag) => LANGUAGE.test(tag)), 'language'),
  v.description('A text per language tag (en, zh-CN, …).'),
);
