/** Labs that had another name once: addresses that were shared keep working. */

const RENAMED: Readonly<Record<string, string>> = { 'same-node-bridge': 'same-node' };

/** What a lab of this name is called now. */
export function presentName(lab: string): string {
  return Object.hasOwn(RENAMED, lab) ? (RENAMED[lab] ?? lab) : lab;
}
