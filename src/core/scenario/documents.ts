/** YAML text → documents whose every node knows its place in the text. */
import {
  isAlias,
  isNode,
  isScalar,
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type YAMLError,
} from 'yaml';
import { err, ok, type Result } from '../base/result';
import type { Problem } from '../session.types';
import { tooDeepAt } from './depth';
import { MAX_ALIASES, MAX_DEPTH, MAX_FILE_CHARS, MAX_PROBLEMS } from './limits';
import { problemAt, wholeFile, type Place, type ProblemCode } from './problems';

/** A document that is not empty, with its value as plain data. */
export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  /** From 1, empty documents counted. */
  readonly index: number;
  readonly tree: Document;
  readonly value: unknown;
  readonly lines: LineCounter;
}

export function readDocuments(
  file: string,
  text: string,
): Result<readonly SourceDocument[], readonly Problem[]> {
  if (text.length > MAX_FILE_CHARS) {
    return err([problemAt(wholeFile(file), 'tooLarge', { size: text.length, max: MAX_FILE_CHARS })]);
  }
  const deepLine = tooDeepAt(text, MAX_DEPTH);
  if (deepLine !== null) {
    const place = { ...wholeFile(file), line: deepLine, column: 1 };
    return err([problemAt(place, 'tooDeep', { max: MAX_DEPTH })]);
  }
  const lines = new LineCounter();
  // uniqueKeys compares each key with each other one, which takes minutes for a mapping as long as a file may be.
  const trees = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: false,
  });
  const documents: SourceDocument[] = [];
  const problems: Problem[] = [];
  for (const [at, tree] of [...trees].entries()) {
    const source = { file, text, index: at + 1, tree, lines };
    const wrong = tree.errors.slice(0, MAX_PROBLEMS).map((error) => syntaxProblem(source, error));
    problems.push(...wrong, ...(wrong.length === 0 ? treeProblems(source) : []));
    if (problems.length >= MAX_PROBLEMS) break;
    if (problems.length > 0 || tree.contents === null) continue;
    const value = plainValue(tree);
    if (value.ok) documents.push({ ...source, value: value.value });
    else
      problems.push(
        problemAt({ ...wholeFile(file), document: source.index }, value.error, { max: MAX_ALIASES }),
      );
  }
  return problems.length > 0 ? err(problems.slice(0, MAX_PROBLEMS)) : ok(documents);
}

/** The library throws where aliases would blow up memory, or lead nowhere. */
function plainValue(tree: Document): Result<unknown, ProblemCode> {
  try {
    return ok(tree.toJS({ maxAliasCount: MAX_ALIASES }));
  } catch (thrown) {
    if (thrown instanceof ReferenceError) return err('tooManyAliases');
    throw thrown;
  }
}

type Unread = Omit<SourceDocument, 'value'>;

/** Where a node, or any offset, is. */
export function placeAt(source: Unread, offset: number, path: string): Place {
  const { line, col } = source.lines.linePos(offset);
  return { file: source.file, document: source.index, line, column: col, path };
}

/** What the library leaves to us: keys that are equal (YAML 1.2.2, 3.2.1.1), aliases to nothing (7.1) or to what they stand in. */
function treeProblems(source: Unread): Problem[] {
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  const found = (code: ProblemCode, at: number | undefined, near: string): symbol | undefined => {
    problems.push(problemAt(placeAt(source, at ?? 0, ''), code, { near }));
    return problems.length < MAX_PROBLEMS ? undefined : visit.BREAK;
  };
  visit(source.tree, {
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Map: (_, { items, anchor }) => {
      if (anchor !== undefined) anchors.add(anchor);
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) return found('yamlDuplicateKey', key.range?.[0], String(key.value));
        seen.add(key.value);
      }
      return undefined;
    },
    Alias: (_, { source: name, range }, ancestors) => {
      const within = ancestors.some((node) => isNode(node) && !isAlias(node) && node.anchor === name);
      return anchors.has(name) && !within ? undefined : found('yamlAlias', range?.[0], `*${name}`);
    },
  });
  return problems;
}

const CODES: Readonly<Record<string, ProblemCode>> = {
  TAB_AS_INDENT: 'yamlTab',
  BAD_INDENT: 'yamlIndent',
  MISSING_CHAR: 'yamlMissingCharacter',
  BAD_ALIAS: 'yamlAlias',
};

function syntaxProblem(source: Unread, error: YAMLError): Problem {
  const [from, to] = error.pos;
  const near = source.text.slice(from, Math.min(Math.max(to, from + 1), from + 40)).split('\n')[0] ?? '';
  // The library has one code for two mistakes.
  const bracket = error.code === 'BAD_INDENT' && error.message.startsWith('Flow ');
  const code = bracket ? 'yamlBracket' : (CODES[error.code] ?? 'yamlSyntax');
  return problemAt(placeAt(source, from, ''), code, { near, code: error.code });
}
