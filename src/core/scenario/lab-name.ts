/** What a lab calls itself; null when the text does not say so as one would write it. */
export function labNameIn(text: string): string | null {
  return /^metadata:\s*(?:\n\s+|\{\s*)name:\s*([a-z0-9][-a-z0-9]{0,62})\s*[}#\n]/m.exec(text)?.[1] ?? null;
}
