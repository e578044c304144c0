/** `rm` of files. Texts: GNU coreutils 9.1. */
import { failed, notYet, printed, type Command } from '../../command';
import { fileHolder, folder, FOLDERS, normal } from '../../files';
import { netnsNamed } from '../../netns';
import { pathOf } from './text';

export const rm: Command = {
  kind: 'rm',
  summary: 'remove files',
  usage: ['rm [ -f ] FILE ...'],
  run(io, argv) {
    const words = argv.slice(1);
    const force = words.includes('-f');
    const other = words.find((word) => word.startsWith('-') && word !== '-f');
    if (other !== undefined) return notYet(`rm ${other}`);
    const names = words.filter((word) => word !== '-f');
    if (names.length === 0 && !force)
      return failed(1, 'rm: missing operand', "Try 'rm --help' for more information.");
    const { world } = io.host;
    const ns = netnsNamed(world, io.netns);
    const holder = fileHolder(world, ns);
    const stderr = names.flatMap((name) => {
      const path = normal(pathOf(io, name));
      if (holder.files.entries.has(path)) {
        io.host.writeFile?.(holder.name, path, undefined);
        return [];
      }
      if (FOLDERS.includes(path) || folder(world, ns, path) !== null)
        return [`rm: cannot remove '${name}': Is a directory`];
      return force ? [] : [`rm: cannot remove '${name}': No such file or directory`];
    });
    return stderr.length > 0 ? failed(1, ...stderr) : printed();
  },
};
