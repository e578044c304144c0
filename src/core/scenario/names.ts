/** The names a lab's file gives to its machines and netns, read from text that may not be a lab yet. */
import { outlineAt } from './outline';

export interface LabNames {
  readonly machines: readonly string[];
  /** Made by `ip netns add` in a set-up. */
  readonly netns: readonly string[];
}

export function namesIn(text: string): LabNames {
  const machines = [...labKeys(text)].flatMap(({ path, value }) =>
    path.length === 4 && path[1] === 'machines' && path[3] === 'name' && value !== '' ? [value] : [],
  );
  const netns = [...text.matchAll(/^\s*ip netns add (\S+)\s*$/gm)].map((match) => match[1] ?? '');
  return { machines: [...new Set(machines)], netns: [...new Set(netns)] };
}

/** The keys of the Lab document, wherever in the file it is. */
function labKeys(text: string) {
  const lab = /^kind:\s*Lab\s*(?:#.*)?$/m.exec(text);
  return lab === null ? [] : outlineAt(text, lab.index).keys;
}
