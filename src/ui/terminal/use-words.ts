import { useMemo } from 'react';
import { useTexts } from '../../i18n/setup';
import type { TerminalWords } from './controller';
import type { Coming } from './sheet';

/** What the terminal says itself, in the reader's language. */
export function useWords(coming: Coming): TerminalWords {
  const { t } = useTexts();
  return useMemo(
    () => ({
      decisions: (count) => t('terminal.decisions', { count }),
      coming: (count) => t(coming === 'faint' ? 'terminal.coming' : 'terminal.comingHidden', { count }),
      later: (count) => t('terminal.later', { count }),
      searching: (query) => t('terminal.searching', { query }),
      notFound: (query) => t('terminal.notFound', { query }),
      moreCandidates: (count) => t('terminal.moreCandidates', { count }),
    }),
    [t, coming],
  );
}
