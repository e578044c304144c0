/** Cases of the host-local plugin: sequences of calls, and the inner steps of its allocator. */
import { need } from '../../../core/base/assert';
import { formatIp, parseIp } from '../../../core/cni/plugins/common/address';
import type { Range } from '../../../core/cni/plugins/host-local/range';
import {
  candidates,
  inRange,
  overlap,
  readRange,
  readRangeSet,
} from '../../../core/cni/plugins/host-local/range';
import { writeFile } from '../../../core/kernel/ops/file';
import { asDifference, firstDifference } from '../difference';
import type { Played } from '../played';
import type { Json, JsonObject } from '../json';
import { isList, isObject, member, objectsOf, textOf } from '../json';
import type { Stage } from './stage';
import { releaseOf, stage } from './stage';

const FOLDER = '/var/lib/cni/networks';

interface Call {
  readonly command: string;
  readonly containerId: string;
  readonly ifname: string;
  readonly args: string;
}

function call(
  at: Stage,
  conf: JsonObject,
  { command, containerId, ifname, args }: Call,
): ReturnType<Stage['run']> {
  return at.run({
    plugin: 'host-local',
    env: {
      CNI_COMMAND: command,
      CNI_CONTAINERID: containerId,
      CNI_NETNS: '/var/run/netns/pod',
      CNI_IFNAME: ifname,
      CNI_ARGS: args,
      CNI_PATH: '/opt/cni/bin',
    },
    stdin: conf,
  });
}

export function hostLocalSequence(golden: JsonObject): Played {
  const at = stage(releaseOf(textOf(golden, 'source')));
  const input = member(golden, 'input');
  const conf = member(input, 'conf');
  const steps = objectsOf(input['steps']).map((step): JsonObject => {
    const [op, containerId, ifname, args] = ['op', 'containerID', 'ifname', 'args'].map((key) =>
      textOf(step, key),
    );
    const { rc, stdout } = call(at, conf, {
      command: op ?? '',
      containerId: containerId ?? '',
      ifname: ifname ?? '',
      args: args ?? '',
    });
    return { ...step, rc, result: stdout, stateFiles: stateFiles(at, textOf(conf, 'name')) };
  });
  const found = firstDifference(member(golden, 'expected')['steps'], steps);
  return { difference: found === null ? null : asDifference('steps', '', found) };
}

/** The state directory without its lock; the golden file writes line breaks as a text file does. */
function stateFiles(at: Stage, network: string): JsonObject {
  const prefix = `${FOLDER}/${network}/`;
  const files = [...(at.simulation.world.netns[0]?.files.entries ?? [])];
  return Object.fromEntries(
    files
      .filter(([path]) => path.startsWith(prefix) && !path.endsWith('/lock'))
      .map(([path, text]) => [path.slice(prefix.length), text.replace('\r\n', '\n')]),
  );
}

/** One range set; what is taken already; then an address, a walk, or several calls. */
export function allocatorVector(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const expected = member(golden, 'expected');
  const subnets = texts(input['rangeSetSubnets']).map((subnet): JsonObject => ({ subnet }));
  const last = textOf(input, 'lastReservedIP');
  const compare = (got: Json, wanted: Json | undefined): Played => {
    const found = firstDifference(wanted, got);
    return { difference: found === null ? null : asDifference('expected', '', found) };
  };
  if (expected['iteration'] !== undefined) {
    const set = readRangeSet(subnets);
    if (!set.ok) return { difference: set.error };
    const walk = [...candidates(set.value, last === '' ? null : parseIp(last))].map(({ ip }) => formatIp(ip));
    return compare([...walk, null], expected['iteration']);
  }
  const at = stage(releaseOf(textOf(golden, 'source')));
  const host = at.simulation.ctx.own(0);
  const write = (name: string, text: string): void => {
    writeFile(at.simulation.ctx, host, `${FOLDER}/net/${name}`, text);
  };
  for (const [ip, id] of Object.entries(member(input, 'reserved'))) {
    write(ip, `${typeof id === 'string' ? id : ''}\r\neth0`);
  }
  if (last !== '') write('last_reserved_ip.0', last);
  const conf = {
    cniVersion: '1.0.0',
    name: 'net',
    type: 'x',
    ipam: { type: 'host-local', ranges: [subnets] },
  };
  const allocate = (
    containerId: string,
    args = '',
  ): { readonly ip: string | null; readonly error: string } => {
    const { rc, stdout } = call(at, conf, { command: 'ADD', containerId, ifname: 'eth0', args });
    if (rc !== 0) {
      const text = isObject(stdout) ? textOf(stdout, 'msg') : '';
      return { ip: null, error: text.replace('failed to allocate for range 0: ', '') };
    }
    const [first] = isObject(stdout) ? objectsOf(stdout['ips']) : [];
    return { ip: first === undefined ? null : textOf(first, 'address'), error: '' };
  };
  if (expected['addresses'] !== undefined) {
    return compare(
      texts(input['ids']).map((id) => allocate(id).ip),
      expected['addresses'],
    );
  }
  const bare = (address: string | null): string | null => address?.split('/')[0] ?? null;
  if (expected['results'] !== undefined) {
    const results = texts(input['requests']).map((ip, index): Json => {
      const answer = allocate(`id${index}`, `IP=${ip}`);
      return answer.ip === null ? { error: answer.error } : bare(answer.ip);
    });
    return compare(results, expected['results']);
  }
  const answer = allocate('ID');
  const prefix = textOf(expected, 'errorPrefix');
  if (prefix !== '')
    return { difference: answer.error.startsWith(prefix) ? null : `expected ${prefix}, got ${answer.error}` };
  return compare(bare(answer.ip), expected['ip']);
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Filling in a range, whether two overlap, whether an address lies in one. */
export function rangeVector(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const expected = member(golden, 'expected');
  const read = (raw: JsonObject): Range => {
    const range = readRange(raw);
    if (!range.ok) throw new Error(range.error);
    return range.value;
  };
  const compare = (got: JsonObject): Played => {
    const found = firstDifference(expected, got);
    return { difference: found === null ? null : asDifference('expected', '', found) };
  };
  if (expected['overlaps'] !== undefined) {
    return compare({ overlaps: overlap(read(member(input, 'a')), read(member(input, 'b'))) });
  }
  if (expected['contains'] !== undefined) {
    return compare({ contains: inRange(need(parseIp(textOf(input, 'ip')), 'ip'), read(input)) });
  }
  const range = readRange(input);
  if (!range.ok) return compare({ error: range.error });
  const { start, end, gateway } = range.value;
  // An IPv6 address may be written in several ways: both sides are printed by the same hand.
  const printed = Object.entries(expected).map(([key, value]) => {
    const ip = typeof value === 'string' ? parseIp(value) : null;
    return [key, ip === null ? value : formatIp(ip)] as const;
  });
  const found = firstDifference(Object.fromEntries(printed), {
    rangeStart: formatIp(start),
    rangeEnd: formatIp(end),
    gateway: formatIp(gateway),
  });
  return { difference: found === null ? null : asDifference('expected', '', found) };
}
