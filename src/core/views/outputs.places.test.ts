import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clusterLab, podText } from '../testing/cluster-lab';
import { openLab } from '../testing/open-lab';

/** Goal: the terminal shows what was printed where, with its record. Method: commands typed in several places. */
const LAB = readFileSync('src/core/testing/labs/same-node.yaml', 'utf8');

describe('what was typed and printed in a netns', () => {
  const session = openLab(LAB, [
    ['pod-a', 'ping -c 2 10.244.1.3'],
    ['pod-b', 'ip -br link'],
    ['pod-a', 'ip route add blackhole 203.0.113.0/24'],
    ['pod-a', 'no-such-command'],
    ['gone', 'ip addr'],
  ]);
  const typedIn = (netns: string) =>
    session.query('outputs', { seq: session.length - 1 }).inputs.filter((input) => input.netns === netns);
  const commands = typedIn('pod-a');

  test('its own commands in the order they were typed', () => {
    expect(commands.map(({ index, command }) => [index, command])).toEqual([
      [0, 'ping -c 2 10.244.1.3'],
      [2, 'ip route add blackhole 203.0.113.0/24'],
      [3, 'no-such-command'],
    ]);
    expect(typedIn('pod-b')).toHaveLength(1);
  });

  test('up to any record the lines are those the instant has', () => {
    const [ping] = commands;
    const last = session.query('timeline', {}).inputs[1]?.seq ?? 0;
    for (let seq = ping?.seq ?? 0; seq < last; seq += 1) {
      const lines = ping?.lines.flatMap((line) => (line.seq <= seq ? line.text : []));
      expect(lines).toEqual(session.query('instant', { seq, grain: 'decision' }).output);
    }
    expect(ping?.lines.at(-1)?.text).toMatch(/^rtt min\/avg\/max\/mdev/);
  });

  test('a command has ended where it printed last, or where it was done', () => {
    const [ping, route, unknown] = commands;
    expect(ping).toMatchObject({ exitCode: 0, doneSeq: ping?.lines.at(-1)?.seq });
    expect(route).toMatchObject({ exitCode: null, lines: [] });
    expect(session.trace.record(route?.doneSeq ?? -1).kind).toBe('op.apply');
    expect(unknown).toMatchObject({ exitCode: 127, decisions: 0, firstDecision: null });
  });

  test('decisions are counted, without the command itself and what it prints', () => {
    const [ping, route] = commands;
    const { steps, inputs } = session.query('timeline', {});
    const end = inputs[1]?.seq ?? 0;
    const walked = steps.decision.filter((seq) => {
      const { kind } = session.trace.record(seq);
      return seq < end && kind !== 'input' && kind !== 'process';
    });
    expect(ping?.decisions).toBe(walked.length);
    expect(ping?.firstDecision).toBe(walked[0]);
    expect(route?.decisions).toBe(1);
  });

  test('a netns that is not there refuses', () => {
    const [gone] = typedIn('gone');
    expect(gone?.lines.map(({ text }) => text)).toEqual([
      'Cannot open network namespace "gone": No such file or directory',
    ]);
    expect(gone?.exitCode).toBe(1);
  });
});

test('a terminal can be opened in every netns; pods are named', () => {
  const session = openLab(clusterLab({ nodes: 2, manifests: [podText('web', 'node-2')] }));
  const places = session.query('places', { seq: session.length - 1 });
  expect(places.map(({ netns }) => netns)).toEqual(
    expect.arrayContaining(session.world.netns.flatMap((ns) => ns?.name ?? [])),
  );
  const root = places.findIndex(({ netns }) => netns === 'node-2');
  expect(places[root]).toMatchObject({ machine: 'node-2', root: true, role: 'node', pod: null });
  expect(places[root + 1]).toMatchObject({ machine: 'node-2', pod: { namespace: 'default', name: 'web' } });
});
