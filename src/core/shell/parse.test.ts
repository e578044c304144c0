import { expect, test } from 'vitest';
import { parse } from './parse';

function shown(text: string): string {
  const script = parse(text);
  if (!script.ok) return `${script.error.code} ${script.error.what} at ${script.error.at}`;
  const sign = { always: '', success: '&& ', failure: '|| ' };
  return script.value
    .map(({ pipeline, when, background }) => {
      const commands = pipeline.commands.map((command) => {
        if (command.kind !== undefined) return `${command.at}:<${command.kind}>`;
        const { words, redirects, at } = command;
        const text = words.map((word) =>
          word.map((part) => (part.kind === 'text' ? part.text : '$')).join(''),
        );
        return `${at}:${[...text, ...redirects.map((one) => one.text)].join(' ')}`;
      });
      return `${sign[when]}${pipeline.negated ? '! ' : ''}${commands.join(' | ')}${background ? ' &' : ''}`;
    })
    .join(' ; ');
}

test.each([
  ['one command', 'ip link', '0:ip link'],
  ['none', '# nothing\n\n', ''],
  ['several', 'ip a; ip r\nip n', '0:ip a ; 6:ip r ; 11:ip n'],
  ['a pipe', 'echo hi | ncat -u h 1', '0:echo hi | 10:ncat -u h 1'],
  ['a pipe goes on after a newline', 'echo hi |\n ncat', '0:echo hi | 11:ncat'],
  ['lists', 'a && b || c; d & e', '0:a ; && 5:b ; || 10:c ; 13:d & ; 17:e'],
  ['a list goes on after a newline', 'a &&\n\nb', '0:a ; && 6:b'],
  ['a negated pipeline', '! a | b', '! 2:a | 6:b'],
  ['redirections among the words', 'a >f b', '0:a b >'],
  // What bash 5.2 says to each is in run.test.ts.
  ['empty commands', ';;\nip a;', 'unexpected ;; at 0'],
  ['nothing in front of a pipe', '| ncat', 'unexpected | at 0'],
  ['nothing behind a pipe', 'echo hi |', 'unfinished  at 9'],
  ['a semicolon behind a pipe', 'echo hi | ; ip a', 'unexpected ; at 10'],
  ['two pipes', 'echo hi | | ncat', 'unexpected | at 10'],
  ['a redirection to nothing', 'echo >', 'unexpected newline at 6'],
  ['a compound command', 'a; for i in 1; do x; done | c', '0:a ; 3:<for> | 28:c'],
  ['a word that is reserved only in front', 'echo for if', '0:echo for if'],
  ['a list in the background is one', 'a && b &', '0:<group> &'],
  ['a function', 'f() { a; }', '0:<function>'],
])('%s', (_, text, script) => expect(shown(text)).toBe(script));
