/** The commands of a set-up: a literal block, one command a line, each with its line in the file. */
import { isAlias, isScalar } from 'yaml';
import { pathText, type Path } from '../base/path';
import { err, ok, type Result } from '../base/result';
import type { Problem } from '../session.types';
import type { SourceDocument } from './documents';
import type { LabCommand } from './lab';
import { MAX_COMMAND_CHARS } from './limits';
import { nodeAt, placeOf } from './place';
import { problemAt } from './problems';

/** The commands at `path`: lines that are neither empty nor a comment, continued where a backslash ends them. */
export function readCommands(source: SourceDocument, path: Path): Result<readonly LabCommand[], Problem> {
  const node = nodeAt(source, path);
  const target = isAlias(node) ? node.resolve(source.tree) : node;
  if (!isScalar(target) || typeof target.value !== 'string') return ok([]);
  const place = placeOf(source, path);
  const first = source.lines.linePos(target.range?.[0] ?? 0).line;
  const last = source.lines.linePos(Math.max(0, (target.range?.[1] ?? 1) - 1)).line;
  const literal = target.type === 'BLOCK_LITERAL';
  // Other forms fold lines, so that two commands would become one.
  if (!literal && last > first) return err(problemAt(place, 'setupForm'));
  const sourceLines = source.text.split('\n');
  const commands: LabCommand[] = [];
  const lines = target.value.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const text = [lines[i] ?? ''];
    const line = literal ? first + 1 + i : first;
    while (/(^|[^\\])(\\\\)*\\$/.test(text[text.length - 1] ?? '') && i + 1 < lines.length) {
      text.push(lines[(i += 1)] ?? '');
    }
    const command = text.join('\n').trim();
    if (command === '' || command.startsWith('#')) continue;
    const column = literal ? (/\S/.exec(sourceLines[line - 1] ?? '')?.index ?? 0) + 1 : place.column;
    if (command.length > MAX_COMMAND_CHARS) {
      return err(problemAt({ ...place, line, column }, 'tooLong', { max: MAX_COMMAND_CHARS }));
    }
    commands.push({ text: command, line, column, path: pathText(path) });
  }
  return ok(commands);
}

/** The one command of a field such as `run`. */
export function readCommand(source: SourceDocument, path: Path, text: string): LabCommand {
  const { line, column } = placeOf(source, path);
  return { text, line, column, path: pathText(path) };
}
