import { expect, test } from 'vitest';
import { parse } from './parse';

function shown(text: string): string {
  const script = parse(text);
  if (!script.ok) return `${script.error.code} ${script.error.what} at ${script.error.at}`;
  return script.value
    .map((pipeline) => pipeline.map(({ argv, at }) => `${at}:${argv.join(' ')}`).join(' | '))
    .join(' ; ');
}

test.each([
  ['one command', 'ip link', '0:ip link'],
  ['none', '# nothing\n\n', ''],
  ['several', 'ip a; ip r\nip n', '0:ip a ; 6:ip r ; 11:ip n'],
  ['empty ones between are skipped', ';;\nip a;', '3:ip a'],
  ['a pipe', 'echo hi | ncat -u h 1', '0:echo hi | 10:ncat -u h 1'],
  ['a pipe goes on after a newline', 'echo hi |\n ncat', '0:echo hi | 11:ncat'],
  ['nothing in front of a pipe', '| ncat', 'empty-command | at 0'],
  ['nothing behind a pipe', 'echo hi |', 'empty-command | at 9'],
  ['a semicolon behind a pipe', 'echo hi | ; ip a', 'empty-command | at 10'],
  ['two pipes', 'echo hi | | ncat', 'empty-command | at 10'],
])('%s', (_, text, script) => expect(shown(text)).toBe(script));
