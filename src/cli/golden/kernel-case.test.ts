import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOLDEN_CASES } from '../project';
import type { KernelCase } from './golden-files';
import { readKernelCase } from './golden-files';
import type { Json, JsonObject } from './json';
import { isList, isObject, objectsOf } from './json';
import { compareCase } from './kernel-case';
import { play } from './play';

/**
 * Goal: the comparison overlooks nothing. Method: play a case once, then spoil its golden files in one place after
 * another; each spoiled copy must be told from what the simulator did.
 */
const golden = readKernelCase(join(GOLDEN_CASES, 'kernel', 'p1-vxlan-wrong-port'));
const recording = play(golden.spec);
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
    expect(compareCase(golden, recording)).toBeNull();
  });

  it('misses no hop', () => {
    const overlooked = hops.flatMap((hop, i) => {
      const difference = compareCase(withHops(hops.filter((_, j) => j !== i)), recording);
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
        if (compareCase(withHops(changed), recording) === null) overlooked.push(`hop ${String(i)}${path}`);
      }
    }
    expect(overlooked).toEqual([]);
  });

  it('sees every result of a step', () => {
    const steps = hopsFile['steps'] ?? null;
    for (const { path, value } of spoiled(steps)) {
      const changed = { ...golden, hops: { ...hopsFile, steps: value } };
      expect(compareCase(changed, recording), path).not.toBeNull();
    }
  });

  it.each(['routes', 'routes_local', 'route_get'])('sees every member of %s', (section) => {
    const overlooked: string[] = [];
    for (const [ns, sections] of Object.entries(golden.after)) {
      if (!isObject(sections)) continue;
      for (const { path, value } of spoiled(sections[section] ?? [])) {
        const after = { ...golden.after, [ns]: { ...sections, [section]: value } };
        if (compareCase({ ...golden, after }, recording) === null) overlooked.push(`${ns}${path}`);
      }
    }
    expect(overlooked).toEqual([]);
  });
});
