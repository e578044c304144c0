import { useEffect, useState } from 'react';
import type { FaultSpot, FaultView } from '../../core/index';
import { faultTexts } from '../../i18n/faults';
import type { FaultTexts } from '../../i18n/faults';
import type { Language } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import { inputText, isBroken } from './broken';
import styles from './FaultsDialog.module.css';

/** What goes wrong in life, to be brought about here: each fault with its places, its command and what one sees. */
export function FaultsDialog() {
  const { t, language } = useTexts();
  const { select } = usePage();
  const texts = useFaultTexts(language);
  const timeline = usePageState((state) => state.timeline);
  const already = usePageState((state) => state.info?.broken) ?? [];
  // Before the first input: what one breaks later still stands in the list, to be mended.
  const seq = timeline === null ? null : Math.max(0, Math.min(timeline.setUp.end, timeline.length) - 1);
  const here = useAnswer('faults', seq === null ? null : { seq });
  const [done, setDone] = useState('');
  const faults = here === null ? null : withBroken(here, already);
  return (
    <Dialog
      title={texts?.title ?? t('ui.lab.break')}
      closeLabel={t('ui.dialog.close')}
      onClose={() => select({ dialog: null })}
    >
      {texts === null || faults === null ? (
        <p>{t('ui.loading')}</p>
      ) : (
        <>
          <p className={styles.intro}>{faults.length === 0 ? texts.none : texts.intro}</p>
          <p role="status" className={styles.done}>
            {done !== '' && texts.done.replace('{{command}}', done)}
          </p>
          <ul className={styles.list} data-testid="faults">
            {faults.map((fault) => (
              <Fault
                key={fault.name}
                fault={fault}
                texts={texts}
                atFirst={(spot) => already.some((one) => one.name === fault.name && one.at === spot.at)}
                onDone={setDone}
              />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function useFaultTexts(language: Language): FaultTexts | null {
  const [texts, setTexts] = useState<FaultTexts | null>(null);
  useEffect(() => {
    let current = true;
    faultTexts(language).then(
      (loaded) => {
        if (current) setTexts(() => loaded);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [language]);
  return texts;
}

/** Faults that were there from the beginning are no longer possible; they can be mended. */
function withBroken(
  faults: readonly FaultView[],
  already: readonly (FaultSpot & Pick<FaultView, 'name'>)[],
): readonly FaultView[] {
  const names = [...new Set([...already, ...faults].map(({ name }) => name))];
  return names.map((name) => {
    const first = already.filter((one) => one.name === name);
    const others = faults.find((one) => one.name === name)?.spots ?? [];
    return { name, spots: [...first, ...others.filter(({ at }) => !first.some((one) => one.at === at))] };
  });
}

function Fault({
  fault: { name, spots },
  texts,
  atFirst,
  onDone,
}: {
  readonly fault: FaultView;
  readonly texts: FaultTexts;
  readonly atFirst: (spot: FaultSpot) => boolean;
  readonly onDone: (command: string) => void;
}) {
  const { input } = usePage();
  const inputs = usePageState((state) => state.inputs);
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  const [chosen, setChosen] = useState(spots[0]?.at ?? '');
  const spot = spots.find(({ at }) => at === chosen) ?? spots[0];
  if (spot === undefined) return null;
  const { name: title, symptom } = texts.faults[name];
  const broken = isBroken(spot, inputs, atFirst(spot));
  const next = broken ? spot.mend : spot.break;
  const full = texts.at.replace('{{name}}', title).replace('{{at}}', spot.at);
  return (
    <li className={styles.fault} data-fault={name} data-broken={broken}>
      <h3 className={styles.name}>
        {title}
        {broken && <span className={styles.broken}>{texts.broken}</span>}
      </h3>
      <p className={styles.symptom}>{symptom}</p>
      <code className={styles.command}>{inputText(next)}</code>
      <div className={styles.row}>
        <label className={styles.where}>
          {texts.where}
          <select
            className={styles.select}
            aria-label={`${title}: ${texts.where}`}
            value={spot.at}
            onChange={(event) => setChosen(event.target.value)}
          >
            {spots.map(({ at }) => (
              <option key={at} value={at}>
                {at}
              </option>
            ))}
          </select>
        </label>
        <Button
          size="small"
          variant={broken ? 'primary' : 'plain'}
          // Not disabled while it works: the focus stays where it is.
          aria-disabled={busy}
          aria-label={`${broken ? texts.mend : texts.break}: ${full}`}
          onClick={() => {
            if (busy) return;
            onDone(inputText(next));
            void input(next);
          }}
        >
          {broken ? texts.mend : texts.break}
        </Button>
      </div>
    </li>
  );
}
