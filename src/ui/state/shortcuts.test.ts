import { expect, test } from 'vitest';
import { SHORTCUTS, shortcutOf } from './shortcuts';
import type { Place } from './shortcuts';

const id = (key: string, place: Place = 'page', shiftKey = false) =>
  shortcutOf({ key, shiftKey }, place)?.id ?? null;

test('Space steps, Backspace and Shift+Space step back, brackets by decisions', () => {
  expect([id(' '), id('Backspace'), id(' ', 'page', true), id(']'), id('[')]).toEqual([
    'forward',
    'back',
    'back',
    'decisionForward',
    'decisionBack',
  ]);
});

test('a focused button keeps Space; every other key still works', () => {
  expect([
    id(' ', 'control'),
    id(' ', 'control', true),
    id('Backspace', 'control'),
    id('ArrowRight', 'control'),
  ]).toEqual([null, null, 'back', 'forward']);
});

test('a field for text keeps all keys but those that leave it', () => {
  expect([
    id(' ', 'field'),
    id('t', 'field'),
    id('Backspace', 'field'),
    id('F6', 'field'),
    id('Escape', 'field'),
  ]).toEqual([null, null, null, 'panel', 'escape']);
});

test('letters count in either case, as with caps lock on', () => {
  expect([id('t'), id('T', 'page', true), id('L', 'page', true), id('?', 'page', true)]).toEqual([
    'theme',
    'theme',
    'language',
    'help',
  ]);
});

test('no press means two things', () => {
  const presses = [
    ' ',
    'Backspace',
    'ArrowLeft',
    '[',
    ']',
    'Home',
    'End',
    'p',
    ',',
    '.',
    'd',
    'm',
    'r',
    'e',
    '1',
    '4',
    't',
    'l',
    'c',
    '?',
    'F6',
    'Escape',
  ];
  for (const key of presses) {
    for (const shiftKey of [false, true]) {
      expect(SHORTCUTS.filter((shortcut) => shortcut.matches({ key, shiftKey })).length).toBeLessThanOrEqual(
        1,
      );
    }
  }
});
