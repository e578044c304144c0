/** The timers of peers. Source: drivers/net/wireguard/timers.c. */
import type { WireguardLink } from '../../../model/link';
import type { WireguardTimer } from '../../../model/wireguard';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { patchPeer, peerOf, stopTimer } from './peer';
import { RETRIES_MAX, askForSession, giveUp, initiate, sendKeepalive } from './session';

export function wireguardTimer(
  ctx: Ctx,
  ns: Netns,
  link: WireguardLink,
  key: string,
  timer: WireguardTimer,
): void {
  const at = { ctx, ns, link, key };
  const peer = peerOf(at);
  if (peer?.timers[timer] !== ctx.world.nowNs) return;
  stopTimer(at, timer);
  switch (timer) {
    case 'retry':
      if (peer.retries >= RETRIES_MAX) {
        giveUp(at);
        return;
      }
      patchPeer(at, { retries: peer.retries + 1 });
      initiate(at);
      return;
    case 'keepalive':
      sendKeepalive(at);
      return;
    case 'silence':
      // Data went out and nothing came back: perhaps the other side knows nothing of the session any more.
      askForSession(at);
  }
}
