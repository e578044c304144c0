/** What a rule does, as iptables-restore reads it. Source: calico felix/iptables/actions.go. */
import { hex } from './hex';

export type Action =
  | { readonly kind: 'accept' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'return' }
  | { readonly kind: 'noTrack' }
  | { readonly kind: 'reject'; readonly with?: string }
  | { readonly kind: 'jump'; readonly target: string }
  /** A jump whose chain returns to the caller of this one. */
  | { readonly kind: 'goto'; readonly target: string }
  | { readonly kind: 'log'; readonly prefix: string }
  | { readonly kind: 'dnat'; readonly address: string; readonly port?: number }
  | { readonly kind: 'snat'; readonly to: string }
  | { readonly kind: 'masquerade'; readonly toPorts?: string }
  | { readonly kind: 'clearMark'; readonly mark: number }
  | { readonly kind: 'setMark'; readonly mark: number }
  | { readonly kind: 'setMaskedMark'; readonly mark: number; readonly mask: number }
  /** From the packet to its connection and back. */
  | { readonly kind: 'saveConnmark'; readonly mask?: number }
  | { readonly kind: 'restoreConnmark'; readonly mask?: number }
  | { readonly kind: 'setConnmark'; readonly mark: number; readonly mask?: number }
  /** Packets within the rate, a second, get the mark. */
  | { readonly kind: 'limitPacketRate'; readonly rate: number; readonly burst: number; readonly mark: number }
  | { readonly kind: 'limitConnections'; readonly above: number; readonly rejectWith: string }
  | { readonly kind: 'dscp'; readonly value: number };

/** What iptables and the kernel of the node can do. Source: calico felix/environment/feature_detect_linux.go. */
export interface Features {
  /** iptables from 1.6.0 and a kernel from 3.14 on. */
  readonly snatFullyRandom: boolean;
  /** iptables from 1.6.2 and a kernel from 3.13 on. */
  readonly masqueradeFullyRandom: boolean;
}

export const ACCEPT: Action = { kind: 'accept' };
export const DROP: Action = { kind: 'drop' };
export const REJECT: Action = { kind: 'reject' };
export const RETURN: Action = { kind: 'return' };
export const NOTRACK: Action = { kind: 'noTrack' };
export const MASQUERADE: Action = { kind: 'masquerade' };

export const jump = (target: string): Action => ({ kind: 'jump', target });
export const goTo = (target: string): Action => ({ kind: 'goto', target });
export const setMark = (mark: number): Action => ({ kind: 'setMark', mark });
export const clearMark = (mark: number): Action => ({ kind: 'clearMark', mark });

/** The mask where none is given: the whole mark. */
const WHOLE_MARK = 0xffffffff;

/** Net.JoinHostPort: an IPv6 address stands in brackets. */
export function hostPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function actionText(action: Action, features: Features): string {
  switch (action.kind) {
    case 'accept':
      return '--jump ACCEPT';
    case 'drop':
      return '--jump DROP';
    case 'return':
      return '--jump RETURN';
    case 'noTrack':
      return '--jump NOTRACK';
    case 'reject':
      return action.with === undefined ? '--jump REJECT' : `--jump REJECT --reject-with ${action.with}`;
    case 'jump':
      return `--jump ${action.target}`;
    case 'goto':
      return `--goto ${action.target}`;
    case 'log':
      return `--jump LOG --log-prefix "${action.prefix}: " --log-level 5`;
    case 'dnat': {
      const to = action.port === undefined ? action.address : hostPort(action.address, String(action.port));
      return `--jump DNAT --to-destination ${to}`;
    }
    case 'snat':
      return `--jump SNAT --to-source ${action.to}${features.snatFullyRandom ? ' --random-fully' : ''}`;
    case 'masquerade': {
      const ports = action.toPorts === undefined ? '' : ` --to-ports ${action.toPorts}`;
      return `--jump MASQUERADE${ports}${features.masqueradeFullyRandom ? ' --random-fully' : ''}`;
    }
    case 'clearMark':
      return `--jump MARK --set-mark 0/${hex(action.mark)}`;
    case 'setMark':
      return `--jump MARK --set-mark ${hex(action.mark)}/${hex(action.mark)}`;
    case 'setMaskedMark':
      return `--jump MARK --set-mark ${hex(action.mark)}/${hex(action.mask)}`;
    case 'saveConnmark':
      return `--jump CONNMARK --save-mark --mask ${hex(action.mask ?? WHOLE_MARK)}`;
    case 'restoreConnmark':
      return `--jump CONNMARK --restore-mark --mask ${hex(action.mask ?? WHOLE_MARK)}`;
    case 'setConnmark':
      return `--jump CONNMARK --set-mark ${hex(action.mark)}/${hex(action.mask ?? WHOLE_MARK)}`;
    case 'limitPacketRate':
      return (
        `-m limit --limit ${String(action.rate)}/sec --limit-burst ${String(action.burst)} ` +
        `--jump MARK --set-mark ${hex(action.mark)}/${hex(action.mark)}`
      );
    case 'limitConnections':
      return (
        `-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m connlimit --connlimit-above ${String(action.above)} ` +
        `--connlimit-mask 0 -j REJECT --reject-with ${action.rejectWith}`
      );
    case 'dscp':
      return `--jump DSCP --set-dscp ${String(action.value)}`;
  }
}
