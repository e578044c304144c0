/** Goal: birdc prints and does what the real client does. Method: words and answers of BIRD 1.6.8. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Session } from '../../session';
import { openLab } from '../../testing/open-lab';

const LAB = readFileSync('scenarios/bgp-three-routers/scenario.yaml', 'utf8');

function ask(lab: Session, command: string): readonly string[] {
  const from = lab.length;
  lab.input({ kind: 'exec', netns: 'r1', command });
  const lines: string[] = [];
  for (let seq = from; seq < lab.length; seq += 1) {
    const record = lab.trace.record(seq);
    if (record.kind === 'process') lines.push(...record.detail.lines);
  }
  return lines;
}

test('answers of the real one to what it does not know', () => {
  const lab = openLab(LAB);
  const answer = (words: string) => ask(lab, `birdc ${words}`).slice(1);
  expect(answer('foo')).toEqual(["No such command. Press `?' for help."]);
  expect(answer('disable nope')).toEqual(['nope is not a protocol']);
  expect(answer('show protocols nope')).toEqual(['nope is not a protocol']);
  expect(answer('show route 10.9.0.0/24')).toEqual(['Network not in table']);
  expect(ask(lab, 'sleep 0 && birdcl -s /var/run/calico/bird.ctl show route count')).toEqual([
    'BIRD 1.6.8 ready.',
    '5 of 5 routes for 3 networks',
  ]);
  expect(answer('sh pro r2')[1]).toMatch(/^r2 {7}BGP {6}master {3}up {5}[\d:]{8} {4}Established {3}$/);
});

test('what is there to be known of a session', () => {
  const lab = openLab(LAB);
  expect(ask(lab, 'birdc show protocols all r2').slice(3)).toEqual([
    '  Preference:     100',
    '  Input filter:   ACCEPT',
    '  Output filter:  ACCEPT',
    '  Routes:         2 imported, 2 exported, 1 preferred',
    '  Route change stats:     received   rejected   filtered    ignored   accepted',
    '    Import updates:              2          0          0          0          2',
    '    Import withdraws:            0          0        ---          0          0',
    '    Export updates:              3          1          0        ---          2',
    '    Export withdraws:            0        ---        ---        ---          0',
    '  BGP state:          Established',
    '    Neighbor address: 192.168.12.2',
    '    Neighbor AS:      65002',
    '    Neighbor ID:      10.2.0.1',
    '    Neighbor caps:    refresh enhanced-refresh restart-aware llgr-aware AS4',
    '    Session:          external AS4',
    '    Source address:   192.168.12.1',
    expect.stringMatching(/^ {4}Hold timer: {7}\d\/9$/),
    expect.stringMatching(/^ {4}Keepalive timer: {2}\d\/3$/),
    '',
  ]);
});

test('configure: sessions that are in the file unchanged go on', () => {
  const lab = openLab(LAB);
  const since = ask(lab, 'birdc show protocols r2').at(-1);
  ask(lab, 'sleep 2');
  const file = ask(lab, 'cat /etc/bird/bird.conf').join('\n');
  ask(lab, `echo '${file.replace('as 65003', 'as 65009')}' > /etc/bird/bird.conf`);
  expect(ask(lab, 'birdc configure')).toEqual([
    'BIRD 1.6.8 ready.',
    'Reading configuration from /etc/bird/bird.conf',
    'Reconfigured',
  ]);
  expect(ask(lab, 'birdc show protocols r2').at(-1)).toBe(since);
  ask(lab, 'sleep 3');
  expect(ask(lab, 'birdc show protocols r3').at(-1)).toMatch(
    /start {2}[\d:]{8} {4}Idle {10}BGP Error: Bad peer AS$/,
  );
});
