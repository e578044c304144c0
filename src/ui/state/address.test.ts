import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressBarOf, formatAddress, parseAddress } from './address';

test('an address without a path is home', () => {
  expect(['', '#', '#/'].map((hash) => parseAddress(hash).kind)).toEqual(['home', 'home', 'home']);
});

test('names a lab, with or without inputs', () => {
  expect(parseAddress('#/lab/flannel-vxlan')).toEqual({ kind: 'lab', lab: 'flannel-vxlan', shared: null });
  expect(parseAddress('#/lab/flannel-vxlan?i=2')).toEqual({
    kind: 'lab',
    lab: 'flannel-vxlan',
    shared: 'i=2',
  });
  expect(parseAddress('#/lab/flannel-vxlan?')).toEqual({ kind: 'lab', lab: 'flannel-vxlan', shared: '' });
});

test('anything else is mangled', () => {
  for (const hash of ['#lab', '#/lab/', '#/lab/%E0%A4%A', '#/labs/x', `#/lab/x?${'a'.repeat(30_000)}`]) {
    expect(parseAddress(hash).kind).toBe('mangled');
  }
});

test('reads back what it writes', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (lab) => {
      expect(parseAddress(formatAddress(lab, 's=1'))).toEqual({ kind: 'lab', lab, shared: 's=1' });
    }),
    { seed: 7 },
  );
});

test('a lab of one’s own stands in the address, or in the browser', () => {
  expect(parseAddress(formatAddress({ packed: 'a-_9' }, 'i=2'))).toEqual({
    kind: 'own',
    packed: 'a-_9',
    shared: 'i=2',
  });
  expect(parseAddress(formatAddress({ packed: null }, null))).toEqual({
    kind: 'own',
    packed: null,
    shared: null,
  });
  expect(parseAddress(`#/own/x?${'a'.repeat(30_000)}`).kind).toBe('mangled');
});

test('the question which network fits, with and without answers', () => {
  expect(parseAddress('#/choose')).toEqual({ kind: 'choose', answers: '' });
  expect(parseAddress('#/choose/vpc.3.policies')).toEqual({ kind: 'choose', answers: 'vpc.3.policies' });
  expect(parseAddress('#/choose/<b>').kind).toBe('mangled');
});

/** A window whose reader may change the address; as in a browser, listeners hear of it later. */
function readersWindow() {
  const listeners = new Set<() => void>();
  const location = { hash: '' };
  const left: string[] = [];
  const window = {
    location,
    history: {
      state: null,
      replaceState: (_state: unknown, _unused: string, hash: string) => (location.hash = hash),
      pushState(_state: unknown, _unused: string, hash: string) {
        left.push(location.hash);
        location.hash = hash;
      },
    },
    addEventListener: (_type: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_type: string, listener: () => void) => listeners.delete(listener),
  } as unknown as Window;
  return {
    window,
    location,
    left,
    tell: () => {
      for (const listener of listeners) listener();
    },
  };
}

test('what the reader has just put into the address bar is not written over before it was heard', () => {
  const { window, location, tell } = readersWindow();
  const bar = addressBarOf(window);
  const heard: string[] = [];
  const stop = bar.listen(() => heard.push(bar.read()));
  bar.replace('#/lab/same-node?at=1');
  expect(location.hash).toBe('#/lab/same-node?at=1');

  location.hash = '#/lab/docker0';
  bar.replace('#/lab/same-node?at=2');
  expect(location.hash).toBe('#/lab/docker0');
  tell();
  expect(heard).toEqual(['#/lab/docker0']);
  bar.replace('#/lab/docker0?at=1');
  expect(location.hash).toBe('#/lab/docker0?at=1');

  stop();
  location.hash = '#/';
  bar.replace('#/lab/docker0');
  expect(location.hash).toBe('#/lab/docker0');
});

test('a new entry leaves the one before to go back to, and is known: what follows may replace it', () => {
  const { window, location, left } = readersWindow();
  const bar = addressBarOf(window);
  bar.listen(() => undefined);
  bar.push('#/lab/docker0');
  bar.replace('#/lab/docker0?at=1');
  expect([left, location.hash]).toEqual([[''], '#/lab/docker0?at=1']);
  location.hash = '#/choose';
  bar.push('#/lab/docker0');
  expect([left, location.hash]).toEqual([[''], '#/choose']);
});

test('who leaves out what to compare gets a pair', () => {
  for (const hash of ['#/compare', '#/compare/'])
    expect(parseAddress(hash)).toMatchObject({
      kind: 'compare',
      spec: expect.stringContaining('/') as string,
    });
});
