/**
 * macvlan: reads its configuration as the real one does. Devices of this kind are not in the kernel here yet, so what
 * the real plugin accepts is refused by name.
 * Source: containernetworking/plugins v1.9.1 plugins/main/macvlan/macvlan.go.
 */
import { textAt } from '../../base/json';
import { ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin, CniRequest } from '../../cluster/cni/plugin';
import type { Link } from '../../model/link';
import { TABLE_MAIN, prefixKey } from '../../model/route';
import { ANY_IPV4 } from '../../wire/addr';
import { typeFault } from './common/conf';
import { linkIn } from './common/link';
import { int64, flag, text } from '../../cluster/objects/schema';

const FIELDS = { master: text, mode: text, mtu: int64, linkInContainer: flag, bcqueuelen: int64, mac: text };
const MODES = ['', 'bridge', 'private', 'vepa', 'passthru'];

export const macvlan: CniPlugin = {
  kind: 'macvlan',

  add(io, request): CniAnswer {
    return fail(confFault(io, request) ?? 'packetwalk: macvlan devices are not in this lab yet');
  },

  /** Nothing was ever made. */
  del: () => ok(null),

  check(io, request): CniAnswer {
    return fail(confFault(io, request) ?? 'Required prevResult missing');
  },
};

function confFault(io: CniIo, { conf }: CniRequest): string | null {
  const wrong = typeFault(conf, FIELDS);
  if (wrong !== null) return `failed to load netconf: ${wrong}`;
  const mode = textAt(conf, 'mode');
  if (!MODES.includes(mode)) return `unknown macvlan mode: ${JSON.stringify(mode)}`;
  const name = textAt(conf, 'master');
  const master = name === '' ? defaultDevice(io) : linkIn(io, io.host, name);
  if (master === null) {
    return name === ''
      ? 'no default route interface name found'
      : `failed to lookup master ${JSON.stringify(name)}: Link not found`;
  }
  const mtu = typeof conf['mtu'] === 'number' ? conf['mtu'] : 0;
  if (mtu < 0 || mtu > master.mtu) return `invalid MTU ${mtu}, must be [0, master MTU(${master.mtu})]`;
  return null;
}

function defaultDevice(io: CniIo): Link | null {
  const host = io.ctx.world.netns[io.host];
  const [route] = host?.routeTables.get(TABLE_MAIN)?.byPrefix.get(prefixKey(ANY_IPV4, 0)) ?? [];
  return (route === undefined ? undefined : host?.links[route.dev]) ?? null;
}
