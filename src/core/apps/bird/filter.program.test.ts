/** Goal: programs are one where they do the same, and only there. Method: configurations read one by one. */
import { expect, test } from 'vitest';
import { parseConfig } from './config';
import { programOf } from './filter.program';

/** The program of the kernel's filter. */
function program(functions: string, body: string): object {
  const text = `router id 10.0.0.1;\n${functions}\nfilter f { ${body} }\nprotocol kernel { export filter f; }`;
  const read = parseConfig('bird.conf', (path) => (path === 'bird.conf' ? text : null));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const [kernel] = read.value.protocols;
  if (kernel === undefined) throw new Error('no protocol');
  return programOf(kernel.exportFilter, read.value.functions);
}

const AGGR = 'function aggr() { if ( net ~ 10.1.0.0/16 ) then { accept; } }';
const OTHER = 'function aggr() { if ( net ~ 10.2.0.0/16 ) then { accept; } }';
const THROUGH = 'function through() { aggr(); }';

test('what is read anew and says the same is the same program', () => {
  expect(program(AGGR, 'aggr(); reject;')).toBe(program(AGGR, 'aggr(); reject;'));
  expect(program(AGGR, 'aggr(); reject;')).not.toBe(program(AGGR, 'aggr(); accept;'));
});

test('functions belong to it as far as they are called, by others as well', () => {
  expect(program(AGGR, 'reject;')).toBe(program(OTHER, 'reject;'));
  expect(program(AGGR, 'aggr(); reject;')).not.toBe(program(OTHER, 'aggr(); reject;'));
  expect(program(`${AGGR} ${THROUGH}`, 'through();')).not.toBe(program(`${OTHER} ${THROUGH}`, 'through();'));
  expect(program(`${AGGR} ${THROUGH}`, 'if net = 10.0.0.0/8 then through();')).toBe(
    program(`${AGGR} ${THROUGH}`, 'if net = 10.0.0.0/8 then through();'),
  );
});
