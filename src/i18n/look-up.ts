/** The door to the i18n library: finds a text and puts its parameters in. */
import { createInstance } from 'i18next';
import type { Language } from './language';

export type Params = Readonly<Record<string, string | number>>;

/** The text at a dotted key; null where none of the catalogues has one. */
export type LookUp = (key: string, params?: Params) => string | null;

/**
 * Asks the catalogues as one. Where `count` is a number, a text for that number is preferred: `key_one`, `key_other`, by the
 * language's own rules.
 */
export function lookUpIn(language: Language, catalogues: readonly object[]): LookUp {
  const instance = createInstance();
  // Without a plug-in that fetches, this is done when it returns.
  void instance.init({
    lng: language,
    resources: {},
    fallbackLng: false,
    initAsync: false,
    // React escapes what it draws; what is put in is text and no key.
    interpolation: { escapeValue: false, skipOnVariables: true },
    returnObjects: true,
  });
  for (const catalogue of catalogues) instance.addResourceBundle(language, NAMESPACE, catalogue, true);
  return (key, params = {}) => {
    if (!instance.exists(key, params)) return null;
    const found: unknown = instance.t(key, params);
    return typeof found === 'string' ? found : null;
  };
}

/** The library's name for texts that are in no namespace. */
const NAMESPACE = 'translation';
