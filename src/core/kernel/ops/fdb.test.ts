import { describe, expect, it } from 'vitest';
import { bridgedNet, tunnelNet, type Net } from '../../testing/net';

const MAC = '02:00:00:00:00:77';
const rows = (lab: Net, netns: string, what: string): readonly string[] =>
  lab
    .printed(netns, `bridge fdb show ${what}`)
    .map((line) => line.trim())
    .filter((line) => line.startsWith(MAC) || line.startsWith('00:00:00:00:00:00'));

describe('of a bridge', () => {
  it('add, replace, del', () => {
    const lab = bridgedNet(2).type('node', `bridge fdb add ${MAC} dev v1 master static`);
    expect(lab.behind('node.br0', MAC)).toBe('v1');
    expect(lab.ask('node', `bridge fdb add ${MAC} dev v2 master static`).stderr).toEqual([
      'RTNETLINK answers: File exists',
    ]);
    lab.type('node', `bridge fdb replace ${MAC} dev v2 master static`);
    expect(lab.behind('node.br0', MAC)).toBe('v2');
    expect(lab.ask('node', `bridge fdb del ${MAC} dev v1 master`).stderr).toEqual([
      'RTNETLINK answers: No such file or directory',
    ]);
    lab.type('node', `bridge fdb del ${MAC} dev v2 master`);
    expect(lab.behind('node.br0', MAC)).toBeNull();
  });

  it('a dynamic entry ages', () => {
    const lab = bridgedNet(2).type('node', `bridge fdb add ${MAC} dev v1 master dynamic`);
    expect(lab.wait(299).behind('node.br0', MAC)).toBe('v1');
    expect(lab.wait(2).behind('node.br0', MAC)).toBeNull();
  });

  it('a static one does not', () => {
    const lab = bridgedNet(2).type('node', `bridge fdb add ${MAC} dev v1 master static`);
    expect(lab.wait(1000).behind('node.br0', MAC)).toBe('v1');
  });

  it('needs a bridge', () => {
    const lab = bridgedNet(1);
    expect(lab.ask('p1', `bridge fdb add ${MAC} dev eth0 master`).stderr).toEqual([
      'RTNETLINK answers: Operation not supported',
    ]);
  });
});

describe('of a tunnel', () => {
  // observed on Linux 6.18, all of it
  const NULL = '00:00:00:00:00:00';
  const lab = (): Net => tunnelNet(false);
  const type = (made: Net, ...commands: readonly string[]): Net =>
    made.type('n1', commands.map((command) => `bridge fdb ${command}`).join('\n'));
  const ask = (made: Net, command: string): readonly string[] =>
    made.ask('n1', `bridge fdb ${command}`).stderr;
  const shown = (made: Net): readonly string[] => rows(made, 'n1', 'dev vx');

  it('append: several destinations for the default entry, each once', () => {
    const made = type(lab(), ...[1, 1, 2].map((n) => `append ${NULL} dev vx dst 1.1.1.${n}`));
    expect(shown(made)).toEqual([`${NULL} dst 1.1.1.1 self permanent`, `${NULL} dst 1.1.1.2 self permanent`]);
  });

  it('append: one for an address, whatever comes after it', () => {
    const made = type(lab(), ...[1, 2].map((n) => `append ${MAC} dev vx dst 1.1.1.${n}`));
    expect(shown(made)).toEqual([`${MAC} dst 1.1.1.1 self permanent`]);
  });

  it('add: only what is not there', () => {
    const made = type(lab(), `add ${MAC} dev vx dst 1.1.1.1`, `add ${NULL} dev vx dst 1.1.1.1`);
    expect(ask(made, `add ${MAC} dev vx dst 1.1.1.2`)).toEqual(['RTNETLINK answers: File exists']);
    expect(ask(made, `add ${NULL} dev vx dst 1.1.1.2`)).toEqual(['RTNETLINK answers: File exists']);
  });

  it('replace: an address, never the default entry', () => {
    const made = type(lab(), `replace ${MAC} dev vx dst 1.1.1.1`, `replace ${MAC} dev vx dst 1.1.1.4`);
    expect(shown(made)).toEqual([`${MAC} dst 1.1.1.4 self permanent`]);
    expect(ask(made, `replace ${NULL} dev vx dst 1.1.1.1`)).toEqual([
      'RTNETLINK answers: Operation not supported',
    ]);
    type(made, `append ${NULL} dev vx dst 1.1.1.1`);
    expect(ask(made, `replace ${NULL} dev vx dst 1.1.1.9`)).toEqual([
      'Error: Cannot replace non-unicast fdb entries.',
    ]);
  });

  it('del: with a destination that one only, without one the whole entry', () => {
    const made = type(lab(), ...[1, 2].map((n) => `append ${NULL} dev vx dst 1.1.1.${n}`));
    type(made, `del ${NULL} dev vx dst 1.1.1.9`, `del ${NULL} dev vx dst 1.1.1.1`);
    expect(shown(made)).toEqual([`${NULL} dst 1.1.1.2 self permanent`]);
    type(made, `del ${NULL} dev vx`);
    expect(shown(made)).toEqual([]);
    expect(ask(made, `del ${NULL} dev vx`)).toEqual(['RTNETLINK answers: No such file or directory']);
  });

  it('needs a destination', () => {
    expect(ask(lab(), `add ${MAC} dev vx`)).toEqual(['RTNETLINK answers: Invalid argument']);
  });
});
