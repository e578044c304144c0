/** Doing what effects say, in order, with what follows when the kernel refuses. */
import type { Errno, OpError } from '../../model/op';
import type { Effect, FlannelOp, LogLine } from './effect';

export interface Hands {
  /** Sends a netlink message; null when it was accepted. */
  net(op: FlannelOp): OpError | null;
  /** Everything that is no netlink message and no log line. */
  other(effect: Exclude<Effect, { readonly kind: 'net' | 'log' | 'panic' }>): void;
}

export interface Performed {
  /** False when a refusal ended the list, or the daemon died. */
  readonly done: boolean;
  /** The last line of a daemon that died. */
  readonly panic?: string;
  readonly log: readonly LogLine[];
}

export function perform(effects: readonly Effect[], hands: Hands): Performed {
  const log: LogLine[] = [];
  const send = (op: FlannelOp, complaint: string, tolerated?: Errno): boolean => {
    const error = hands.net(op);
    if (error === null || error.errno === tolerated) return true;
    log.push({ level: 'error', text: `${complaint}${goError(error.errno)}` });
    return false;
  };
  for (const effect of effects) {
    if (effect.kind === 'panic') return { done: false, panic: effect.text, log };
    if (effect.kind === 'log') log.push(effect.line);
    else if (effect.kind !== 'net') hands.other(effect);
    else if (send(effect.op, effect.complaint, effect.tolerated)) {
      if (effect.success !== undefined) log.push({ level: 'info', text: effect.success });
    } else {
      for (const { op, complaint } of effect.undo ?? []) send(op, complaint);
      if (effect.stops) return { done: false, log };
    }
  }
  return { done: true, log };
}

/** Source: go src/syscall/zerrors_linux_amd64.go. */
const GO_ERRORS: Readonly<Partial<Record<Errno, string>>> = {
  EEXIST: 'file exists',
  ENOENT: 'no such file or directory',
  ENODEV: 'no such device',
  EINVAL: 'invalid argument',
  ESRCH: 'no such process',
  ENETUNREACH: 'network is unreachable',
  EHOSTUNREACH: 'no route to host',
  ENETDOWN: 'network is down',
  EADDRNOTAVAIL: 'cannot assign requested address',
  EADDRINUSE: 'address already in use',
  EBUSY: 'device or resource busy',
  EACCES: 'permission denied',
  EOPNOTSUPP: 'operation not supported',
  ERANGE: 'numerical result out of range',
};

/** An errno as Go prints it. */
function goError(errno: Errno): string {
  return GO_ERRORS[errno] ?? errno;
}
