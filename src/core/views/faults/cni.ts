/** What a network leaves behind, and what it leaves out. */
import { printRule } from '../../kernel/netfilter/text';
import type { NfRule } from '../../model/netfilter';
import type { Netns } from '../../model/world';
import { typed } from './kind';
import type { FaultKind } from './kind';
import { machinesOf } from './where';

const CONF_DIR = '/etc/cni/net.d/';
const LEFT_OVER = `${CONF_DIR}05-old.conflist`;
/** What the network before wrote: a bridge of its own, and addresses that other nodes know nothing of. */
const OLD_CONF = JSON.stringify({
  cniVersion: '0.3.1',
  name: 'old',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni-old',
      isDefaultGateway: true,
      ipam: { type: 'host-local', subnet: '10.22.0.0/16' },
    },
  ],
});

/** The network was replaced while the cluster ran; kubelet takes the first file there is. */
export const cniLeftover: FaultKind = {
  name: 'cni-leftover',
  spots: (world) =>
    machinesOf(world, 'node')
      .filter(({ ns }) => {
        const files = [...ns.files.entries.keys()];
        return files.some((path) => path.startsWith(CONF_DIR)) && !files.includes(LEFT_OVER);
      })
      .map(({ machine }) => typed(machine.name, `echo '${OLD_CONF}' > ${LEFT_OVER}`, `rm ${LEFT_OVER}`)),
};

const FLANNEL_CHAIN = 'FLANNEL-POSTRTG';

/** Packets for the outside keep addresses nobody out there has a way to. */
export const masqueradeMissing: FaultKind = {
  name: 'masquerade-missing',
  spots: (world) =>
    machinesOf(world, 'node', 'router').flatMap(({ machine, ns }) => {
      if (chainOf(ns, FLANNEL_CHAIN).length > 0) {
        // It looks after its rules as long as it runs.
        const flush = `systemctl stop flanneld && iptables -t nat -F ${FLANNEL_CHAIN}`;
        return [typed(machine.name, flush, 'systemctl start flanneld')];
      }
      const rule = chainOf(ns, 'POSTROUTING').find(({ target }) => target?.kind === 'MASQUERADE');
      if (rule === undefined) return [];
      const text = printRule('POSTROUTING', rule).replace(/^-A /, '');
      return [typed(machine.name, `iptables -t nat -D ${text}`, `iptables -t nat -A ${text}`)];
    }),
};

function chainOf(ns: Netns, name: string): readonly NfRule[] {
  return ns.nfTables.get('nat')?.chains.get(name)?.rules ?? [];
}
