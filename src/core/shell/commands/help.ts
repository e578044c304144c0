/** `help` and `man`: what there is, and the usage of one of them. */
import { failed, printed, type Command, type CommandIo, type Outcome } from '../command';

export const help: Command = {
  kind: 'help',
  summary: 'display information about the commands',
  usage: ['help [ COMMAND ]'],
  run(io, [, name]) {
    if (name === undefined) return printed(...everything(io));
    const command = io.commands.get(name);
    if (command === undefined) return failed(1, `bash: help: no help topics match \`${name}'.  Try \`help'.`);
    return usageOf(command);
  },
};

export const man: Command = {
  kind: 'man',
  summary: 'the usage of a command',
  usage: ['man COMMAND'],
  run(io, [, name]) {
    if (name === undefined) return failed(1, 'What manual page do you want?', "For example, try 'man man'.");
    const command = io.commands.get(name);
    return command === undefined ? failed(16, `No manual entry for ${name}`) : usageOf(command);
  },
};

function everything({ commands }: CommandIo): readonly string[] {
  const names = [...commands.keys()].sort();
  const width = Math.max(...names.map(({ length }) => length)) + 2;
  return names.map((name) => `${name.padEnd(width)}${commands.get(name)?.summary ?? ''}`);
}

/** The forms of a command and what its options do. */
export function usageOf({ kind, summary, usage, about }: Command): Outcome {
  const words = Object.entries(about ?? {});
  const width = Math.max(0, ...words.map(([word]) => word.length)) + 2;
  return printed(
    `${kind} - ${summary ?? ''}`,
    '',
    'Usage:',
    ...usage.map((form) => `  ${form}`),
    ...(words.length > 0 ? ['', ...words.map(([word, text]) => `  ${word.padEnd(width)}${text}`)] : []),
  );
}
