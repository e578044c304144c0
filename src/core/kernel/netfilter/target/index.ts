/** The list of targets; jumps to chains are no target of their own. */
import { checksum } from './checksum';
import { connmark } from './connmark';
import { ct } from './ct';
import { dnat } from './dnat';
import { dscp } from './dscp';
import type { TargetKinds } from './kind';
import { log } from './log';
import { mark } from './mark';
import { masquerade } from './masquerade';
import { netmap } from './netmap';
import { nflog } from './nflog';
import { redirect } from './redirect';
import { reject } from './reject';
import { snat } from './snat';
import { tcpmss } from './tcpmss';
import { tos } from './tos';
import { trace } from './trace';
import { ttl } from './ttl';
import { accept, drop, returns } from './verdict';

export const targetKinds: TargetKinds = {
  ACCEPT: accept,
  DROP: drop,
  RETURN: returns,
  MARK: mark,
  CONNMARK: connmark,
  MASQUERADE: masquerade,
  SNAT: snat,
  DNAT: dnat,
  DSCP: dscp,
  REDIRECT: redirect,
  REJECT: reject,
  CT: ct,
  LOG: log,
  NFLOG: nflog,
  NETMAP: netmap,
  TCPMSS: tcpmss,
  TOS: tos,
  TTL: ttl,
  TRACE: trace,
  CHECKSUM: checksum,
};
