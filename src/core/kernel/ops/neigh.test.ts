import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../testing/net';

const MAC = '02:00:00:00:00:99';
const ask = (lab: Net, command: string): readonly string[] => lab.ask('r', command).stderr;

it('add, replace, del', () => {
  const lab = routedNet().type('r', `ip neigh add 10.1.0.9 lladdr ${MAC} dev e0`);
  expect(lab.neigh('r.e0', '10.1.0.9')).toMatchObject({ state: 'PERMANENT' });
  expect(ask(lab, `ip neigh add 10.1.0.9 lladdr ${MAC} dev e0`)).toEqual(['RTNETLINK answers: File exists']);
  lab.type('r', `ip neigh replace 10.1.0.9 lladdr 02:00:00:00:00:98 dev e0 nud stale`);
  expect(lab.neighMac('r.e0', '10.1.0.9')).toBe('02:00:00:00:00:98');
  lab.type('r', 'ip neigh del 10.1.0.9 dev e0');
  expect(lab.neigh('r.e0', '10.1.0.9')).toBeNull();
  expect(ask(lab, 'ip neigh del 10.1.0.9 dev e0')).toEqual(['RTNETLINK answers: No such file or directory']);
});

it('an entry knows the operation that made it', () => {
  const lab = routedNet().type('r', `ip neigh add 10.1.0.9 lladdr ${MAC} dev e0`);
  const [applied] = lab.records('op.apply', 'r').slice(-1);
  expect(lab.neigh('r.e0', '10.1.0.9')?.op).toBe(applied?.detail.id);
  expect(applied?.detail.command).toContain('ip neigh add');
});
