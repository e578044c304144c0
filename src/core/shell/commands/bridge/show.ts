import { notYet, type CommandIo, type Outcome } from '../../command';
import type { Words } from '../../iproute2/words';
export function showFdb(_io: CommandIo, _words: Words): Outcome {
  return notYet('bridge fdb show');
}
