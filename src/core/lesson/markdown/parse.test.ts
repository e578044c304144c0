/** Goal: a lesson's text becomes a tree of our own and nothing else, in bounded time, whoever wrote it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkTarget } from './link';
import { parseInline, parseMarkdown } from './parse';

const read = (text: string) => parseMarkdown({ file: 'x.md', line: 10, text });
const blocks = (text: string) => {
  const result = read(text);
  return result.ok ? result.value : [];
};
const refused = (text: string) => {
  const result = read(text);
  return result.ok ? null : [result.error.line, result.error.problem.key.split('.')[2]];
};

test('paragraphs, emphasis, code, lists, quotes, tables', () => {
  expect(blocks('One *two* **three** `four` &amp;')).toEqual([
    {
      kind: 'paragraph',
      children: [
        { kind: 'text', text: 'One ' },
        { kind: 'em', children: [{ kind: 'text', text: 'two' }] },
        { kind: 'text', text: ' ' },
        { kind: 'strong', children: [{ kind: 'text', text: 'three' }] },
        { kind: 'text', text: ' ' },
        { kind: 'code', text: 'four' },
        { kind: 'text', text: ' &amp;' },
      ],
    },
  ]);
  expect(blocks('- a\n- b\n  - c\n\n1. d').map(({ kind }) => kind)).toEqual(['list', 'list']);
  expect(blocks('> a\n\n```\n<b>\n```\n\n### h')).toEqual([
    { kind: 'quote', children: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'a' }] }] },
    { kind: 'code', text: '<b>' },
    { kind: 'heading', children: [{ kind: 'text', text: 'h' }] },
  ]);
  expect(blocks('| a | b |\n|---|---|\n| 1 | `2` |')).toMatchObject([
    {
      kind: 'table',
      head: [[{ text: 'a' }], [{ text: 'b' }]],
      rows: [[[{ text: '1' }], [{ kind: 'code' }]]],
    },
  ]);
});

describe('what is refused, with its line', () => {
  test.each([
    ['fine\n\n<script>alert(1)</script>', [12, 'html']],
    ['fine <img src=x onerror=alert(1)>', [10, 'html']],
    ['![a](https://example.org/a.png)', [10, 'image']],
    ['[a](javascript:alert(1))', [10, 'link']],
    ['[a](data:text/html,x)', [10, 'link']],
    ['[a]( JaVaScRiPt:alert(1))', [10, 'link']],
    ['[a](//example.org)', [10, 'link']],
    ['<javascript:alert(1)>', [10, 'link']],
    [`${'> '.repeat(40)}a`, [10, 'tooDeep']],
    [`${'- '.repeat(40)}a`, [10, 'tooDeep']],
    [`a\n\n${'*a '.repeat(3000)}`, [12, 'blockTooLong']],
  ])('%j', (text, expected) => expect(refused(text.slice(0, 12_000))).toEqual(expected));
});

test('links lead into the web, to a lab, or to the map', () => {
  expect(linkTarget('https://www.rfc-editor.org/rfc/rfc7348')).toMatchObject({ kind: 'web' });
  expect(linkTarget('#/lab/flannel-vxlan?i=0s!ping')).toMatchObject({ kind: 'page' });
  expect(linkTarget('look:node-1/flannel.1')).toEqual({ kind: 'look', place: 'node-1/flannel.1' });
  for (const href of ['', 'ftp://a', 'https://a b', 'look:<b>', '#/labs', 'https:x', 'vbscript:a']) {
    expect(linkTarget(href)).toBeNull();
  }
});

test('a title is one line', () => {
  expect(parseInline({ file: 'x', line: 1, text: 'The `TTL`' })).toMatchObject({
    ok: true,
    value: [{ text: 'The ' }, { kind: 'code', text: 'TTL' }],
  });
  expect(parseInline({ file: 'x', line: 1, text: '<b>' })).toMatchObject({ ok: false });
});

const KINDS = new Set(['paragraph', 'heading', 'list', 'quote', 'code', 'table']);

test('whatever is written gives blocks of known kinds or a problem, and nothing throws', () => {
  const piece = fc.constantFrom(
    '> ',
    '- ',
    '1. ',
    '*',
    '**',
    '`',
    '[',
    '](',
    ')',
    '<b>',
    '\n',
    '\n\n',
    '|',
    'a',
    '    ',
    '~~~',
    '#',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 200 }), (pieces) => {
      const result = read(pieces.join(''));
      if (result.ok) expect(result.value.every(({ kind }) => KINDS.has(kind))).toBe(true);
      else expect(result.error.line).toBeGreaterThan(0);
    }),
    { seed: 11, numRuns: 400 },
  );
});

test.each(['*', '[', '![', '`', '<', '_a', '**a', '[a](', '\\'])(
  'much of %j takes no time to speak of',
  { timeout: 5000 },
  (piece) => {
    expect(read(piece.repeat(5900 / piece.length))).toHaveProperty('ok');
  },
);
