/** The texts of faults, in the reader's language: fetched when somebody wants to break something. */
import type { CatalogueOf } from './catalogue';
import type en from './en/faults';
import type { Language } from './language';

export type FaultTexts = CatalogueOf<typeof en>;

const LOADERS: Readonly<Record<Language, () => Promise<{ default: FaultTexts }>>> = {
  en: () => import('./en/faults'),
  'zh-CN': () => import('./zh-CN/faults'),
};

export async function faultTexts(language: Language): Promise<FaultTexts> {
  return (await LOADERS[language]()).default;
}
