import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCases } from './find-cases';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'golden-'));
  const put = (path: string, text = '{}'): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put('kernel/02-vxlan/spec.json');
  put('kernel/02-vxlan/hops.json');
  put('kernel/02-vxlan/state-after.json');
  put('kernel/01-bridge/spec.json');
  put('kernel/01-bridge/hops.json');
  put('kernel/README.md');
  put('calico/veth-names.json', '[{}, {}, {}]');
  put('kube-proxy/iptables/services.json', '[{}]');
  put('networkpolicy-validation.json', '[{}, {}]');
  put('linux/arp.json', '[{}]');
  put('other/notes.json', '[{}]');
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

function names(path: string): readonly string[] {
  return findCases(join(root, path)).map((found) =>
    found.kind === 'file' ? `${found.name} ${String(found.cases.length)}` : found.name,
  );
}

describe('findCases', () => {
  it('finds all kinds below a root, and what it must not run not', () => {
    expect(names('.')).toEqual([
      'calico/veth-names.json 3',
      'kernel/01-bridge',
      'kernel/02-vxlan',
      'kube-proxy/iptables/services.json 1',
      'networkpolicy-validation 2',
    ]);
  });

  it('takes the folder of a kind, of a case, or one file', () => {
    expect(names('kernel')).toEqual(['kernel/01-bridge', 'kernel/02-vxlan']);
    expect(names('kernel/02-vxlan')).toEqual(['kernel/02-vxlan']);
    expect(names('kernel/02-vxlan/spec.json')).toEqual(['kernel/02-vxlan']);
    expect(names('calico/veth-names.json')).toEqual(['calico/veth-names.json 3']);
    expect(names('kube-proxy/iptables/services.json')).toEqual(['kube-proxy/iptables/services.json 1']);
  });

  it('throws for a path that is not there', () => {
    expect(() => findCases(join(root, 'nowhere'))).toThrow();
  });
});
