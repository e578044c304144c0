/**
 * YAML as the tools of Kubernetes read and write it, for commands typed in a lab. Words of refusals: sigs.k8s.io/yaml,
 * which reads by go-yaml and says what that says.
 */
import { Document, stringify, visit, type Scalar } from 'yaml';
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
  const document = new Document(value, { sortMapEntries: true });
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string') scalar.type = styleOf(scalar.value);
    },
  });
  return document.toString({ indentSeq: false, lineWidth: 0 });
}

/** What YAML 1.1 would read as no text: go-yaml quotes it, dates and `y` as well (resolve.go). */
const READ_OTHERWISE = new RegExp(
  [
    '',
    '[yYnN]|[yY]es|YES|[nN]o|NO|[oO]n|ON|[oO]ff|OFF|[tT]rue|TRUE|[fF]alse|FALSE',
    '~|[nN]ull|NULL|<<|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)',
    '[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)',
    '[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?',
    '[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?',
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\\.[0-9]+)?(?:Z|[-+][0-9:]+)?)?',
  ]
    .map((form) => `^(?:${form})$`)
    .join('|'),
);

/** Texts that would be read as something else stand in double quotes, others that cannot stand plain in single ones. */
function styleOf(text: string): Scalar.Type {
  if (READ_OTHERWISE.test(text)) return 'QUOTE_DOUBLE';
  if (text.includes('\n')) return 'BLOCK_LITERAL';
  const plain = stringify(text, { lineWidth: 0 });
  return /^["']/.test(plain) ? 'QUOTE_SINGLE' : 'PLAIN';
}
