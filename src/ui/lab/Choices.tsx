import { useId, useState } from 'react';
import type { Chosen, LabInfo } from '../../core/index';
import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { Button } from '../kit/Button';
import type { BuiltChange, Keep } from '../state/rebuilt';
import { usePage, usePageState } from '../state/usePage';
import styles from './Choices.module.css';

const KEEPS: readonly Keep[] = ['sends', 'all', 'none'];

/** The options a lab may be built with. Choosing does nothing yet: building again is a step of its own. */
export function Choices({ info }: { readonly info: LabInfo }) {
  const { t, language } = useTexts();
  const { rebuild } = usePage();
  const busy = usePageState((state) => state.busy || state.status !== 'ready');
  const given = usePageState((state) => state.inputs.length);
  const [picked, setPicked] = useState<Chosen>({});
  const [keep, setKeep] = useState<Keep>('sends');
  const keepName = useId();
  if (info.choices.length === 0) return null;
  const options = info.choices.map((choice) => ({ ...choice, wanted: picked[choice.name] ?? choice.chosen }));
  const other = options.some(({ wanted, chosen }) => wanted !== chosen);
  const build = async (): Promise<void> => {
    const choices = options.filter(({ wanted, default: preset }) => wanted !== preset);
    await rebuild(Object.fromEntries(choices.map(({ name, wanted }) => [name, wanted])), keep);
    setPicked({});
  };
  return (
    <form
      className={styles.choices}
      data-testid="choices"
      onSubmit={(event) => {
        event.preventDefault();
        if (other && !busy) void build();
      }}
    >
      {options.map(({ name, title, wanted, options: offered }) => (
        <label key={name} className={styles.choice}>
          {localized(title, language)}
          <select
            className={styles.select}
            value={wanted}
            onChange={(event) => setPicked((old) => ({ ...old, [name]: event.target.value }))}
          >
            {offered.map((option) => (
              <option key={option.name} value={option.name}>
                {localized(option.title, language)}
              </option>
            ))}
          </select>
        </label>
      ))}
      {other && given > 0 && (
        <fieldset className={styles.keep}>
          <legend>{t('choices.inputs', { count: given })}</legend>
          {KEEPS.map((value) => (
            <label key={value}>
              <input
                type="radio"
                name={keepName}
                value={value}
                checked={keep === value}
                onChange={() => setKeep(value)}
              />
              {t(`choices.keep.${value}`)}
            </label>
          ))}
        </fieldset>
      )}
      {other && (
        <p role="status" className={styles.note}>
          {t('choices.unbuilt')}
        </p>
      )}
      {/* Not disabled while it builds: the focus stays where it is. */}
      {other && (
        <Button variant="primary" size="small" aria-disabled={busy} onClick={() => void (busy || build())}>
          {t('choices.rebuild')}
        </Button>
      )}
      <Told />
    </form>
  );
}

/** What the last rebuild changed, and the way back. */
function Told() {
  const { t } = useTexts();
  const { undoRebuild } = usePage();
  const rebuilt = usePageState((state) => state.rebuilt);
  return (
    <div role="status" data-testid="rebuilt">
      {rebuilt && (
        <div className={styles.told}>
          <p>
            {t('choices.rebuilt')} {rebuilt.left > 0 && t('choices.left', { count: rebuilt.left })}
          </p>
          {rebuilt.changes.map((change) => (
            <Change key={change.what} change={change} />
          ))}
          <Button size="small" icon="undo" onClick={() => void undoRebuild()}>
            {t('choices.undo')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Change({ change: { what, before, after } }: { readonly change: BuiltChange }) {
  return (
    <div className={styles.change}>
      <p className={styles.what}>{what}</p>
      {before !== '' && <del className={styles.before}>{before}</del>}
      {after !== '' && <ins className={styles.after}>{after}</ins>}
    </div>
  );
}
