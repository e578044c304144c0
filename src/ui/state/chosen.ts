import type { Chosen, LabInfo } from '../../core/index';

/** The options that differ from what the lab's file has. */
export function chosenOf({ choices }: Pick<LabInfo, 'choices'>): Chosen {
  const picked = choices.filter((choice) => choice.chosen !== choice.default);
  return Object.fromEntries(picked.map(({ name, chosen }) => [name, chosen]));
}
