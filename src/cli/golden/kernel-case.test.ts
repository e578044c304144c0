import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOLDEN_CASES } from '../project';
import type { KernelCase } from './golden-files';
import { readKernelCase } from './golden-files';
import type { Json, JsonObject } from './json';
import { isList, isObject, objectsOf } from './json';
import { compareCase } from './kernel-case';
import { leftOut } from './left-out';
import { play } from './play';

/**
 * Goal: the comparison overlooks nothing. Method: play a case once, then spoil its golden files in one place after
 * another; each spoiled copy must be told from what the simulator did.
 */
const golden = readKernelCase(join(GOLDEN_CASES, 'kernel', 'p1-vxlan-wrong-port'));
const recording = play(golden.spec);
const WITHOUT = leftOut(golden);
const hopsFile = isObject(golden.hops) ? golden.hops : {};
const hops = objectsOf(hopsFile['hops']);

/** Members that are free by the README, or only say where a frame is in a capture file. */
const FREE = new Set(['id', 'csum_ok', 'csum_zero', 'n', 'pkt', 't_us', 'pcap', 'frame_no', 'step', 'sport']);

function withHops(changed: readonly JsonObject[]): KernelCase {
  return { ...golden, hops: { ...hopsFile, hops: changed } };
}

/** Every copy of `value` with one leaf changed, and where. */
function* spoiled(value: Json, path = ''): Generator<{ readonly path: string; readonly value: Json }> {
  if (isObject(value)) {
    for (const [key, child] of Object.entries(value)) {
      if (FREE.has(key) || child === undefined) continue;
      for (const it of spoiled(child, `${path}.${key}`))
        yield { path: it.path, value: { ...value, [key]: it.value } };
    }
  } else if (isList(value)) {
    for (const [i, child] of value.entries()) {
      for (const it of spoiled(child, `${path}[${String(i)}]`)) {
        yield { path: it.path, value: value.map((other, j) => (i === j ? it.value : other)) };
      }
    }
  } else if (typeof value === 'number') yield { path, value: value + 1 };
  else yield { path, value: value === 'in' ? 'out' : value === 'out' ? 'in' : `${String(value)}x` };
}

describe('compareCase', () => {
  it('finds the case itself equal', () => {
    expect(compareCase(golden, recording, WITHOUT)).toBeNull();
  });

  it('misses no hop', () => {
    const overlooked = hops.flatMap((hop, i) => {
      const difference = compareCase(withHops(hops.filter((_, j) => j !== i)), recording, WITHOUT);
      return difference === null ? [JSON.stringify(hop)] : [];
    });
    expect(overlooked).toEqual([]);
  });

  it('sees every field of a frame', () => {
    const overlooked: string[] = [];
    // Every fifth hop: ARP, ICMP, an ICMP error with its quote and VXLAN are among them.
    for (let i = 0; i < hops.length; i += 5) {
      for (const { path, value } of spoiled(hops[i] ?? {})) {
        const changed = hops.map((hop, j) => (i === j && isObject(value) ? value : hop));
        if (compareCase(withHops(changed), recording, WITHOUT) === null)
          overlooked.push(`hop ${String(i)}${path}`);
      }
    }
    expect(overlooked).toEqual([]);
  });

  it('sees every result of a step', () => {
    const steps = hopsFile['steps'] ?? null;
    for (const { path, value } of spoiled(steps)) {
      const changed = { ...golden, hops: { ...hopsFile, steps: value } };
      expect(compareCase(changed, recording, WITHOUT), path).not.toBeNull();
    }
  });

  it.each(['routes', 'routes_local', 'route_get'])('sees every member of %s', (section) => {
    const overlooked: string[] = [];
    for (const [ns, sections] of Object.entries(golden.after)) {
      if (!isObject(sections)) continue;
      for (const { path, value } of spoiled(sections[section] ?? [])) {
        const after = { ...golden.after, [ns]: { ...sections, [section]: value } };
        if (compareCase({ ...golden, after }, recording, WITHOUT) === null) overlooked.push(`${ns}${path}`);
      }
    }
    expect(overlooked).toEqual([]);
  });
});

describe('compareCase, rules', () => {
  const ruled = readKernelCase(join(GOLDEN_CASES, 'kernel', '02c-flannel-vxlan-node-to-pod'));
  const played = play(ruled.spec);
  const nothing = leftOut(ruled);

  it('leaves nothing out, and finds the case itself equal', () => {
    expect(nothing.words).toEqual([]);
    expect(compareCase(ruled, played, nothing)).toBeNull();
  });

  /** Packets of a rule, a rule's text, an address and the state of a flow: one change each. */
  it.each([
    ['iptables', /^\[2:168\] -A FORWARD/, '[3:168] -A FORWARD'],
    ['iptables', '-j MASQUERADE --random-fully', '-j MASQUERADE'],
    ['iptables', ':FORWARD ACCEPT', ':FORWARD DROP'],
    ['conntrack', 'src=10.244.1.2', 'src=10.244.1.3'],
    ['conntrack', '[UNREPLIED] ', ''],
    ['conntrack', 'dport=8472', 'dport=4789'],
  ])('sees a change in %s: %s', (section, from, to) => {
    const sections = ruled.after['node1'];
    if (!isObject(sections)) throw new Error('no node1');
    const lines = (isList(sections[section]) ? sections[section] : []).map(String);
    const at = lines.findIndex((line) => line.search(from) !== -1 || line.includes(String(from)));
    expect(at).toBeGreaterThanOrEqual(0);
    const changed = lines.map((line, i) => (i === at ? line.replace(from, to) : line));
    const after = { ...ruled.after, node1: { ...sections, [section]: changed } };
    expect(compareCase({ ...ruled, after }, played, nothing)).not.toBeNull();
    const shorter = { ...ruled.after, node1: { ...sections, [section]: lines.filter((_, i) => i !== at) } };
    expect(compareCase({ ...ruled, after: shorter }, played, nothing)).not.toBeNull();
  });

  it('sees every member of the netfilter trace', () => {
    const overlooked: string[] = [];
    for (const [ns, visits] of Object.entries(ruled.trace ?? {})) {
      for (const { path, value } of spoiled((isList(visits) ? visits : []).slice(0, 8))) {
        const trace = { ...ruled.trace, [ns]: value };
        const packet = path.endsWith('.packet');
        if (compareCase({ ...ruled, trace }, played, nothing) === null && !packet)
          overlooked.push(`${ns}${path}`);
      }
    }
    expect(overlooked).toEqual([]);
  });
});
