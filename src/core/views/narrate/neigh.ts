/** Sentences about neighbours and ARP: who waits, who asks, who answers. */
import { formatIpv4, formatMac } from '../../wire/addr';
import { message } from '../say';
import { linkAt } from '../names';
import { at, nameOf, type Narrator } from './scene';

export const neighUpdate: Narrator<'neigh.update'> = (record, scene) => {
  const { addr, before, after, why } = record.detail;
  const place = at(record, scene);
  const mac = after?.mac ?? before?.mac ?? null;
  const params = {
    netns: place.netns,
    dev: nameOf(record, scene, record.detail.dev),
    addr: formatIpv4(addr),
    mac: mac === null ? '' : formatMac(mac),
  };
  const waiting = before?.queue.length ?? 0;
  switch (why) {
    case 'first-use':
      return message('narrate.neighUpdate.firstUse', params);
    case 'reply':
      return waiting > 0
        ? message('narrate.neighUpdate.reply', { ...params, count: waiting })
        : message('narrate.neighUpdate.replyNoWait', params);
    case 'request-heard':
      return message('narrate.neighUpdate.requestHeard', params);
    case 'confirmed':
      return message('narrate.neighUpdate.confirmed', params);
    case 'timeout':
      return message('narrate.neighUpdate.timeout', {
        ...params,
        before: before?.state ?? '',
        after: after?.state ?? '',
      });
    case 'used-while-stale':
      return message('narrate.neighUpdate.usedWhileStale', params);
    case 'no-answer':
      return message('narrate.neighUpdate.noAnswer', params);
    case 'probe':
      return mac === null
        ? message('narrate.neighUpdate.askAgain', params)
        : message('narrate.neighUpdate.probe', params);
    case 'queued':
      return message('narrate.neighUpdate.queued', { ...params, count: after?.queue.length ?? 0 });
    case 'sent':
      return message('narrate.neighUpdate.sent', params);
    case 'set-by-hand':
      return message('narrate.neighUpdate.setByHand', params);
    case 'unused':
      return message('narrate.neighUpdate.unused', params);
    case 'link-down':
      return message('narrate.neighUpdate.linkDown', params);
  }
};

const ARP_REASONS = {
  'own-address': 'ownAddress',
  'not-own-address': 'notOwnAddress',
  proxy: 'proxy',
  'arp-ignore': 'arpIgnore',
  'arp-filter': 'arpFilter',
  accepted: 'accepted',
  'answers-request': 'answersRequest',
  'updates-known': 'updatesKnown',
  'not-waiting': 'notWaiting',
  'not-for-us': 'notForUs',
  locktime: 'locktime',
} as const;

export const arpReceive: Narrator<'arp.receive'> = (record, scene) => {
  const { sender, senderMac, target, why } = record.detail;
  const own = linkAt(scene.world, record.netns, record.dev)?.mac === senderMac;
  if (own && record.verdict === 'ignore') return message('narrate.arpReceive.ownRequest', at(record, scene));
  const key = record.verdict === 'delay' ? 'proxyDelayed' : ARP_REASONS[why];
  return message(`narrate.arpReceive.${key}`, {
    ...at(record, scene),
    sender: formatIpv4(sender),
    target: formatIpv4(target),
    mac: formatMac(senderMac),
  });
};
