/** `/etc/resolv.conf` (resolv.conf(5)): which servers are asked, and for what. */
import type { ResolverConfig } from '../apps/resolver.names';
import { asIpv4, parseIpv4, type Ipv4Addr } from '../wire/addr';
import type { CommandIo } from './command';
import { fileText } from './files';
import { netnsNamed } from './netns';

/** Servers a resolver looks at (MAXNS). */
const SERVERS_MAX = 3;
const LOOPBACK = asIpv4(0x7f00_0001);
/** Greatest values that count (RES_MAXNDOTS, RES_MAXRETRANS, RES_MAXRETRY). */
const LIMITS = { ndots: 15, timeout: 30, attempts: 5 } as const;
const DEFAULTS = { ndots: 1, timeout: 5, attempts: 2 } as const;

type Where = Pick<CommandIo, 'host' | 'netns'>;

/** Null where there is no such file. */
export function resolverConfig({ host, netns }: Where): ResolverConfig | null {
  const text = fileText(host.world, netnsNamed(host.world, netns), '/etc/resolv.conf');
  if (text === null) return null;
  const servers: Ipv4Addr[] = [];
  let search: readonly string[] = [];
  const options: Record<keyof typeof DEFAULTS, number> = { ...DEFAULTS };
  for (const line of text.split('\n')) {
    const [keyword = '', ...words] = line.replace(/[#;].*/, '').split(/[ \t]+/);
    const values = words.filter((word) => word !== '');
    if (keyword === 'nameserver') {
      const addr = parseIpv4(values[0] ?? '');
      if (addr.ok && servers.length < SERVERS_MAX) servers.push(addr.value);
    } else if (keyword === 'search') search = values.map((domain) => domain.replace(/\.$/, ''));
    else if (keyword === 'domain') search = values.slice(0, 1);
    else if (keyword === 'options') {
      for (const value of values) {
        const [, name = '', number = ''] = /^(ndots|timeout|attempts):(\d+)$/.exec(value) ?? [];
        if (!isOption(name)) continue;
        options[name] = Math.min(Number(number), LIMITS[name]);
      }
    }
  }
  return {
    servers: servers.length === 0 ? [LOOPBACK] : servers,
    search: search.filter((domain) => domain !== ''),
    ndots: options.ndots,
    timeoutSec: options.timeout === 0 ? DEFAULTS.timeout : options.timeout,
    attempts: options.attempts === 0 ? DEFAULTS.attempts : options.attempts,
  };
}

function isOption(name: string): name is keyof typeof DEFAULTS {
  return Object.hasOwn(DEFAULTS, name);
}
