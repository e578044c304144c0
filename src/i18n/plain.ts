/** The same texts without React: for the command line. Its own texts are left out of the page's chunks. */
import type { KeyOf, ParamsOf } from './catalogue';
import type cliEn from './en/cli';
import type { Language } from './language';
import { LATE, NEAR } from './loaders';
import { lookUpIn, type Params } from './look-up';

type CliCatalogue = typeof cliEn;
/** Key of a text of the command line: `cli.ends`. */
export type CliKey = KeyOf<CliCatalogue>;

const CLI_LOADERS: Readonly<Record<Language, () => Promise<{ default: object }>>> = {
  en: () => import('./en/cli'),
  'zh-CN': () => import('./zh-CN/cli'),
};

export interface PlainTexts {
  readonly language: Language;
  /** A text of the command line. */
  readonly t: <K extends CliKey>(key: K, params: ParamsOf<CliCatalogue, K>) => string;
  /** A message of the core in the reader's language. */
  readonly tm: (message: {
    readonly key: string;
    readonly params: Readonly<Record<string, string | number>>;
  }) => string;
}

export async function plainTexts(language: Language): Promise<PlainTexts> {
  const loaded = await Promise.all([NEAR, LATE, CLI_LOADERS].map((loaders) => loaders[language]()));
  const lookUp = lookUpIn(
    language,
    loaded.map((module) => module.default),
  );
  const text = (key: string, params: Params): string => lookUp(key, params) ?? key;
  return { language, t: (key, params) => text(key, params), tm: ({ key, params }) => text(key, params) };
}
