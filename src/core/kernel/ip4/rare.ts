/** What few packets meet: ICMP errors and redirects, resets, fragments, what does not fit a tunnel. */
export { deliverIcmpError } from '../sock/error';
export { answerTooBig, mayAnswer, rememberMtu } from '../tunnel.mtu';
export { concernsSocket, icmpSend, linkFailure } from './icmp.error';
export { chargeRouteError } from './icmp.limit';
export { fragmentTimer, reassemble } from './reassemble';
export { sendRedirect } from './redirect';
export { sendReset } from './tcp.reset';
