/** Finds a text and puts its parameters in. */
import type { Language } from './language';

export type Params = Readonly<Record<string, string | number>>;

/** The text at a dotted key; null where none of the catalogues has one. */
export type LookUp = (key: string, params?: Params) => string | null;

/**
 * Asks the catalogues in turn. Where `count` is a number, a text for that number is preferred: `key_one`, `key_other`, by the
 * language's own rules. A parameter that is missing leaves nothing in its place.
 */
export function lookUpIn(language: Language, catalogues: readonly object[]): LookUp {
  const plurals = new Intl.PluralRules(language);
  return (key, params = {}) => {
    const { count } = params;
    const keys = typeof count === 'number' ? [`${key}_${plurals.select(count)}`, `${key}_other`, key] : [key];
    for (const one of keys) {
      for (const catalogue of catalogues) {
        const text = textAt(catalogue, one.split('.'));
        if (text !== null) return filled(text, params);
      }
    }
    return null;
  };
}

function textAt(catalogue: object, path: readonly string[]): string | null {
  let found: unknown = catalogue;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return null;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return typeof found === 'string' ? found : null;
}

function filled(text: string, params: Params): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : '',
  );
}
