/** Where the texts of each language are: one lazily loaded chunk each. */
import type { Language } from './language';

export const LOADERS: Readonly<Record<Language, () => Promise<{ default: object }>>> = {
  en: () => import('./en/index'),
  'zh-CN': () => import('./zh-CN/index'),
};
