/**
 * The door to the i18n library. Each language is one lazily loaded chunk; components ask {@link useTexts} for texts.
 */
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { KeyOf, ParamsOf } from './catalogue';
import type { Language } from './language';
import { LOADERS } from './loaders';
import type en from './en/index';

type Catalogue = typeof en;

/** Key of a text: `ui.transport.play`. */
export type TextKey = KeyOf<Catalogue>;

/** A sentence made by the core: key and parameters. */
export interface MessageLike {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
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

const instance = i18next.createInstance();

/** Loads a language if need be, and shows the page in it. Rejects when its texts cannot be fetched. */
export async function showLanguage(language: Language): Promise<void> {
  if (!instance.isInitialized) {
    await instance.use(initReactI18next).init({
      lng: language,
      resources: { [language]: { translation: (await LOADERS[language]()).default } },
      fallbackLng: false,
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  }
  if (!instance.hasResourceBundle(language, 'translation')) {
    instance.addResourceBundle(language, 'translation', (await LOADERS[language]()).default);
  }
  if (instance.language !== language) await instance.changeLanguage(language);
}

/** One value per language, so that effects and memos can depend on it. */
const texts = new WeakMap<object, Texts>();

/** Texts in the reader's language; the component is drawn again when the language changes. */
export function useTexts(): Texts {
  const { t, i18n } = useTranslation(undefined, { i18n: instance });
  const known = texts.get(t);
  if (known) return known;
  const text = t as unknown as (key: string, params?: object) => string;
  const made: Texts = {
    t: (key, ...params) => text(key, params[0]),
    tm: (message) => text(message.key, message.params),
    language: i18n.language as Language,
  };
  texts.set(t, made);
  return made;
}
