import { matches } from './edges';
import type { Modules } from './modules';
import { isCode, isTest } from './modules';

export const LINE_LIMIT = 400;

/** Files that outgrew the limit without a recorded reason, and reasons whose file has shrunk or gone. */
export function oversizedFiles(modules: Modules, reasons: Readonly<Record<string, string>>): string[] {
  const faults: string[] = [];
  for (const [file, text] of modules) {
    if (!isCode(file)) continue;
    const lines = text.trimEnd().split('\n').length;
    if (lines > LINE_LIMIT && !reasons[file]) {
      faults.push(`${file}: ${lines} lines; split it, or give the reason in tools/oversize.json`);
    }
    if (lines <= LINE_LIMIT && reasons[file]) {
      faults.push(`${file}: ${lines} lines; take it out of tools/oversize.json`);
    }
  }
  const gone = Object.keys(reasons).filter((file) => !modules.has(file));
  return [...faults, ...gone.map((file) => `${file}: does not exist; take it out of tools/oversize.json`)];
}

/** Notes to oneself: work that is left belongs in an issue, where others see it. */
export function leftoverNotes(modules: Modules): string[] {
  return findLines(modules, /\b(?:TO[D]O|FIX[M]E)\b/, 'a note to oneself; do it or file it');
}

/** Imports by pattern, which the table of areas cannot see. */
export function globImports(modules: Modules, door: string): string[] {
  const others = new Map([...modules].filter(([file]) => !matches(door, file) && !isTest(file)));
  return findLines(others, /\bimport\.meta\.glob[(<]/, `finds files by pattern, which only ${door} may`);
}

function findLines(modules: Modules, pattern: RegExp, message: string): string[] {
  const faults: string[] = [];
  for (const [file, text] of modules) {
    if (!isCode(file) || !pattern.test(text)) continue;
    text.split('\n').forEach((line, index) => {
      if (pattern.test(line)) faults.push(`${file}:${index + 1}: ${message}`);
    });
  }
  return faults;
}
