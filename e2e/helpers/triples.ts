/** Labs with everything that can be sent in them, played by Node: what every browser must come to as well. */
import { builtInFile, openBuiltIn, type Variant } from '../../src/cli/lab/variants';
import { encodeShared } from '../../src/core/scenario/share';
import type { Hashes, Opened } from './hash-door';

export interface Triple {
  /** Opens the lab and plays the same inputs. */
  readonly address: string;
  /** The same for a simulator without a page. */
  readonly opened: Opened;
  readonly records: number;
  readonly hashes: Hashes;
}

export function playTriple({ lab, choices }: Variant): Triple {
  const session = openBuiltIn(lab, { choices });
  for (const { name } of session.info.sends) session.input({ kind: 'send', name });
  const inputs = session.inputs.map(({ atNs, input }) => ({ atNs, input }));
  return {
    address: `./#/lab/${lab}?${encodeShared({ lab, choices, inputs, cursor: null })}`,
    opened: { ...builtInFile(lab), inputs, choices },
    records: session.length,
    hashes: session.hash(),
  };
}
