/** What felix and the start-up script do to the kernel of their node; a refusal is a line of the log. */
import type { ControllerIo } from '../../../cluster/controller';
import type { FlannelOp } from '../../flannel/effect';
import { commandOf } from '../../flannel/op-text';

/** `words`: as one would type it, null for the usual command. */
export function act(io: ControllerIo, op: FlannelOp, words: string | null = null): void {
  const error = io.op(io.netns, op, io.ctx.trace.on ? (words ?? commandOf(op)) : '');
  if (error !== null) io.decide('fails', 'calicoLog', { node: io.node, message: error.message });
}
