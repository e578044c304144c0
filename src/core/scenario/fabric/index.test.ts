import { expect, test } from 'vitest';
import { Session } from '../../session';
import { fabricText } from '../../testing/fabric-lab';
import { parseLab } from '../parse';
import { fabricKinds } from './index';

test.each(fabricKinds.map((kind) => [kind.kind] as const))(
  '%s is built as it is, with one node and with many',
  (kind) => {
    for (const nodes of [1, 2, 12]) {
      const lab = parseLab('lab', fabricText(`{ kind: ${kind}, nodes: ${nodes} }`));
      const session = lab.ok ? Session.open(lab.value) : lab;
      expect(session.ok ? [] : session.error).toEqual([]);
      expect(
        lab.ok && lab.value.machines.filter(({ role }) => role === 'node').map(({ name }) => name),
      ).toEqual(Array.from({ length: nodes }, (_, at) => `node-${at + 1}`));
    }
  },
);
