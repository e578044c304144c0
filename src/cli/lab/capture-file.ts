/** The trace as a capture file for Wireshark and its kin. */
import { err, ok, type Result } from '../../core/base/result';
import type { Session } from '../../core/session';
import { captureFile, type CaptureFormat } from '../../core/views/capture/write';
import type { CaptureScope } from '../../core/views/contract';
import { localized } from '../../i18n/language';
import type { PlainTexts } from '../../i18n/plain';
import { interfaces } from './captures';
import { usageError, type UsageError } from './options';

export interface CaptureFileOptions {
  /** Last record told. */
  readonly until: number;
  readonly setup: boolean;
  /** `node-1/eth0`, or `node-1` for all of the netns; null for all. */
  readonly on: string | null;
  readonly packet: number | null;
}

/** The file's bytes; a usage error when the lab has no such place or packet. */
export function captureBytes(
  session: Session,
  texts: PlainTexts,
  format: CaptureFormat,
  options: CaptureFileOptions,
): Result<Uint8Array, UsageError> {
  const scope = scopeOf(session, options);
  if (!scope.ok) return scope;
  const { packet } = options;
  // Who names a packet wants all of it, whenever it was sent.
  const from = options.setup || packet !== null ? 0 : session.query('timeline', {}).start;
  const view = session.query('capture', { scope: scope.value, from, to: options.until });
  const { id, title } = session.info;
  if (packet !== null && view.packets.length === 0) {
    return err(usageError('cli.usage.noPacket', { packet, lab: id }));
  }
  const about = { comment: localized(title, texts.language), application: 'Packetwalk' };
  return ok(captureFile(view, format, about, texts.tm));
}

function scopeOf(session: Session, { on, packet }: CaptureFileOptions): Result<CaptureScope, UsageError> {
  if (on !== null && packet !== null) return err(usageError('cli.usage.scope'));
  if (packet !== null) return ok({ kind: 'packet', packet });
  if (on === null) return ok({ kind: 'all' });
  const devices = interfaces(session);
  if (devices.includes(on)) {
    return ok({ kind: 'device', netns: netnsOf(on), dev: on.slice(netnsOf(on).length + 1) });
  }
  const names = [...new Set(devices.map(netnsOf))];
  if (names.includes(on)) return ok({ kind: 'netns', netns: on });
  return err(usageError('cli.usage.on', { name: on, lab: session.info.id }, on, [...devices, ...names]));
}

/** Names of devices hold no slash. */
function netnsOf(device: string): string {
  return device.slice(0, device.lastIndexOf('/'));
}
