import type { Chosen, LabInfo, Localized } from '../../core/index';

/** The options that differ from what the lab's file has. */
export function chosenOf({ choices }: Pick<LabInfo, 'choices'>): Chosen {
  const picked = choices.filter((choice) => choice.chosen !== choice.default);
  return Object.fromEntries(picked.map(({ name, chosen }) => [name, chosen]));
}

/** A choice that was built otherwise than the lab's name and text tell of. */
export interface OtherOption {
  readonly name: string;
  readonly title: Localized;
  /** What the lab runs with. */
  readonly now: Localized;
  /** What its file has. */
  readonly usual: Localized;
}

/** The same in words. */
export function otherOptions({ choices }: Pick<LabInfo, 'choices'>): OtherOption[] {
  return choices.flatMap(({ name, title, options, chosen, default: preset }) => {
    const now = options.find((option) => option.name === chosen)?.title;
    const usual = options.find((option) => option.name === preset)?.title;
    return chosen === preset || !now || !usual ? [] : { name, title, now, usual };
  });
}
