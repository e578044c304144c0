/** The hands of the daemon: its effects as requests to the kernel of its node, to the API server, to its own process. */
import { asJson } from '../../base/json';
import { flannelUdpProcess, setFlannelUdpRoute } from '../../apps/flannel-udp';
import type { ControllerIo } from '../../cluster/controller';
import { linkByName } from '../../kernel/ctx';
import { parseScript } from '../../kernel/nftables/script';
import { parseNoFlush } from '../../kernel/netfilter/restore';
import { asKind } from '../../model/cluster';
import { NF_TABLES, type NfTableName } from '../../model/netfilter';
import type { NfEdit, OpError } from '../../model/op';
import type { Effect, FlannelOp, Message, NodeCondition, Relay, RulesEffect } from './effect';
import { commandOf } from './op-text';
import { perform } from './perform';
import { chainsOf } from './rule-view';
import { rfc3339 } from '../../base/instant';

export interface Done {
  /** The log line of the refusal that ended the list, null when all was done. */
  readonly refusal: string | null;
  /** The last line of a daemon that died, null while it lives. */
  readonly panic: string | null;
  /** The udp backend's process afterwards. */
  readonly relay: number | null;
}

/** Does effects in order. Warnings and errors of the log are told; what is only information is not. */
export function doEffects(io: ControllerIo, effects: readonly Effect[], relay: number | null): Done {
  const { count, refused } = sendPlainly(io, effects);
  return count === effects.length
    ? { refusal: null, panic: null, relay }
    : doRest(io, effects.slice(count), relay, refused);
}

/** What follows when the first of these messages was refused. */
export function doRefused(io: ControllerIo, messages: readonly Message[], refused: OpError): void {
  doRest(io, messages, null, refused);
}

/** Sends messages as long as there is nothing else to do and none is refused: what a lease comes to, nearly always. */
function sendPlainly(
  io: ControllerIo,
  effects: readonly Effect[],
): { readonly count: number; readonly refused: OpError | null } {
  let count = 0;
  for (const effect of effects) {
    if (effect.kind !== 'net') break;
    const refused = send(io, effect.op);
    if (refused !== null) return { count, refused };
    count += 1;
  }
  return { count, refused: null };
}

function send(io: ControllerIo, op: FlannelOp): OpError | null {
  return io.op(io.netns, op, io.ctx.trace.on ? commandOf(op) : '');
}

/** `refused` is the answer the first of them has already got. */
function doRest(
  io: ControllerIo,
  effects: readonly Effect[],
  relay: number | null,
  refused: OpError | null,
): Done {
  let pid = relay;
  let answered = refused;
  const { done, log, panic } = perform(effects, {
    net: (op) => {
      const answer = answered ?? send(io, op);
      answered = null;
      return answer;
    },
    other: (effect) => {
      if (effect.kind === 'relay.start') pid = startRelay(io, effect.relay);
      else if (effect.kind === 'relay.set') setRoute(io, pid, effect.route.subnet, effect.route.remote);
      else if (effect.kind === 'relay.del') setRoute(io, pid, effect.subnet, null);
      else doOther(io, effect);
    },
  });
  const refusal = done || panic !== undefined ? null : (log[log.length - 1]?.text ?? '');
  const told = refusal === null ? log : log.slice(0, -1);
  for (const { level, text } of told) {
    if (level !== 'info') io.decide('fails', 'flannelLog', { node: io.node, message: text });
  }
  return { refusal, panic: panic ?? null, relay: pid };
}

function doOther(
  io: ControllerIo,
  effect: Extract<Effect, { readonly kind: 'annotate' | 'condition' | 'file' | 'rules' }>,
): void {
  const own = { kind: 'Node', namespace: '', name: io.node, status: true } as const;
  switch (effect.kind) {
    case 'annotate':
      io.patch(own, { metadata: { annotations: effect.annotations } });
      return;
    case 'condition':
      io.patch(own, { status: { conditions: withCondition(io, effect.condition) } });
      return;
    case 'file':
      io.writeFile(effect.path, effect.text);
      return;
    case 'rules':
      doRules(io, effect.rules);
  }
}

