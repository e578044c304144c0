import { describe, expect, it } from 'vitest';
import { fitted, withoutLength } from './fit-text';

describe('fitted', () => {
  it('leaves alone what fits', () => {
    expect(fitted('pod-a', 50, 7)).toBe('pod-a');
  });

  it('keeps both ends of a longer name, as much as there is room for', () => {
    expect(fitted('web-5d5b7b9c8f-x2x9k', 70, 7)).toBe('web-5…2x9k');
    expect(fitted('vethabcdef01', 42, 6)).toBe('vet…f01');
  });

  it('never gives back nothing', () => {
    expect(fitted('web', 1, 7)).toBe('w…');
  });
});

describe('withoutLength', () => {
  it('leaves the address of a prefix', () => {
    expect(withoutLength('10.244.1.0/32')).toBe('10.244.1.0');
    expect(withoutLength('10.244.1.0')).toBe('10.244.1.0');
  });
});
