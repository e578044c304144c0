import type { FaultView, Input } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import { isBroken } from './broken';
import styles from './BrokenNow.module.css';
import { useFaultTexts } from './useFaultTexts';

/** What the reader has broken and not mended, where the lab is read: one need not remember it. */
export function BrokenNow() {
  const inputs = usePageState((state) => state.inputs);
  const setUpEnd = usePageState((state) => state.timeline?.setUp.end ?? null);
  const length = usePageState((state) => state.timeline?.length ?? 0);
  const some = inputs.some(({ input }) => input.kind === 'exec' || input.kind === 'cable');
  // As the dialog asks it: what was possible before the first input.
  const asked = some && setUpEnd !== null && length > 0;
  const here = useAnswer('faults', asked ? { seq: Math.max(0, Math.min(setUpEnd, length) - 1) } : null);
  const outputs = useAnswer('outputs', asked ? { seq: length - 1 } : null);
  // What the last input came to is not known before it is answered.
  const known = outputs?.inputs.some(({ index }) => index === inputs.length - 1) === true;
  if (!asked || here === null || outputs === null || !known) return null;
  const broken = here.flatMap(({ name, spots }) =>
    spots.filter((spot) => isBroken(spot, inputs, outputs, false)).map((spot) => ({ name, spot })),
  );
  return broken.length === 0 ? null : <List broken={broken} />;
}

function List({
  broken,
}: {
  readonly broken: readonly { readonly name: FaultView['name']; readonly spot: FaultView['spots'][number] }[];
}) {
  const { language } = useTexts();
  const { type } = usePage();
  const texts = useFaultTexts(language);
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  if (texts === null) return null;
  // The button goes away with what it mends: the focus moves to the next one, or stays in the panel.
  const mend = async (button: HTMLElement, input: Input): Promise<void> => {
    const panel = button.closest<HTMLElement>('[data-panel]');
    await type(input);
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      (panel?.querySelector<HTMLElement>('[data-testid="broken-now"] button') ?? panel)?.focus();
    });
  };
  return (
    <ul className={styles.list} aria-label={texts.broken} data-testid="broken-now">
      {broken.map(({ name, spot }) => {
        const words = texts.at
          .replace('{{name}}', () => texts.faults[name].name)
          .replace('{{at}}', () => spot.at);
        return (
          <li key={`${name} ${spot.at}`} className={styles.one}>
            <Icon name="alert" size={13} />
            <span className={styles.what}>{words}</span>
            <Button
              size="small"
              aria-disabled={busy}
              aria-label={`${texts.mend}: ${words}`}
              onClick={(event) => {
                if (!busy) void mend(event.currentTarget, spot.mend);
              }}
            >
              {texts.mend}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
