import { useState } from 'react';
import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { captureFile, CAPTURE_FORMATS } from '../../core/index';
import type { CaptureFormat, CaptureScope } from '../../core/index';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { numberOf } from '../kit/packet-number';
import { usePage, usePageState } from '../state/usePage';
import styles from './CaptureDialog.module.css';
import { saveFile } from './save-file';
import { scopeName, scopesAt } from './scopes';

/** What became of the last file. */
type Outcome = { readonly frames: number } | 'failed' | null;

/** Saves a part of the run for Wireshark and its kin. */
export function CaptureDialog() {
  const { t, tm, language } = useTexts();
  const { host, select } = usePage();
  const info = usePageState((state) => state.info);
  const instant = usePageState((state) => state.instant);
  const selected = usePageState((state) => state.selected);
  const timeline = usePageState((state) => state.timeline);
  const [chosen, setChosen] = useState(0);
  const [format, setFormat] = useState<CaptureFormat>('pcapng');
  const [typed, setTyped] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome>(null);
  const scopes = instant === null ? [] : scopesAt(instant, selected);
  const scope = scopes[chosen];
  const name = typed ?? `${info?.id ?? 'capture'}${scope ? scopeName(scope, numberOf) : ''}.${format}`;

  const save = async (wanted: CaptureScope) => {
    // Who names a packet wants all of it, whenever it was sent.
    const from = wanted.kind === 'packet' ? 0 : (timeline?.setUp.end ?? 0);
    const view = await host.query('capture', { scope: wanted, from, to: (timeline?.length ?? 0) - 1 });
    if (view.packets.length > 0) {
      const title = { comment: info ? localized(info.title, language) : '', application: 'Packetwalk' };
      saveFile(name, captureFile(view, format, title, tm));
    }
    setOutcome({ frames: view.packets.length });
  };

  return (
    <Dialog
      title={t('capture.title')}
      closeLabel={t('ui.dialog.close')}
      onClose={() => select({ dialog: null })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (scope) save(scope).catch(() => setOutcome('failed'));
        }}
      >
        <p className={styles.text}>{t('capture.text')}</p>
        <fieldset className={styles.field}>
          <legend className={styles.legend}>{t('capture.scope')}</legend>
          {scopes.map((one, i) => (
            <label key={JSON.stringify(one)} className={styles.choice}>
              <input type="radio" name="scope" checked={i === chosen} onChange={() => setChosen(i)} />
              <ScopeName scope={one} />
            </label>
          ))}
        </fieldset>
        <fieldset className={styles.field}>
          <legend className={styles.legend}>{t('capture.format')}</legend>
          {CAPTURE_FORMATS.map((one) => (
            <label key={one} className={styles.choice}>
              <input type="radio" name="format" checked={one === format} onChange={() => setFormat(one)} />
              {t(`capture.${one}`)}
            </label>
          ))}
        </fieldset>
        <label className={styles.name}>
          {t('capture.file')}
          <input value={name} spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
        </label>
        <div className={styles.end}>
          <Button variant="primary" submit disabled={scope === undefined || name.trim() === ''}>
            {t('capture.save')}
          </Button>
          <span role="status">
            {outcome === 'failed' && t('capture.failed')}
            {outcome !== null &&
              outcome !== 'failed' &&
              (outcome.frames === 0 ? t('capture.nothing') : t('capture.saved', { count: outcome.frames }))}
          </span>
        </div>
      </form>
    </Dialog>
  );
}

function ScopeName({ scope }: { readonly scope: CaptureScope }) {
  const { t } = useTexts();
  switch (scope.kind) {
    case 'packet':
      return t('capture.packet', { number: numberOf(scope.packet) });
    case 'device':
      return t('capture.device', { dev: `${scope.netns}/${scope.dev}` });
    case 'netns':
      return t('capture.netns', { netns: scope.netns });
    default:
      return t('capture.all');
  }
}
