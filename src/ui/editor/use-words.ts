import { useMemo } from 'react';
import { useTexts } from '../../i18n/setup';
import type { EditorWords } from './code-editor';

/** What the field says about itself. */
export function useWords(): EditorWords {
  const { t } = useTexts();
  return useMemo(
    () => ({
      label: t('editor.field'),
      description: t('editor.leave'),
      required: t('editor.required'),
      phrases: {
        Completions: t('editor.phrases.completions'),
        Diagnostics: t('editor.list'),
        'No diagnostics': t('editor.good'),
        'Control character': t('editor.phrases.control'),
        'Selection deleted': t('editor.phrases.deleted'),
        close: t('ui.dialog.close'),
      },
    }),
    [t],
  );
}
