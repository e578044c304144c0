import { useState } from 'react';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { copyText } from '../kit/clipboard';

/** Copies the details of a fault, for a report. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState<boolean | null>(null);
  const label = copied === null ? 'copy' : copied ? 'copied' : 'notCopied';
  return (
    <Button onClick={() => void copyText(text).then(setCopied)}>
      <span role="status">{t(`ui.trouble.${label}`)}</span>
    </Button>
  );
}
