import type { CatalogueOf } from '../catalogue';
import type { tcp as en } from '../en/narrate.tcp';

/** TCP 连接：状态与定时器。 */
export const tcp: CatalogueOf<typeof en> = {
  sockState: {
    SYN_SENT:
      '{{netns}} 中的 {{app}} 呼叫 {{remote}} 的端口 {{remotePort}}：应答到来之前，连接处于 SYN_SENT。',
    SYN_RECV:
      '{{remote}} 呼叫 {{netns}} 的端口 {{port}}：内核把连接记为 SYN_RECV 并作应答，{{app}} 还不知情。',
    ESTABLISHED: '{{netns}} 与 {{remote}}（端口 {{remotePort}}）的连接进入 ESTABLISHED：双方都可以发送。',
    FIN_WAIT1:
      '{{netns}} 已没有要发给 {{remote}}（端口 {{remotePort}}）的内容：FIN_WAIT1，等待对 FIN 的确认。',
    FIN_WAIT2: '{{remote}} 确认了 {{netns}} 的 FIN，但仍可发送：FIN_WAIT2。',
    CLOSE_WAIT: '{{remote}} 不再发送：CLOSE_WAIT，直到 {{netns}} 中的 {{app}} 也关闭。',
    CLOSING: '双方同时关闭：CLOSING，直到 {{remote}} 确认 {{netns}} 的 FIN。',
    LAST_ACK: '{{netns}} 也关闭：LAST_ACK，直到 {{remote}} 确认。',
    TIME_WAIT:
      '双方都已关闭。{{netns}} 把与 {{remote}} 的连接再保留 60 秒（TIME_WAIT），以应对迟到的报文段。',
    CLOSE: '{{netns}} 与 {{remote}}（端口 {{remotePort}}）的连接结束。',
  },
  tcpTimer: {
    retransmit:
      '{{remote}}（端口 {{remotePort}}）没有按时确认：{{netns}} 重传（第 {{attempt}} 次），接下来等待 {{seconds}} 秒。',
    probe: '{{remote}} 的窗口已关闭：{{netns}} 探询它是否打开（第 {{attempt}} 次），{{seconds}} 秒后再问。',
    'loss-probe':
      '{{remote}}（端口 {{remotePort}}）对最后发送的内容没有回应：{{netns}} 重发最后一个报文段作为探测（尾部丢失探测，TLP），接下来等待 {{seconds}} 秒。',
    'delayed-ack': '没有可以捎带确认的报文段发往 {{remote}}（端口 {{remotePort}}）：{{netns}} 单独发送 ACK。',
    'give-up': '{{remote}}（端口 {{remotePort}}）对 {{attempt}} 次尝试都没有应答：{{netns}} 放弃。',
    forgotten: '时间已到：{{netns}} 忘掉与 {{remote}}（端口 {{remotePort}}）的连接。',
  },
};