/** The conditions with this one in the place of its like. */
function withCondition(io: ControllerIo, condition: NodeCondition) {
  const present = asKind(io.get('Node', '', io.node), 'Node')?.status.conditions ?? [];
  const others = present.filter(({ type }) => type !== condition.type);
  const now = rfc3339(io.ctx.world.nowNs);
  return [...others.map(asJson), { ...condition, lastTransitionTime: now, lastHeartbeatTime: now }];
}

// -------------------------------------------------------------------------------------------------- the udp backend

function startRelay(io: ControllerIo, { dev, addr, port }: Relay): number {
  const options = { tun: dev, local: addr, port, routes: [] };
  const argv = ['/opt/bin/flanneld', '--ip-masq', '--kube-subnet-mgr'];
  return io.runtime.processes.spawn(io.ctx, io.netns, flannelUdpProcess(options, argv));
}

function setRoute(
  io: ControllerIo,
  pid: number | null,
  ...[subnet, remote]: [Parameters<typeof setFlannelUdpRoute>[3], Parameters<typeof setFlannelUdpRoute>[4]]
): void {
  if (pid !== null) setFlannelUdpRoute(io.ctx, io.ctx.own(io.netns), pid, subnet, remote);
}

/** The daemon ends, and with it the part of it that is a process here. Its tun device goes with the last reader. */
export function endRelay(io: ControllerIo, relay: number | null): void {
  if (relay === null) return;
  const process = io.ctx.own(io.netns).processes.entries.get(relay);
  const tun = (process?.state as { readonly tun?: string } | undefined)?.tun ?? '';
  io.runtime.processes.kill(io.ctx, io.netns, [relay]);
  if (linkByName(io.ctx.own(io.netns), tun) !== null) {
    io.op(io.netns, { kind: 'link.del', name: tun }, `ip link del ${tun}`);
  }
}

// ------------------------------------------------------------------------------------------------------------ rules

function doRules(io: ControllerIo, rules: RulesEffect): void {
  if (rules.tool === 'nft') {
    doNft(io, rules);
    return;
  }
  if (rules.tool === 'iptables-restore') {
    restore(io, rules.payload);
    return;
  }
  const table = NF_TABLES.find((name) => name === rules.table);
  if (table === undefined) return;
  if ('flushOrCreate' in rules) {
    const chain = rules.flushOrCreate;
    const there = hasChain(io, table, chain);
    edit(io, table, { do: there ? 'flush' : 'new-chain', chain }, `${there ? '-F' : '-N'} ${chain}`);
  } else if (hasChain(io, table, rules.remove)) {
    const chain = rules.remove;
    edit(io, table, { do: 'flush', chain }, `-F ${chain}`);
    edit(io, table, { do: 'delete-chain', chain }, `-X ${chain}`);
  }
}

/** A script, or a table to take away: that it is not there is no matter. */
function doNft(io: ControllerIo, rules: RulesEffect & { readonly tool: 'nft' }): void {
  if ('removeTable' in rules) {
    const there = io.ctx
      .own(io.netns)
      .nft.some(({ family, name }) => `${family} ${name}` === rules.removeTable);
    if (!there) return;
  }
  const script = 'removeTable' in rules ? `delete table ${rules.removeTable}` : rules.script;
  const steps = parseScript(script);
  if (!steps.ok) {
    const message = `nftables: not understood: ${steps.error.what}`;
    io.decide('fails', 'flannelLog', { node: io.node, message });
    return;
  }
  const commands = steps.value.map(({ command }) => command);
  io.op(io.netns, { kind: 'nft', commands }, 'nft -f -');
}

function hasChain(io: ControllerIo, table: NfTableName, chain: string): boolean {
  return chainsOf(io.ctx.own(io.netns), table)?.has(chain) === true;
}

function restore(io: ControllerIo, payload: string): void {
  const read = parseNoFlush(payload, (table, chain) => hasChain(io, table, chain));
  if (!read.ok) {
    const message = `Failed to ensure iptables rules: iptables-restore: line ${String(read.error.line)} failed`;
    io.decide('fails', 'flannelLog', { node: io.node, message });
    return;
  }
  for (const { table, edit: step, text } of read.value) edit(io, table, step, text);
}

function edit(io: ControllerIo, table: NfTableName, step: NfEdit, words: string): void {
  io.op(io.netns, { kind: 'nf.edit', table, edit: step }, `iptables -t ${table} ${words}`);
}
