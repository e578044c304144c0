/** The languages of the page. A text of a lab that lacks one is shown in English. */
export const LANGUAGES = ['en', 'zh-CN'] as const;

export type Language = (typeof LANGUAGES)[number];

/** How each language calls itself, short and long. */
export const LANGUAGE_NAMES = {
  en: { short: 'EN', long: 'English' },
  'zh-CN': { short: '中文', long: '简体中文' },
} as const satisfies Record<Language, { readonly short: string; readonly long: string }>;

/** The best language for a browser's wishes, given in order: `['zh-TW', 'en']` → `zh-CN`. */
export function preferredLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const tag = wish.toLowerCase();
    if (tag === 'zh' || tag.startsWith('zh-')) return 'zh-CN';
    if (tag === 'en' || tag.startsWith('en-')) return 'en';
  }
  return 'en';
}

/** A text that a lab brings along in several languages. */
export function localized(
  text: Readonly<Record<string, string>> & { readonly en: string },
  language: Language,
): string {
  return text[language] ?? text.en;
}
