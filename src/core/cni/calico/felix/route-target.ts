/** What a target of felix's means to the kernel. Source: calico felix/routetable/defs.go Target. */

export type TargetType =
  /** A pod's device. */
  | ''
  | 'local'
  | 'vxlan'
  | 'noencap'
  | 'onlink'
  | 'global-unicast'
  | 'local-unicast'
  | 'blackhole'
  | 'throw'
  | 'prohibit'
  | 'unreachable';

export interface RouteTarget {
  readonly type: 'unicast' | 'local' | 'blackhole' | 'throw' | 'prohibit' | 'unreachable';
  readonly scope: 'global' | 'link' | 'host';
  /** The gateway need not be reachable by another route. */
  readonly onlink: boolean;
}

export function routeTarget(target: TargetType): RouteTarget {
  switch (target) {
    case 'local':
      return { type: 'local', scope: 'host', onlink: false };
    case 'vxlan':
    case 'noencap':
    case 'onlink':
      return { type: 'unicast', scope: 'global', onlink: true };
    case 'global-unicast':
      return { type: 'unicast', scope: 'global', onlink: false };
    case '':
    case 'local-unicast':
      return { type: 'unicast', scope: 'link', onlink: false };
    case 'blackhole':
    case 'throw':
    case 'prohibit':
      return { type: target, scope: 'global', onlink: false };
    case 'unreachable':
      return { type: target, scope: 'link', onlink: false };
  }
}
