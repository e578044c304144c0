/**
 * YAML as the tools of Kubernetes read and write it, for commands typed in a lab. Words of refusals: sigs.k8s.io/yaml,
 * which reads by go-yaml and says what that says.
 */
import { stringify } from 'yaml';
import type { Json } from '../base/json';
import { err, ok, type Result } from '../base/result';
import type { Problem } from '../session.types';
import { readDocuments } from './documents';
import { MAX_STDIN_CHARS } from './limits';

const SOURCE = 'STDIN';

export const yamlText = { read, write };

/** The documents of a text, empty ones left out, or the line kubectl prints. */
function read(text: string): Result<readonly Json[], string> {
  if (text.length > MAX_STDIN_CHARS) {
    return err(`packetwalk: ${SOURCE} has ${text.length} characters; at most ${MAX_STDIN_CHARS} are read`);
  }
  const documents = readDocuments(SOURCE, text);
  if (documents.ok) return ok(documents.value.map(({ value }) => value as Json));
  const [problem] = documents.error;
  const words = problem === undefined ? 'unknown' : wordsOf(problem);
  return err(`error: error parsing ${SOURCE}: error converting YAML to JSON: yaml: ${words}`);
}

/** By the codes of problems.ts. */
const WORDS: Readonly<Record<string, string>> = {
  tooDeep: 'exceeded max depth of 10000',
  tooManyAliases: 'document contains excessive aliasing',
  yamlTab: 'found character that cannot start any token',
  yamlIndent: 'did not find expected key',
  yamlBracket: "did not find expected ',' or ']'",
  yamlMissingCharacter: "could not find expected ':'",
  yamlSyntax: 'mapping values are not allowed in this context',
};

function wordsOf({ line, problem: { key, params } }: Problem): string {
  const code = key.split('.')[1] ?? '';
  const near = String(params['near'] ?? '');
  if (code === 'yamlAlias') return `unknown anchor '${near.replace(/^\*/, '')}' referenced`;
  const words =
    code === 'yamlDuplicateKey'
      ? `key "${near}" already set in map`
      : (WORDS[code] ?? WORDS['yamlSyntax'] ?? '');
  return line > 0 && code !== 'tooManyAliases' ? `line ${line}: ${words}` : words;
}

/** A value as `kubectl -o yaml` prints it: keys in order, lists not indented, long lines left whole. */
function write(value: Json): string {
  return stringify(value, { indentSeq: false, sortMapEntries: true, lineWidth: 0 });
}
