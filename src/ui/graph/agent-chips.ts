/** Control loops that run on a machine, as small labels in its head. */
import type { Box, MachineElement } from '../../core/index';
import type { Scene } from './scene';
import { boxOf } from './scene';
import { textRoom } from './text-room';

export interface AgentChip {
  readonly name: string;
  readonly stopped: boolean;
  readonly box: Box;
}

const HEIGHT = 15;
const SIDES = 12;
const GAP = 4;

/** Width of a label of this kind. */
export const agentWidth = (name: string): number => textRoom(name, 6, 11.5) + SIDES;

/** Where the labels of a machine stand: in the second line of its head, in the narrow form in the third. */
export function agentChips(scene: Scene, machine: MachineElement): readonly AgentChip[] {
  const box = boxOf(scene, machine.id);
  if (!box || machine.agents.length === 0) return [];
  const { form } = scene.layout;
  const flipped = scene.flipped.has(machine.name);
  const y = box.y + { wide: 33, compact: 24, narrow: 37 }[form];
  const pad = { wide: 14, compact: 10, narrow: 8 }[form];
  // They stand opposite of the range of pod addresses; where that has a line of its own, below it.
  const fromRight = form === 'narrow' ? flipped : !flipped;
  const agents = fromRight ? machine.agents.toReversed() : machine.agents;
  let x = fromRight ? box.x + box.width - pad : box.x + pad;
  return agents.map((name) => {
    const width = agentWidth(name);
    const left = fromRight ? x - width : x;
    x += (fromRight ? -1 : 1) * (width + GAP);
    return { name, stopped: machine.stopped.includes(name), box: { x: left, y, width, height: HEIGHT } };
  });
}
