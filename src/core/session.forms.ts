/** Every form of a lab that the page ships built: as its file has it, and with each other option of each choice. */
import { loadAllParts } from './base/part';
import type { Lab } from './scenario';
import { Session } from './session';
import { formOf, formsOf, writeBuilt } from './session.built';

// With the module: what imports this one for the page's build fetches nothing later.
await loadAllParts();

export interface BuiltForm {
  /** See {@link formOf}. */
  readonly form: string;
  readonly text: string;
}

/** `code` stands for the present code. Throws where a form cannot be built. */
export function builtForms(lab: Lab, code: string): readonly BuiltForm[] {
  const { choices } = lab.info;
  return formsOf(choices).map((chosen) => {
    const session = Session.open(lab, { choices: chosen });
    if (!session.ok) throw new Error(JSON.stringify(session.error[0]));
    const form = formOf(choices, chosen);
    return { form, text: writeBuilt(session.value.built, { lab, form, code }) };
  });
}
