/** What the fields of a lab's file mean, in the reader's language. The schema itself speaks English. */
import type { Language } from './language';

/** Gives the text for a description of the schema; an unknown one stays as it is. */
export async function fieldTexts(language: Language): Promise<(description: string) => string> {
  if (language === 'en') return (description) => description;
  const { default: texts } = await import('./zh-CN/lab-fields');
  return (description) =>
    Object.hasOwn(texts, description) ? (texts[description] ?? description) : description;
}
