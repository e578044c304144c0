/** Playing the traffic steps of a spec: what the referee's clients do, with its defaults. */
import { flannelUdpProcess } from '../../core/apps/flannel-udp';
import type { PingOptions } from '../../core/apps/ping';
import { pingProcess } from '../../core/apps/ping';
import { tcpAnswerProcess } from '../../core/apps/tcp-answer';
import type { TcpRequestState } from '../../core/apps/tcp-request';
import { tcpRequestProcess } from '../../core/apps/tcp-request';
import { TRACEROUTE_DEFAULTS, tracerouteProcess } from '../../core/apps/traceroute';
import type { UdpClientState } from '../../core/apps/udp-client';
import { udpClientProcess } from '../../core/apps/udp-client';
import { udpEchoProcess } from '../../core/apps/udp-echo';
import { need } from '../../core/base/assert';
import { linkByName } from '../../core/kernel/ctx';
import { netnsByName } from '../../core/kernel/netns';
import type { NewProcess } from '../../core/model/event';
import type { Process } from '../../core/model/process';
import type { Netns } from '../../core/model/world';
import { runCommand } from '../../core/shell';
import type { Simulation } from '../../core/simulator';
import { ipv4, parseCidr4 } from '../../core/wire/addr';
import type { JsonObject } from './json';
import type { SpecProcess, SpecStep } from './spec';

const NS_PER_SEC = 1_000_000_000;
const MS_PER_SEC = 1000;
/** No step takes longer; the simulator would be going round in circles. */
const STEP_MAX_NS = 120 * NS_PER_SEC;
/** How finely the clock advances while a step is waited for. */
const SLICE_NS = 10_000_000;
/** Bytes of an answer that the result shows. */
const REPLY_SHOWN_BYTES = 32;
/** What the recorder's TCP client sends, and the pauses of both sides. */
const TCP_REQUEST = 'GET / HTTP/1.0\r\nHost: web\r\n\r\n';
const TCP_TIMEOUT_SEC = 2;
const CLIENT_PAUSE_NS = 60_000_000;
const CLIENT_CLOSE_PAUSE_NS = 120_000_000;
const SERVER_PAUSE_NS = 80_000_000;
/** Pause after a step that names none. */
const SETTLE_SEC = 0.25;
/** Bytes of a datagram that names neither payload nor size. */
const UDP_SIZE = 16;

/** Starts a server of the spec. */
export function startServer(simulation: Simulation, process: SpecProcess): void {
  simulation.spawn(process.ns, serverOf(process));
}

function serverOf(process: SpecProcess): NewProcess {
  const { kind, port = 0, name = 'server', addr } = process;
  const at = addr === undefined ? {} : { local: ipv4(addr) };
  const argv = [kind, String(port)];
  if (kind === 'flannel_udp_proxy') return relayOf(process);
  if (kind === 'tcp_server') return tcpAnswerProcess({ port, name, pauseNs: SERVER_PAUSE_NS, ...at }, argv);
  const silent = process.reply === false;
  return udpEchoProcess({ port, prefix: 'pong:', silent, ...at }, argv);
}

/** flanneld of the udp backend. All nodes listen on one port. */
function relayOf({ tun = '', addr = '', port = 0, routes = {} }: SpecProcess): NewProcess {
  const rows = Object.entries(routes).map(([subnet, remote]) => {
    const parsed = parseCidr4(subnet);
    if (!parsed.ok) throw new Error(`not a subnet: ${subnet}`);
    return { subnet: parsed.value, remote: ipv4(remote), port };
  });
  return flannelUdpProcess({ tun, local: ipv4(addr), port, routes: rows }, ['flanneld']);
}

/** Runs one step to its end and the pause after it; answers the result as the referee writes it. */
export function playStep(simulation: Simulation, step: SpecStep): JsonObject {
  if (step.kind === 'exec') return execResult(simulation, step);
  const pid = simulation.spawn(step.ns, processOfStep(simulation, step));
  const process = untilEnd(simulation, step.ns, pid);
  settle(simulation, step);
  if (process.exitCode === null) return { ok: false, error: NO_END };
  const refused = bindError(process, step);
  if (refused !== null) return { ok: false, error: refused };
  if (step.kind === 'tcp') return tcpResult(process);
  return step.kind === 'udp' ? udpResult(process, step) : textResult(process, process.exitCode);
}

/** What no referee ever writes down: such a step equals none that was recorded. */
const NO_END = 'the process does not end';

/** Runs on until a process has ended, and answers it. One that never ends is given up after the longest step there is: its exit code is null. */
function untilEnd(simulation: Simulation, netns: string, pid: number): Process {
  const untilNs = simulation.world.nowNs + STEP_MAX_NS;
  let process = processOf(simulation, netns, pid);
  while (process.exitCode === null && simulation.world.nowNs < untilNs) {
    simulation.runFor(SLICE_NS);
    process = processOf(simulation, netns, pid);
  }
  return process;
}

function settle(simulation: Simulation, step: SpecStep): void {
  simulation.runFor((step.settle ?? SETTLE_SEC) * NS_PER_SEC);
}

/** What bind(2) answered for the address and the port that a step asks for; null when it took them. */
function bindError({ state }: Process, { kind, src, src_port: port }: SpecStep): string | null {
  if (kind !== 'udp' && kind !== 'tcp') return null;
  const { result } = state as UdpClientState | TcpRequestState;
  if (result?.kind !== 'error') return null;
  if (src !== undefined && result.error === 'EADDRNOTAVAIL') {
    return 'OSError: [Errno 99] Cannot assign requested address';
  }
  const taken = port !== undefined && result.error === 'EADDRINUSE';
  return taken ? 'OSError: [Errno 98] Address already in use' : null;
}

