/** What is wrong with VLANs of a switch. */
import type { FaultKind } from './kind';
import { cardsOf, machinesOf } from './where';

/** A trunk does not carry one of its VLANs: somebody forgot it on one of its two ends. */
export const vlanMissing: FaultKind = {
  name: 'vlan-missing',
  spots: (world) =>
    machinesOf(world, 'switch').flatMap(({ machine, ns }) =>
      cardsOf(ns).flatMap(({ name, port }) => {
        const tagged = (port?.vlans?.vlans ?? []).filter(({ untagged }) => !untagged);
        const last = tagged.at(-1);
        if (last === undefined || tagged.length < 2) return [];
        const exec = (verb: 'add' | 'del') =>
          ({
            kind: 'exec',
            netns: machine.name,
            command: `bridge vlan ${verb} dev ${name} vid ${last.vid}`,
          }) as const;
        return [{ at: `${machine.name}/${name}`, break: exec('del'), mend: exec('add') }];
      }),
    ),
};
