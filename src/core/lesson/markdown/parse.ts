/** Markdown → a tree of our own, or what a lesson may not hold. The library only cuts the text into tokens. */
import { Lexer, type Token, type Tokens } from 'marked';
import { err, ok, type Result } from '../../base/result';
import type { Problem } from '../../session.types';
import { MAX_BLOCK_CHARS, MAX_NESTING } from '../limits';
import { lessonProblem, type LessonProblemCode } from '../problems';
import { linkTarget } from './link';
import type { Block, Inline } from './tree';

/** A piece of a file: its text, and the line it begins in. */
export interface SourceText {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Thrown inside this file only, to leave the recursion. */
class Refused extends Error {
  constructor(
    readonly code: LessonProblemCode,
    readonly params: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}

export function parseMarkdown({ file, line, text }: SourceText): Result<readonly Block[], Problem> {
  let at = line;
  try {
    refuseHuge(text, (offset) => (at = line + offset));
    const blocks: Block[] = [];
    for (const token of new Lexer({ gfm: true }).lex(text)) {
      blocks.push(...blocksOf(token, 0));
      at += token.raw.split('\n').length - 1;
    }
    return ok(blocks);
  } catch (thrown) {
    if (thrown instanceof Refused) return err(lessonProblem({ file, line: at }, thrown.code, thrown.params));
    throw thrown;
  }
}

/** One line of text: titles. */
export function parseInline({ file, line, text }: SourceText): Result<readonly Inline[], Problem> {
  try {
    return ok(inlinesOf(Lexer.lexInline(text, { gfm: true }), 0));
  } catch (thrown) {
    if (thrown instanceof Refused) return err(lessonProblem({ file, line }, thrown.code, thrown.params));
    throw thrown;
  }
}

/** The library recurses into quotes and lists, and looks at a paragraph many times: both are bounded beforehand. */
function refuseHuge(text: string, at: (line: number) => void): void {
  let run = 0;
  for (const [index, line] of text.split('\n').entries()) {
    at(index);
    const marks = /^(?:\s*(?:>|[-*+] |\d{1,9}[.)] ))*/.exec(line)?.[0] ?? '';
    if (marks.replace(/[^>*+.)-]/g, '').length > MAX_NESTING || /^\s{40}/.test(line)) {
      throw new Refused('tooDeep', { max: MAX_NESTING });
    }
    run = line.trim() === '' ? 0 : run + line.length + 1;
    if (run > MAX_BLOCK_CHARS) throw new Refused('blockTooLong', { max: MAX_BLOCK_CHARS });
  }
  at(0);
}

function blocksOf(token: Token, depth: number): readonly Block[] {
  if (depth > MAX_NESTING) throw new Refused('tooDeep', { max: MAX_NESTING });
  switch (token.type) {
    case 'space':
    case 'def':
    case 'hr':
      return [];
    case 'paragraph':
    case 'text':
      return [{ kind: 'paragraph', children: inlinesOf(childrenOf(token), depth) }];
    case 'heading':
      return [{ kind: 'heading', children: inlinesOf(childrenOf(token), depth) }];
    case 'code':
      return [{ kind: 'code', text: (token as Tokens.Code).text }];
    case 'blockquote':
      return [{ kind: 'quote', children: childrenOf(token).flatMap((one) => blocksOf(one, depth + 1)) }];
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      const blocks = items.map((item) => item.tokens.flatMap((one) => blocksOf(one, depth + 1)));
      return [{ kind: 'list', ordered, items: blocks }];
    }
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      const cells = (row: readonly Tokens.TableCell[]) => row.map((cell) => inlinesOf(cell.tokens, depth));
      return [{ kind: 'table', head: cells(header), rows: rows.map(cells) }];
    }
    default:
      throw new Refused('html', { text: token.raw.slice(0, 40) });
  }
}

function inlinesOf(tokens: readonly Token[], depth: number): readonly Inline[] {
  if (depth > MAX_NESTING) throw new Refused('tooDeep', { max: MAX_NESTING });
  return tokens.map((token): Inline => {
    switch (token.type) {
      case 'text':
      case 'escape':
        return { kind: 'text', text: (token as Tokens.Text).text };
      case 'codespan':
        return { kind: 'code', text: (token as Tokens.Codespan).text };
      case 'strong':
      case 'em':
        return { kind: token.type, children: inlinesOf(childrenOf(token), depth + 1) };
      case 'del':
        return { kind: 'text', text: token.raw };
      case 'br':
        return { kind: 'break' };
      case 'link': {
        const { href } = token as Tokens.Link;
        const target = linkTarget(href);
        if (target === null) throw new Refused('link', { link: href.slice(0, 60) });
        return { kind: 'link', target, children: inlinesOf(childrenOf(token), depth + 1) };
      }
      case 'image':
        throw new Refused('image');
      default:
        throw new Refused('html', { text: token.raw.slice(0, 40) });
    }
  });
}

function childrenOf(token: Token): readonly Token[] {
  return (token as { readonly tokens?: readonly Token[] }).tokens ?? [];
}
