/** What plugins are told, in which order they are called, and the names they make. */
import { err, ok } from '../../../core/base/result';
import type { Attachment } from '../../../core/cluster/cni';
import { addToNetwork, checkNetwork, collectGarbage, removeFromNetwork } from '../../../core/cluster/cni';
import type { ConfList } from '../../../core/cluster/cni/conf';
import { deriveConf, parseConf } from '../../../core/cluster/cni/conf';
import type { CniAnswer, CniPlugin } from '../../../core/cluster/cni/plugin';
import { EMPTY_RESULT, printResult, readResult } from '../../../core/cluster/cni/result';
import {
  chainName as formatChain,
  ifbName,
  nftMasqueradeComment,
} from '../../../core/cni/plugins/common/names';
import { tunnelName } from '../../../core/cni/kube-router/tunnel-name';
import { createSimulation } from '../../../core/simulator';
import { asDifference, firstDifference } from '../difference';
import type { Played } from '../played';
import type { Json, JsonObject } from '../json';
import { isList, isObject, member, omit, textOf } from '../json';

export function derivation(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const expected = member(golden, 'expected');
  if (input['conflist'] !== undefined) return derived(input, expected);
  if (isList(input['plugins'])) return inOrder(input['plugins'], expected);
  return input['type'] === null ? reread(expected) : rederived(expected);
}

/** Configuration list and capabilities → standard input of one plugin. */
function derived(input: JsonObject, expected: JsonObject): Played {
  const list = parseConf(JSON.stringify(input['conflist']));
  if (!list.ok) return { difference: list.error };
  const plugin = list.value.plugins[Number(input['plugin'])] ?? {};
  const previous = input['prevResult'];
  const got = deriveConf(
    list.value,
    plugin,
    member(input, 'capabilityArgs'),
    isObject(previous) ? previous : null,
  );
  return compared(expected, got);
}

/** A document of the specification: taken apart into plugin, capabilities and result, it must come out the same. */
function rederived(expected: JsonObject): Played {
  const runtime = member(expected, 'runtimeConfig');
  const capabilities = Object.fromEntries(Object.keys(runtime).map((name) => [name, true]));
  const plugin = {
    ...omit(expected, ['cniVersion', 'name', 'runtimeConfig', 'prevResult']),
    ...(Object.keys(runtime).length > 0 ? { capabilities } : {}),
  };
  const text = JSON.stringify({ ...omit(expected, ['type']), plugins: [plugin] });
  const list = parseConf(text);
  if (!list.ok) return { difference: list.error };
  const previous = expected['prevResult'];
  const prevResult = isObject(previous)
    ? omit(printResult(readResult(previous), list.value.cniVersion), ['cniVersion'])
    : null;
  const got = deriveConf(list.value, list.value.plugins[0] ?? {}, runtime, prevResult);
  return compared(expected, got);
}

/** A result of the specification, read and printed again. */
function reread(expected: JsonObject): Played {
  const version = textOf(expected, 'cniVersion');
  const printed = printResult(readResult(expected), version === '' ? '1.1.0' : version);
  return compared(expected, version === '' ? omit(printed, ['cniVersion']) : printed);
}

function compared(expected: Json, got: Json): Played {
  const found = firstDifference(expected, got);
  return { difference: found === null ? null : asDifference('expected', '', found) };
}