function tcpRequestOf(step: SpecStep): NewProcess {
  const options = {
    dst: ipv4(step.dst ?? ''),
    port: step.port ?? 0,
    srcPort: step.src_port ?? 0,
    ...(step.src === undefined ? {} : { src: ipv4(step.src) }),
    request: new TextEncoder().encode(step.send ?? TCP_REQUEST),
    timeoutNs: (step.timeout ?? TCP_TIMEOUT_SEC) * NS_PER_SEC,
    pauseNs: CLIENT_PAUSE_NS,
    closePauseNs: CLIENT_CLOSE_PAUSE_NS,
  };
  return tcpRequestProcess(options, ['tcp', step.dst ?? '']);
}

function tcpResult(process: Process): JsonObject {
  const { result } = process.state as TcpRequestState;
  if (result === null) return { ok: false, error: 'no result' };
  if (result.kind === 'error') return { ok: false, error: result.error };
  return { ok: true, reply: new TextDecoder('latin1').decode(result.payload) };
}

/** A command of the machine, which may start a process and wait for it. */
function execResult(simulation: Simulation, step: SpecStep): JsonObject {
  const { exitCode, stdout, stderr, pid } = runCommand(
    simulation.shell,
    step.ns,
    (step.cmd ?? []).map(quoted).join(' '),
  );
  const process = pid === null ? null : untilEnd(simulation, step.ns, pid);
  settle(simulation, step);
  const rc = process === null ? exitCode : process.exitCode;
  if (rc === null) return { ok: false, error: NO_END };
  const output = [...stdout, ...stderr, ...(process?.output ?? [])].join('\n').trim().split('\n');
  return { ok: rc === 0, rc, output };
}

/** An argument as one word of the shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function processOfStep(simulation: Simulation, step: SpecStep): NewProcess {
  if (step.kind === 'ping') return pingOf(simulation, step);
  if (step.kind === 'tcp') return tcpRequestOf(step);
  return step.kind === 'traceroute' ? tracerouteOf(step) : udpClientOf(step);
}

/** `traceroute -n -q 1 -N 1 -w 1`. */
function tracerouteOf(step: SpecStep): NewProcess {
  const options = {
    ...TRACEROUTE_DEFAULTS,
    dst: ipv4(step.dst ?? ''),
    method: step.icmp === true ? ('icmp' as const) : ('udp' as const),
    maxTtl: step.max ?? 5,
    queries: 1,
    simultaneous: 1,
    wait: { max: 1, here: 0, near: 0 },
    host: step.dst ?? '',
    place: 1,
    naming: null,
  };
  return tracerouteProcess(options, ['traceroute', step.dst ?? '']);
}

function processOf(simulation: Simulation, netns: string, pid: number): Process {
  return need(netnsOf(simulation, netns).processes.entries.get(pid), `process ${String(pid)}`);
}

function netnsOf(simulation: Simulation, netns: string): Netns {
  const id = need(netnsByName(simulation.world, netns), `netns ${netns}`);
  return need(simulation.world.netns[id], `netns ${netns}`);
}

/** `-I` takes an address or a device. */
function sourceOf(simulation: Simulation, { ns, src }: SpecStep): Partial<PingOptions> {
  if (src === undefined) return {};
  const link = linkByName(netnsOf(simulation, ns), src);
  return link === null ? { src: ipv4(src) } : { dev: { ifindex: link.ifindex, name: link.name } };
}

function pingOf(simulation: Simulation, step: SpecStep): NewProcess {
  const options: PingOptions = {
    dst: ipv4(step.dst ?? ''),
    ...sourceOf(simulation, step),
    count: step.count ?? 1,
    sizeBytes: step.size ?? 56,
    intervalMs: (step.interval ?? 0.2) * MS_PER_SEC,
    ttl: step.ttl ?? 0,
    waitMs: (step.timeout ?? 1) * MS_PER_SEC,
    ...(step.df === undefined ? {} : { pmtudisc: step.df ? 'do' : 'dont' }),
  };
  return pingProcess(options, ['ping', step.dst ?? '']);
}

/** What ping or traceroute printed, without what depends on the clock. */
function textResult(process: Process, exitCode: number): JsonObject {
  const output = process.output
    .filter((line) => line.trim() !== '' && !line.startsWith('rtt'))
    .map((line) => line.replace(/\s*time[= ][\d.]+ ?ms/, '').replace(/\s+[\d.]+ ms/, ''));
  return { ok: exitCode === 0, rc: exitCode, output };
}

function udpClientOf(step: SpecStep): NewProcess {
  const payload =
    step.payload === undefined
      ? Uint8Array.from({ length: step.size ?? UDP_SIZE }, (_, i) => i & 255)
      : new TextEncoder().encode(step.payload);
  const options = {
    dst: ipv4(step.dst ?? ''),
    port: step.port ?? 0,
    srcPort: step.src_port ?? 0,
    payload,
    timeoutNs: (step.timeout ?? 1) * NS_PER_SEC,
    ...(step.df === undefined ? {} : { df: step.df }),
    ...(step.src === undefined ? {} : { src: ipv4(step.src) }),
    deaf: step.expect_reply === false,
  };
  return udpClientProcess(options, ['udp', step.dst ?? '']);
}

function udpResult(process: Process, step: SpecStep): JsonObject {
  const { result } = process.state as UdpClientState;
  if (result === null) return { ok: false, error: 'no result' };
  if (result.kind === 'error') return { ok: false, error: result.error };
  if (result.kind === 'sent') return { ok: true };
  const shown = new TextDecoder('latin1').decode(result.payload.subarray(0, REPLY_SHOWN_BYTES));
  return { ok: true, reply_len: result.payload.length, reply: step.payload === undefined ? null : shown };
}
