import { describe, expect, it } from 'vitest';
import { createTypeAhead } from './type-ahead';

const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false });

describe('createTypeAhead', () => {
  it('keeps what is typed until the screen is there', () => {
    const ahead = createTypeAhead();
    expect(ahead.take(press('i'))).toBe(false);
    ahead.wanted();
    for (const key of ['i', 'q', 'Backspace', 'p', 'Enter']) expect(ahead.take(press(key))).toBe(true);
    expect(ahead.arrived()).toBe('iq\x7fp\r');
    expect(ahead.take(press('i'))).toBe(false);
    ahead.wanted();
    expect(ahead.take(press('i'))).toBe(false);
  });

  it('leaves shortcuts to the browser, and everything once one gave up', () => {
    const ahead = createTypeAhead();
    ahead.wanted();
    expect(ahead.take(press('l', true))).toBe(false);
    expect(ahead.take(press('F6'))).toBe(false);
    expect(ahead.take(press('Escape'))).toBe(false);
    expect(ahead.take(press('i'))).toBe(false);
    ahead.wanted();
    ahead.take(press('i'));
    ahead.givenUp();
    expect(ahead.arrived()).toBe('');
  });

  it('waits anew for a screen that went away', () => {
    const ahead = createTypeAhead();
    ahead.wanted();
    ahead.arrived();
    ahead.left();
    ahead.wanted();
    expect(ahead.take(press('x'))).toBe(true);
    expect(ahead.arrived()).toBe('x');
  });
});