/** Plugins that only note that they were called, and with what; one of them may fail. */
function inOrder(types: readonly Json[], expected: JsonObject): Played {
  const names = types.filter((type): type is string => typeof type === 'string');
  const order: Record<string, readonly string[]> = {};
  for (const command of ['ADD', 'CHECK', 'DEL', 'GC']) {
    order[command] = called(names, command, null).map(({ type }) => type);
    const first = order[command][0] ?? '';
    const afterFailure = called(names, command, first).map(({ type }) => type);
    const goesOn = command === 'GC';
    if (afterFailure.length !== (goesOn ? names.length : 1)) {
      return { difference: `${command} ${goesOn ? 'ends at' : 'goes on after'} an error` };
    }
  }
  const { ADD, CHECK, DEL, GC } = expected;
  const found = firstDifference({ ADD, CHECK, DEL, GC }, order);
  if (found !== null) return { difference: asDifference('order', '', found) };
  const previous = [
    ['ADD', called(names, 'ADD', null).map(({ prev }) => prev), [null, ...names.slice(0, -1)]],
    ['CHECK', called(names, 'CHECK', null).map(({ prev }) => prev), names.map(() => names[names.length - 1])],
    ['DEL', called(names, 'DEL', null).map(({ prev }) => prev), names.map(() => names[names.length - 1])],
    ['GC', called(names, 'GC', null).map(({ prev }) => prev), names.map(() => null)],
  ] as const;
  for (const [command, got, wanted] of previous) {
    const differs = firstDifference(wanted as Json, got);
    if (differs !== null) return { difference: asDifference(`prevResult of ${command}`, '', differs) };
  }
  return { difference: null };
}

interface Called {
  readonly type: string;
  /** Who made the result it was handed. */
  readonly prev: string | null;
}

function called(types: readonly string[], command: string, failing: string | null): readonly Called[] {
  const calls: (Called & { readonly command: string })[] = [];
  let broken: string | null = null;
  const fakes = types.map((kind): CniPlugin => {
    const answer: CniPlugin['add'] = (_io, { env, prevResult }): CniAnswer => {
      const made = prevResult?.interfaces[0]?.name ?? null;
      calls.push({ type: kind, prev: made, command: env.CNI_COMMAND });
      if (kind === broken) return err({ code: 999, msg: 'broken' });
      return ok(env.CNI_COMMAND === 'ADD' ? { ...EMPTY_RESULT, interfaces: [{ name: kind }] } : null);
    };
    return { kind, add: answer, del: answer, check: answer, gc: answer };
  });
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'host', role: 'host' });
  const byType = new Map(fakes.map((fake) => [fake.kind, fake]));
  const at = {
    ctx: simulation.ctx,
    plugins: { release: { version: 'x', cniVersions: ['1.1.0'] }, byType },
    host: 0,
  };
  const list: ConfList = {
    name: 'net',
    cniVersion: '1.1.0',
    disableCheck: false,
    plugins: types.map((type) => ({ type })),
  };
  const attachment: Attachment = {
    containerId: 'c',
    netns: '/var/run/netns/c',
    ifname: 'eth0',
    args: [],
    capabilityArgs: {},
  };
  if (command !== 'ADD') addToNetwork(at, list, attachment);
  broken = failing === null ? null : command === 'DEL' ? (types[types.length - 1] ?? null) : failing;
  if (command === 'ADD') addToNetwork(at, list, attachment);
  else if (command === 'CHECK') checkNetwork(at, list, attachment);
  else if (command === 'GC') collectGarbage(at, list, [{ containerID: 'c', ifname: 'eth0' }]);
  else removeFromNetwork(at, list, attachment);
  return calls.filter((one) => one.command === command);
}

/** Names made from hashes. */
/** The tunnel of kube-router to a node. */
export function kubeRouterName(golden: JsonObject): Played {
  return compared(member(golden, 'expected'), {
    tunnel: tunnelName(textOf(member(golden, 'input'), 'nodeIP')),
  });
}

export function chainName(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const expected = member(golden, 'expected');
  const [network = '', id = '', ifname = ''] = ['network', 'containerID', 'ifname'].map((key) =>
    textOf(input, key),
  );
  switch (textOf(input, 'kind')) {
    case 'nft-ipmasq-comment':
      return compared(expected, { comment: nftMasqueradeComment(network, ifname, id) });
    case 'bandwidth-ifb':
      return compared(expected, { device: ifbName(network, id) });
    default:
      return compared(expected, { chain: formatChain(network, id, textOf(input, 'prefix')) });
  }
}
