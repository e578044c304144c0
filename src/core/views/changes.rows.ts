/** Changes of World → rows before and after, as `ip` and `bridge` print them. */
import { Part } from '../base/part';
import { formatIpv4, formatMac } from '../wire/addr';
import type { LinkAttributes } from '../model/change';
import type { Ifaddr, InetConf } from '../model/link';
import { isBareIp } from '../model/link';
import type { IpRule, Route } from '../model/route';
import type { World } from '../model/world';
import type { ToldChange } from './changes.told';
import type { TableChange } from './contract';
import {
  exceptionText,
  addrText,
  bridgeFdbText,
  neighText,
  ruleText,
  vxlanFdbText,
  wireguardPeerText,
} from './iproute2';
import { routeText, tableText } from './iproute2.route';
import { objectLine, objectText } from './cluster-text';
import { devName, netnsName } from './names';
import { conntrackText } from './flow-text';

const rules = new Part('texts of rules', () => import('./netfilter-text'));

/** A row of a table before and after, without the netns. */
type RowChange = Omit<TableChange, 'netns'>;

/** The rows of each change, before and after. */
export function changedRows(world: World, changes: readonly ToldChange[]): TableChange[] {
  return changes.flatMap((change) => {
    const netns = netnsName(world, change.netns);
    return rowsOf(world, change)
      .filter(({ before, after }) => before !== after)
      .map((row) => ({ ...row, netns }));
  });
}

function rowsOf(world: World, change: ToldChange): RowChange[] {
  const dev = (ifindex: number): string => devName(world, change.netns, ifindex);
  switch (change.slot) {
    case 'neigh': {
      const name = dev(change.ifindex);
      return [row('neigh', change, (entry) => neighText(name, change.key, entry))];
    }
    case 'bridge.fdb': {
      const bridge = dev(change.ifindex);
      return [
        row(`fdb ${bridge}`, change, (entry) => bridgeFdbText(change.key, entry, dev(entry.port), bridge)),
      ];
    }
    case 'vxlan.fdb': {
      const name = dev(change.ifindex);
      return [row(`fdb ${name}`, change, (entry) => vxlanFdbText(change.key, entry, name))];
    }
    case 'wg.peer': {
      const { key } = change;
      return [row(`wg ${dev(change.ifindex)}`, change, (peer) => wireguardPeerText(key, peer))];
    }
    case 'route':
      return listRows(`route ${tableText(change.table)}`, change.before, change.after, (route: Route) =>
        routeText(world, change.netns, route),
      );
    case 'route.exception':
      return [row('route cache', change, (entry) => exceptionText(world, change.netns, entry))];
    case 'iprules':
      return listRows('rule', change.before, change.after, (rule: IpRule) => ruleText(rule));
    case 'link':
      return linkRows(change.before, change.after, dev);
    case 'nf.tables':
      return rules.content.nfTableNames(change.before, change.after).flatMap((name) => {
        const lines = (tables: typeof change.before): string[] => {
          const table = tables?.get(name);
          return table === undefined ? [] : rules.content.nfTableLines(table);
        };
        return listRows(`iptables ${name}`, lines(change.before), lines(change.after), String);
      });
    case 'nft':
      return listRows(
        'nft',
        rules.content.nftLines(change.before),
        rules.content.nftLines(change.after),
        String,
      );
    case 'ipsets':
      return listRows(
        'ipset',
        rules.content.ipsetLines(change.before),
        rules.content.ipsetLines(change.after),
        String,
      );
    case 'conntrack':
      return [row('conntrack', change, conntrackText)];
    case 'sysctl':
      return [row('sysctl', change, (value) => `${change.key.replaceAll('/', '.')} = ${value}`)];
    case 'inet':
      return inetRows(change.key, change.before, change.after);
    case 'file':
      return [row('file', change, (text) => `${change.key}: ${text}`)];
    case 'api.object':
      return [row('api', change, (object) => `${objectText(change.key)} ${objectLine(object)}`)];
    case 'netns':
      return [row('netns', change, ({ name }) => name)];
    case 'machine':
      return [row('machine', change, ({ name }) => name)];
  }
}

function row<V>(
  table: string,
  { before, after }: { readonly before: V | undefined; readonly after: V | undefined },
  text: (value: V) => string,
): RowChange {
  return {
    table,
    before: before === undefined ? null : text(before),
    after: after === undefined ? null : text(after),
  };
}

/** Lists are replaced as a whole: what is in both stays, the rest went or came. */
function listRows<V>(
  table: string,
  before: readonly V[] | undefined,
  after: readonly V[] | undefined,
  text: (value: V) => string,
): RowChange[] {
  const was = (before ?? []).map(text);
  const is = (after ?? []).map(text);
  const gone = was.filter((line) => !is.includes(line));
  const come = is.filter((line) => !was.includes(line));
  // One out, one in: the entry was replaced.
  if (gone.length === 1 && come.length === 1) {
    return [{ table, before: gone[0] ?? null, after: come[0] ?? null }];
  }
  return [
    ...gone.map((line) => ({ table, before: line, after: null })),
    ...come.map((line) => ({ table, before: null, after: line })),
  ];
}

function linkRows(
  before: LinkAttributes | undefined,
  after: LinkAttributes | undefined,
  dev: (ifindex: number) => string,
): RowChange[] {
  const name = after?.name ?? before?.name ?? '';
  return [
    row('link', { before, after }, (link) => linkText(link, dev)),
    ...listRows('addr', before?.addrs, after?.addrs, (addr: Ifaddr) => addrText(name, addr)),
    ...(before !== undefined && after !== undefined ? inetRows(name, before.inet, after.inet) : []),
  ];
}

/** `cni0 <UP> mtu 1450 link/ether 0a:58:0a:f4:01:01`, with what else `ip -d link` says. */
function linkText(link: LinkAttributes, dev: (ifindex: number) => string): string {
  const words = [link.name, link.up ? '<UP>' : '<DOWN>', 'mtu', String(link.mtu), ...addressWords(link)];
  if (link.master !== 0) words.push('master', dev(link.master));
  if (link.port?.hairpin === true) words.push('hairpin on');
  if (link.port?.isolated === true) words.push('isolated on');
  if (link.port?.learning === false) words.push('learning off');
  if (link.port?.flood === false) words.push('flood off');
  return words.join(' ');
}

/** A tunnel's address is its near end; other devices for bare IP have none. */
function addressWords(link: LinkAttributes): string[] {
  if (link.kind === 'ipip') return ['link/ipip', formatIpv4(link.local)];
  return isBareIp(link) ? ['link/none'] : ['link/ether', formatMac(link.mac)];
}

function inetRows(scope: string, before: InetConf | undefined, after: InetConf | undefined): RowChange[] {
  if (before === undefined || after === undefined) return [];
  return Object.entries(after).flatMap(([key, value]: [string, number]) => {
    const was = Object.entries(before).find(([other]) => other === key)?.[1] as number | undefined;
    const line = (n: number): string => `net.ipv4.conf.${scope}.${key} = ${n}`;
    return was === undefined || was === value
      ? []
      : [{ table: 'sysctl', before: line(was), after: line(value) }];
  });
}
