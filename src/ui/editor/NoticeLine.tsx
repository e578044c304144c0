import { MAX_FILE_CHARS } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button, IconButton } from '../kit/Button';
import { Icon } from '../kit/Icon';
import styles from './EditorPanel.module.css';

/** Something about the text as a whole, told above it. */
export type EditorNotice =
  /** The text is one that was left here before. */
  | { readonly kind: 'draft' }
  /** The browser does not keep the text. */
  | { readonly kind: 'not-kept' }
  /** A change would have made the text too long. */
  | { readonly kind: 'refused'; readonly size: number }
  /** Checking took too long. */
  | { readonly kind: 'too-long' }
  | { readonly kind: 'file'; readonly why: 'large' | 'binary' | 'unreadable'; readonly name: string };

export function NoticeLine({
  notice,
  onOriginal,
  onClose,
}: {
  readonly notice: EditorNotice | null;
  readonly onOriginal: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  // The line is always there, so that what comes into it is spoken.
  return (
    <div className={notice === null ? undefined : styles.notice} role="status" data-testid="editor-notice">
      {notice && (
        <>
          <Icon name="alert" size={16} />
          <p>{textOf(notice, t)}</p>
          {notice.kind === 'draft' && (
            <Button size="small" onClick={onOriginal}>
              {t('editor.original')}
            </Button>
          )}
          <IconButton
            variant="quiet"
            size="small"
            icon="cross"
            label={t('ui.notice.close')}
            onClick={onClose}
          />
        </>
      )}
    </div>
  );
}

function textOf(notice: EditorNotice, t: ReturnType<typeof useTexts>['t']): string {
  switch (notice.kind) {
    case 'refused':
      return t('editor.notice.refused', { size: notice.size, max: MAX_FILE_CHARS });
    case 'file':
      return t(`editor.notice.file-${notice.why}`, { name: notice.name, max: MAX_FILE_CHARS });
    default:
      return t(`editor.notice.${notice.kind}`);
  }
}
