import { useState } from 'react';
import type { FaultSpot, FaultView, Input, OutputsView } from '../../core/index';
import type { FaultTexts } from '../../i18n/faults';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import { cameOf, inputText, isBroken } from './broken';
import styles from './FaultsDialog.module.css';
import { useFaultTexts } from './useFaultTexts';

/** What goes wrong in life, to be brought about here: each fault with its places, its command and what one sees. */
export function FaultsDialog() {
  const { t, language } = useTexts();
  const { select, type, store } = usePage();
  const texts = useFaultTexts(language);
  const timeline = usePageState((state) => state.timeline);
  const already = usePageState((state) => state.info?.broken) ?? [];
  // Before the first input: what one breaks later still stands in the list, to be mended.
  const seq = timeline === null ? null : Math.max(0, Math.min(timeline.setUp.end, timeline.length) - 1);
  const here = useAnswer('faults', seq === null ? null : { seq });
  const end = timeline === null ? null : Math.max(0, timeline.length - 1);
  const outputs = useAnswer('outputs', end === null ? null : { seq: end });
  const inputs = usePageState((state) => state.inputs);
  /** Index of the input that was made here last. */
  const [made, setMade] = useState<number | null>(null);
  const came = made === null || outputs === null ? null : cameOf(made, inputs, outputs);
  const perform = async (input: Input) => {
    setMade(null);
    // In the past the reader is asked first, and may think better of it.
    if (await type(input)) setMade(store.getState().inputs.length - 1);
  };
  const faults = here === null ? null : withBroken(here, already);
  return (
    <Dialog
      title={texts?.title ?? t('ui.lab.break')}
      closeLabel={t('ui.dialog.close')}
      onClose={() => select({ dialog: null })}
    >
      {texts === null || faults === null || outputs === null ? (
        <p>{t('ui.loading')}</p>
      ) : (
        <>
          <p className={styles.intro}>{faults.length === 0 ? texts.none : texts.intro}</p>
          <p role="status" className={styles.done}>
            {came &&
              (came.failure === null ? texts.done : texts.failed)
                .replace('{{command}}', () => came.command)
                .replace('{{said}}', () => came.failure ?? '')}
          </p>
          <ul className={styles.list} data-testid="faults">
            {faults.map((fault) => (
              <Fault
                key={fault.name}
                fault={fault}
                texts={texts}
                atFirst={(spot) => already.some((one) => one.name === fault.name && one.at === spot.at)}
                outputs={outputs}
                onInput={(input) => void perform(input)}
              />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
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
  outputs,
  onInput,
}: {
  readonly fault: FaultView;
  readonly texts: FaultTexts;
  readonly atFirst: (spot: FaultSpot) => boolean;
  readonly outputs: OutputsView;
  readonly onInput: (input: Input) => void;
}) {
  const inputs = usePageState((state) => state.inputs);
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  const brokenAt = (one: FaultSpot) => isBroken(one, inputs, outputs, atFirst(one));
  // What is broken is what one comes back for.
  const [chosen, setChosen] = useState((spots.find(brokenAt) ?? spots[0])?.at ?? '');
  const spot = spots.find(({ at }) => at === chosen) ?? spots[0];
  if (spot === undefined) return null;
  const { name: title, symptom } = texts.faults[name];
  const broken = brokenAt(spot);
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
            if (!busy) onInput(next);
          }}
        >
          {broken ? texts.mend : texts.break}
        </Button>
      </div>
    </li>
  );
}
