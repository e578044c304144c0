/** Somebody got an answer from somebody. */
import * as v from 'valibot';
import { end } from '../packets';
import { why } from '../why';
import { answerTo } from './answers';
import { checkKind } from './check';

export const reachable = checkKind({
  kind: 'reachable',
  schema: v.pipe(
    v.strictObject({
      from: v.pipe(end, v.description('Who asks: netns or address.')),
      to: v.pipe(end, v.description('Who must answer: netns or address.')),
    }),
    v.description('A message was sent from one to the other, and an answer came back.'),
  ),
  run(scope, { from, to }) {
    const answer = answerTo(scope, from, to);
    if (answer.kind === 'answered') return null;
    return answer.kind === 'silent' ? why('nothingSent', { from, to }) : answer.why;
  },
});
