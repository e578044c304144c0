/** Where the texts of each language are: two lazily loaded chunks each, what is said from the beginning and the rest. */
import type { Language } from './language';

type Loaders = Readonly<Record<Language, () => Promise<{ default: object }>>>;

export const NEAR: Loaders = {
  en: () => import('./en/near'),
  'zh-CN': () => import('./zh-CN/near'),
};

export const LATE: Loaders = {
  en: () => import('./en/late'),
  'zh-CN': () => import('./zh-CN/late'),
};
