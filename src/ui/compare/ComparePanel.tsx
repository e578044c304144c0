import { useEffect, useMemo, useState } from 'react';
import type { Grain } from '../../core/index';
import { localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { createHost } from '../host/host';
import { Button } from '../kit/Button';
import { Segmented } from '../kit/Segmented';
import { StepButtons } from '../kit/StepButtons';
import { usePage, useListed } from '../state/usePage';
import { createComparison, useComparison } from '../state/comparison';
import type { Comparing } from '../state/comparison';
import { CostTable } from './CostTable';
import { PRESET_NAMES, PRESETS } from './presets';
import { SideColumn } from './SideColumn';
import { formatSpec, parseSpec } from '../state/compare-spec';
import type { CompareSpec, SideSpec } from '../state/compare-spec';
import styles from './Compare.module.css';

const GRAINS: readonly Grain[] = ['hop', 'machine', 'packet'];

/** Labs side by side on the same traffic, and beneath what it costs each of them. */
export function ComparePanel({ spec: text }: { readonly spec: string }) {
  const { t } = useTexts();
  const page = usePage();
  const spec = useMemo(() => parseSpec(text), [text]);
  if (spec === null) {
    return (
      <div className={styles.bad} role="alert">
        <h2>{t('compare.bad.title')}</h2>
        <p>{t('compare.bad.text')}</p>
        <code className={styles.badText}>{text.slice(0, 200)}</code>
        <Button onClick={() => void page.compare(null)}>{t('compare.close')}</Button>
      </div>
    );
  }
  return <Running spec={spec} />;
}

function Running({ spec }: { readonly spec: CompareSpec }) {
  const page = usePage();
  // Each side offers all labs.
  useListed();
  const comparing = useMemo(() => createComparison(spec, page.loadLab, createHost), [spec, page]);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => comparing.start(), [comparing, attempt]);
  useKeys(comparing);
  const sides = useComparison(comparing, (state) => state.sides);
  const replace = (index: number, side: SideSpec) =>
    void page.compare(
      formatSpec({ ...spec, sides: spec.sides.map((one, at) => (at === index ? side : one)) }),
    );
  return (
    <div className={styles.panel} data-testid="compare">
      <Head spec={spec} comparing={comparing} />
      <div className={styles.sides}>
        {sides.map((side, index) => (
          <SideColumn
            // Sides may be equal, and never change their places.
            key={index}
            side={side}
            number={index + 1}
            onChange={(next) => replace(index, next)}
            onRetry={() => setAttempt(attempt + 1)}
          />
        ))}
      </div>
      <CostTable sides={sides} />
      <Transport comparing={comparing} />
    </div>
  );
}

function Head({ spec, comparing }: { readonly spec: CompareSpec; readonly comparing: Comparing }) {
  const { t, language } = useTexts();
  const page = usePage();
  const sends = useComparison(comparing, (state) => state.sends);
  const send = useComparison(comparing, (state) => state.send);
  const grain = useComparison(comparing, (state) => state.grain);
  const first = useComparison(comparing, (state) => state.sides.find(({ info }) => info !== null)?.info);
  const titleOf = (name: string): string => {
    const title = first?.sends.find((one) => one.name === name)?.title;
    return title ? localized(title, language) : name;
  };
  return (
    <div className={styles.head}>
      <h2 className={styles.title}>{t('compare.title')}</h2>
      <label className={styles.send}>
        {t('compare.send')}
        <select
          className={styles.select}
          value={send ?? ''}
          disabled={sends.length === 0}
          onChange={(event) => void page.compare(formatSpec({ ...spec, send: event.target.value }))}
        >
          {sends.map((name) => (
            <option key={name} value={name}>
              {titleOf(name)}
            </option>
          ))}
        </select>
      </label>
      <Presets spec={spec} />
      <span className={styles.grow} />
      <Segmented
        label={t('ui.transport.grain')}
        choices={GRAINS.map((value) => ({
          value,
          label: t(`ui.grains.${value}.name`),
          title: t(`ui.grains.${value}.title`),
        }))}
        value={grain}
        onChange={comparing.setGrain}
      />
      <Button icon="cross" onClick={() => void page.compare(null)}>
        {t('compare.close')}
      </Button>
    </div>
  );
}

/** Pairs worth comparing, for whoever does not know which. */
function Presets({ spec }: { readonly spec: CompareSpec }) {
  const { t } = useTexts();
  const page = usePage();
  const shown = formatSpec(spec);
  return (
    <select
      className={`${styles.select} ${styles.presets}`}
      aria-label={t('compare.presets.name')}
      value={PRESET_NAMES.find((name) => PRESETS[name] === shown) ?? ''}
      onChange={(event) => {
        const name = PRESET_NAMES.find((one) => one === event.target.value);
        if (name !== undefined) void page.compare(PRESETS[name]);
      }}
    >
      <option value="">{t('compare.presets.choose')}</option>
      {PRESET_NAMES.map((name) => (
        <option key={name} value={name}>
          {t(`compare.presets.${name}`)}
        </option>
      ))}
    </select>
  );
}

function Transport({ comparing }: { readonly comparing: Comparing }) {
  const { t } = useTexts();
  const position = useComparison(comparing, (state) => state.position);
  const length = useComparison(comparing, (state) => state.length);
  const playing = useComparison(comparing, (state) => state.playing);
  return (
    <div className={styles.transport} role="group" aria-label={t('ui.transport.name')}>
      <StepButtons
        playing={playing}
        atStart={position === 0}
        atEnd={position >= length - 1}
        empty={length === 0}
        onFirst={() => comparing.seek(0)}
        onStep={comparing.step}
        onPlay={comparing.setPlaying}
        onLast={() => comparing.seek(length - 1)}
      />
      <input
        className={styles.slider}
        type="range"
        min={0}
        max={Math.max(0, length - 1)}
        value={position}
        aria-label={t('compare.position')}
        aria-valuetext={t('compare.step', { step: position + 1, steps: length })}
        onChange={(event) => comparing.seek(event.target.valueAsNumber)}
      />
      <span className={styles.count} aria-live="off">
        {length > 0 ? t('compare.step', { step: position + 1, steps: length }) : t('ui.loading')}
      </span>
    </div>
  );
}

/** The page's own keys for stepping, from wherever the focus is. */
function useKeys(comparing: Comparing): void {
  const page = usePage();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]')) return;
      const field =
        event.target instanceof Element && event.target.closest('input, select, textarea, [role=tree]');
      const button = event.target instanceof Element && event.target.closest('button');
      const act = KEYS[event.shiftKey && event.key === ' ' ? 'Backspace' : event.key];
      if (!act || field || (button && event.key === ' ')) return;
      event.preventDefault();
      act(comparing, () => void page.compare(null));
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [comparing, page]);
}

const KEYS: Readonly<Record<string, (comparing: Comparing, close: () => void) => void>> = {
  ' ': (comparing) => comparing.step(1),
  ArrowRight: (comparing) => comparing.step(1),
  ArrowLeft: (comparing) => comparing.step(-1),
  Backspace: (comparing) => comparing.step(-1),
  Home: (comparing) => comparing.seek(0),
  End: (comparing) => comparing.seek(comparing.store.getState().length - 1),
  p: (comparing) => comparing.setPlaying(!comparing.store.getState().playing),
  Escape: (_, close) => close(),
};
