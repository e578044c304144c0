import { useEffect, useMemo, useState } from 'react';
import type { Completions, FieldHelp, JsonSchema } from '../../core/index';
import { completionsAt, fieldHelpAt } from '../../core/index';
import { fieldTexts } from '../../i18n/lab-fields';
import { useTexts } from '../../i18n/setup';

export interface Explained {
  readonly complete: (text: string, offset: number) => Completions | null;
  readonly help: (text: string, offset: number) => FieldHelp | null;
}

/** What the schemas know of a place in the text, in the reader's language. */
export function useExplained(schemas: readonly JsonSchema[]): Explained {
  const { language } = useTexts();
  const [texts, setTexts] = useState(() => (description: string) => description);

  useEffect(() => {
    let wanted = true;
    fieldTexts(language).then(
      (found) => {
        if (wanted) setTexts(() => found);
      },
      // Without a connection they stay as they are.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [language]);

  return useMemo(() => {
    const explained = <T extends { readonly description: string }>(one: T): T => ({
      ...one,
      description: texts(one.description),
    });
    return {
      complete(text, offset) {
        const found = completionsAt(schemas, text, offset);
        return found && { ...found, options: found.options.map(explained) };
      },
      help(text, offset) {
        const found = fieldHelpAt(schemas, text, offset);
        return found && explained(found);
      },
    };
  }, [schemas, texts]);
}
