import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';

describe('ncat serves', () => {
  it.each([
    ['-e /bin/cat', ['one', 'two']],
    ['-c "sed -u s/^/pong:/"', ['pong:one', 'pong:two']],
  ])('TCP echo with %s, client after client', (program, lines) => {
    const lab = routedNet();
    const pid = lab.start('h2', `ncat -l -k ${program} 9000`);
    for (let i = 0; i < 3; i += 1) {
      expect(lab.run('h1', 'echo -e "one\\ntwo" | ncat 10.2.0.2 9000')).toEqual(lines);
    }
    expect(lab.process('h2', pid).exitCode).toBeNull();
  });

  it('one client without -k', () => {
    const lab = routedNet();
    const pid = lab.start('h2', 'ncat -l -e /bin/cat 9000');
    expect(lab.run('h1', 'echo a | ncat 10.2.0.2 9000')).toEqual(['a']);
    expect(lab.run('h1', 'echo a | ncat 10.2.0.2 9000')).toEqual(['Ncat: Connection refused.']);
    expect(lab.process('h2', pid).exitCode).toBe(0);
  });

  it('prints what all of them send with -k', () => {
    const lab = routedNet();
    const pid = lab.start('h2', 'ncat -l -k 9000');
    lab.run('h1', 'echo a | ncat 10.2.0.2 9000');
    lab.run('h1', 'echo b | ncat 10.2.0.2 9000');
    expect(lab.process('h2', pid)).toMatchObject({ exitCode: null, output: ['a', 'b'] });
  });
});
