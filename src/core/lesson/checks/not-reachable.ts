/** Somebody tried, and got no answer. */
import * as v from 'valibot';
import { end } from '../packets';
import { why } from '../why';
import { answerTo } from './answers';
import { checkKind } from './check';

export const notReachable = checkKind({
  kind: 'not-reachable',
  schema: v.pipe(
    v.strictObject({
      from: v.pipe(end, v.description('Who asks: netns or address.')),
      to: v.pipe(end, v.description('Who must not answer: netns or address.')),
    }),
    v.description('A message was sent from one to the other, and no answer came back.'),
  ),
  run(scope, { from, to }) {
    const answer = answerTo(scope, from, to);
    if (answer.kind === 'unanswered') return null;
    return why(answer.kind === 'silent' ? 'nothingSent' : 'answered', { from, to });
  },
});
