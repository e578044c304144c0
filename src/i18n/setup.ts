/**
 * The texts of the page. Each language is two lazily loaded chunks, the second fetched when something of it is to be said;
 * components ask {@link useTexts} for texts.
 */
import { useSyncExternalStore } from 'react';
import type { KeyOf, ParamsOf } from './catalogue';
import type { Language } from './language';
import { LATE, NEAR } from './loaders';
import { lookUpIn, type Params } from './look-up';
import type en from './en/index';

type Catalogue = typeof en;

/** Key of a text: `ui.transport.play`. */
export type TextKey = KeyOf<Catalogue>;

/** A sentence made by the core: key and parameters. */
export interface MessageLike {
  readonly key: string;
  readonly params: Params;
}

/** The text at a key. Parameters that the text names must be given. */
export type Translate = <K extends TextKey>(key: K, ...params: Given<ParamsOf<Catalogue, K>>) => string;

/** No argument without parameters, one with them; where the catalogue does not tell, it is left to the caller. */
type Given<P> = [keyof P] extends [never] ? [] : string extends keyof P ? [params?: P] : [params: P];

export interface Texts {
  readonly t: Translate;
  /** A message of the core in the reader's language. */
  readonly tm: (message: MessageLike) => string;
  readonly language: Language;
}

const near = new Map<Language, object>();
const late = new Map<Language, object>();
const fetching = new Map<Language, Promise<void>>();
/** Languages whose later texts could not be fetched when they were asked for last. */
const missing = new Set<Language>();
const listeners = new Set<() => void>();

let shown: Texts | null = null;
/** The language that was asked for last: an earlier wish that arrives later is not followed. */
let wanted: Language | null = null;

/** Loads a language if need be, and shows the page in it. Rejects when its texts cannot be fetched. */
export async function showLanguage(language: Language): Promise<void> {
  wanted = language;
  // Who has read more than the beginning reads on.
  const more = shown !== null && late.has(shown.language) ? fetchLate(language) : undefined;
  if (!near.has(language)) near.set(language, (await NEAR[language]()).default);
  await more;
  if (more !== undefined && !late.has(language)) throw new Error(`the texts of ${language} did not come`);
  if (wanted === language && shown?.language !== language) show(language);
}

/** Fetches the texts that are not there from the beginning, in the language that is shown. Does not reject: they are asked for again. */
export async function fetchLateTexts(): Promise<void> {
  if (shown !== null) await fetchLate(shown.language);
}

function fetchLate(language: Language): Promise<void> {
  const known = fetching.get(language);
  if (known !== undefined) return known;
  const fetched = LATE[language]().then(
    (module) => {
      late.set(language, module.default);
      missing.delete(language);
      if (shown?.language === language) show(language);
    },
    () => {
      fetching.delete(language);
      missing.add(language);
      // Better the names of the texts than nothing at all.
      if (shown?.language === language) show(language);
    },
  );
  fetching.set(language, fetched);
  return fetched;
}

/** One value per language and what is there of it, so that effects and memos can depend on it. */
function show(language: Language): void {
  const catalogues = [near.get(language), late.get(language)].filter((one) => one !== undefined);
  const whole = late.has(language);
  const lookUp = lookUpIn(language, catalogues);
  const text = (key: string, params?: Params): string => {
    const found = lookUp(key, params);
    if (found !== null || whole || missing.has(language)) return found ?? key;
    void fetchLate(language);
    return '';
  };
  shown = {
    t: (key, ...params) => text(key, params[0]),
    tm: (message) => text(message.key, message.params),
    language,
  };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The texts as they are now, outside of components. Throws before there is a language. */
export function present(): Texts {
  if (shown === null) throw new Error('a text was asked for before there was a language');
  return shown;
}

/** Texts in the reader's language; the component is drawn again when the language changes, or more of its texts arrive. */
export function useTexts(): Texts {
  return useSyncExternalStore(subscribe, present);
}
