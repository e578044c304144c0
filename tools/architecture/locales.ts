/** A message catalogue: texts, or functions of their parameters, in nested groups. */
export interface Catalogue {
  readonly [key: string]: unknown;
}

const PLURAL = /_(?:zero|one|two|few|many|other)$/;

/**
 * Where two catalogues differ: a key that one of them lacks, an empty text, other parameters. Plural forms
 * count as one key, since Chinese has one form where English has two.
 */
export function localeFaults(languages: Readonly<Record<string, Catalogue>>): string[] {
  const flat = Object.entries(languages).map(([name, catalogue]) => ({ name, texts: flatten(catalogue) }));
  const keys = new Set(flat.flatMap(({ texts }) => [...texts.keys()]));
  const faults: string[] = [];
  for (const key of keys) {
    for (const { name, texts } of flat) {
      const forms = texts.get(key);
      if (!forms) faults.push(`${name}: '${key}' is missing`);
      else if (forms.some((form) => form.trim() === '')) faults.push(`${name}: '${key}' is empty`);
    }
    const used = new Set(flat.flatMap(({ texts }) => (texts.has(key) ? [parameters(texts.get(key))] : [])));
    if (used.size > 1)
      faults.push(`'${key}' has other parameters in each language: ${[...used].join(' / ')}`);
  }
  return faults;
}

/** Key with dots → the forms of its text. */
function flatten(catalogue: Catalogue, prefix = ''): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const [name, value] of Object.entries(catalogue)) {
    const key = `${prefix}${name}`;
    if (typeof value === 'object' && value !== null) {
      for (const [inner, forms] of flatten(value as Catalogue, `${key}.`)) texts.set(inner, forms);
    } else {
      const group = key.replace(PLURAL, '');
      texts.set(group, [...(texts.get(group) ?? []), String(value)]);
    }
  }
  return texts;
}

/** The names inside `{{…}}`, over all forms, in one order: `{{count, number}}` → `count`. */
function parameters(forms: readonly string[] = []): string {
  const names = forms.flatMap((form) =>
    Array.from(form.matchAll(/\{\{-?\s*([\w.]+)[^}]*\}\}/g), (match) => match[1] ?? ''),
  );
  return `{${[...new Set(names)].sort().join(', ')}}`;
}
