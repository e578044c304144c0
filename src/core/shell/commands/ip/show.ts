import { notYet, type CommandIo, type Outcome } from '../../command';
import type { Words } from '../../iproute2/words';
export function showAddress(_io: CommandIo, _words: Words): Outcome {
  return notYet('ip address show');
}
export function showLink(_io: CommandIo, _words: Words): Outcome {
  return notYet('ip link show');
}
export function showRoute(_io: CommandIo, _words: Words): Outcome {
  return notYet('ip route show');
}
export function showNeigh(_io: CommandIo, _words: Words): Outcome {
  return notYet('ip neigh show');
}
