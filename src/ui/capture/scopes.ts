/** What can be saved at an instant, the nearest thing first. */
import type { CaptureScope, Instant } from '../../core/index';

/** `element`: what is selected on the map, else where the packet stands. */
export function scopesAt(instant: Instant, selected: string | null): readonly CaptureScope[] {
  const scopes: CaptureScope[] = [];
  if (instant.packetView !== null) scopes.push({ kind: 'packet', packet: instant.packetView.packet });
  const element = selected ?? instant.element;
  const [, netns, dev] = /^dev:(.*)\/([^/]+)$/.exec(element) ?? [];
  if (netns !== undefined && dev !== undefined) {
    scopes.push({ kind: 'device', netns, dev }, { kind: 'netns', netns });
  } else {
    scopes.push({ kind: 'netns', netns: instant.netns });
  }
  return [...scopes, { kind: 'all' }];
}

/** The end of the file's name: what is in it. */
export function scopeName(scope: CaptureScope, numberOf: (packet: number) => number): string {
  switch (scope.kind) {
    case 'all':
      return '';
    case 'packet':
      return `-packet-${String(numberOf(scope.packet))}`;
    case 'input':
      return `-input-${String(scope.input + 1)}`;
    case 'netns':
      return `-${fileWord(scope.netns)}`;
    case 'device':
      return `-${fileWord(scope.netns)}-${fileWord(scope.dev)}`;
  }
}

/** Without what some file systems do not take. */
function fileWord(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '-');
}
