/** Whether a lab has the choices that were made on the command line. */
import type { Chosen, LabInfo } from '../../core/session.types';
import { usageError, type UsageError } from './options';

/** The first choice or option that the lab does not have; null when all fit. */
export function choiceMisfit({ id: lab, choices }: LabInfo, chosen: Chosen): UsageError | null {
  for (const [choice, option] of Object.entries(chosen)) {
    const known = choices.find(({ name }) => name === choice);
    if (known === undefined) {
      const names = choices.map(({ name }) => name);
      return usageError('cli.usage.noChoice', { lab, choice }, choice, names);
    }
    const options = known.options.map(({ name }) => name);
    if (!options.includes(option)) {
      return usageError('cli.usage.noOption', { choice, option }, option, options);
    }
  }
  return null;
}
