/** Refusals with the words iproute2 prints for them. */
import type { Errno, OpError } from '../../model/op';

/** Texts of strerror(3). */
const STRERROR: Readonly<Record<Errno, string>> = {
  EEXIST: 'File exists',
  ENOENT: 'No such file or directory',
  ENODEV: 'No such device',
  EINVAL: 'Invalid argument',
  ESRCH: 'No such process',
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
  ENETDOWN: 'Network is down',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EADDRINUSE: 'Address already in use',
  EBUSY: 'Device or resource busy',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EOPNOTSUPP: 'Operation not supported',
  ELOOP: 'Too many levels of symbolic links',
  EMLINK: 'Too many links',
  ERANGE: 'Numerical result out of range',
  ENOTCONN: 'Transport endpoint is not connected',
  EMSGSIZE: 'Message too long',
  ENOBUFS: 'No buffer space available',
  EIO: 'Input/output error',
  ENOKEY: 'Required key not available',
  ENOSPC: 'No space left on device',
  EDESTADDRREQ: 'Destination address required',
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection reset by peer',
  ETIMEDOUT: 'Connection timed out',
  EPIPE: 'Broken pipe',
  ENOPROTOOPT: 'Protocol not available',
  EHOSTDOWN: 'Host is down',
  ENONET: 'Machine is not on the network',
};

/** The text of an errno. */
export function strerror(errno: Errno): string {
  return STRERROR[errno];
}

/** The kernel says only a number. */
export function refuse(errno: Errno): OpError {
  return { errno, message: `RTNETLINK answers: ${STRERROR[errno]}` };
}

/** The kernel explains itself (extended ack). */
export function explain(errno: Errno, text: string): OpError {
  return { errno, message: `Error: ${text}.` };
}

/** iproute2 finds no such device by itself. */
export function noDevice(name: string): OpError {
  return { errno: 'ENODEV', message: `Cannot find device "${name}"` };
}
