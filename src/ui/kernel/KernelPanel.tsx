import { useRef, useState } from 'react';
import type { KernelPass, KernelView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { IconButton } from '../kit/Button';
import { Segmented } from '../kit/Segmented';
import shapes from '../kit/shapes.module.css';
import { useSize } from '../kit/useSize';
import { API_SERVER_PLACE } from '../state/store';
import { useAnswer } from '../state/useAnswer';
import { usePage, usePageState } from '../state/usePage';
import styles from './KernelPanel.module.css';
import { lookedAt } from './selection';
import type { Looked } from './selection';
import { StationDetail } from './StationDetail';
import { StationMap } from './StationMap';

/** What the reader chose, for as long as the cursor stays where it was chosen. */
interface Chosen extends Partial<Looked> {
  readonly at: number;
  readonly pass: number | null;
}

/** The way of IPv4 through the netns of the packet, or of one that was chosen: hooks, rules, flow. */
export function KernelPanel() {
  const { t } = useTexts();
  const { select, goTo } = usePage();
  const seq = usePageState(
    ({ instant, timeline }) => instant?.seq ?? (timeline && Math.max(0, timeline.length - 1)),
  );
  const place = usePageState((state) => (state.netns === API_SERVER_PLACE ? null : state.netns));
  const present = usePageState((state) => state.instant?.netns ?? null);
  const first = usePageState((state) => firstNetns(state.graph?.graph.elements));
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const now = chosen !== null && chosen.at === seq ? chosen : null;
  // Before anything was sent there is no packet to follow.
  const netns = place ?? (present === null ? first : null);
  const args = seq === null ? null : { seq, netns, pass: now?.pass ?? null };
  const view = useAnswer('kernel', args);
  const body = useRef<HTMLDivElement>(null);
  const size = useSize(body);

  const choose = (looked: Looked, target: number | null): void => {
    setChosen({ ...looked, pass: view?.pass ?? null, at: target ?? seq ?? 0 });
    if (target !== null && target !== seq) void goTo(target);
  };
  return (
    <section className={styles.panel} aria-label={t('kernel.name')} data-panel="kernel" tabIndex={-1}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('kernel.name')}</h2>
        <Picker chosen={place} present={present} />
        <span className={shapes.grow} />
        {view && view.passes.length > 1 && (
          <Passes view={view} onChoose={(pass) => setChosen({ at: seq ?? 0, pass })} />
        )}
        <IconButton
          variant="quiet"
          size="small"
          icon="cross"
          label={t('kernel.close')}
          onClick={() => select({ kernel: false })}
        />
      </div>
      <div ref={body} className={styles.body} data-testid="kernel-view" data-seq={view?.seq}>
        {view && seq !== null && size && (
          <>
            <StationMap view={view} looked={lookedAt(view, now)} width={size.width} onChoose={choose} />
            <StationDetail
              view={view}
              seq={seq}
              netns={netns}
              looked={lookedAt(view, now)}
              wide={size.width >= WIDE}
              onPart={(part) => setChosen({ ...lookedAt(view, now), part, pass: view.pass, at: seq })}
              onGo={(target) => void goTo(target)}
            />
          </>
        )}
      </div>
    </section>
  );
}

/** From this width on rules and flow stand side by side, px. */
const WIDE = 900;

function firstNetns(
  elements: readonly { readonly kind: string; readonly name?: string }[] = [],
): string | null {
  return elements.find(({ kind }) => kind === 'netns')?.name ?? null;
}

function Picker({ chosen, present }: { readonly chosen: string | null; readonly present: string | null }) {
  const { t } = useTexts();
  const { select } = usePage();
  const elements = usePageState((state) => state.graph?.graph.elements);
  const names = elements?.flatMap((element) => (element.kind === 'netns' ? [element.name] : [])) ?? [];
  return (
    <label className={styles.picker}>
      <span className={shapes.hidden}>{t('ui.tables.netns')}</span>
      <select
        className={styles.select}
        value={chosen ?? ''}
        onChange={(event) => select({ netns: event.target.value === '' ? null : event.target.value })}
      >
        <option value="">{t('ui.tables.follow', { netns: present ?? '–' })}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The packet passes more than once: each pass by where it came from and where it went. */
function Passes({
  view,
  onChoose,
}: {
  readonly view: KernelView;
  readonly onChoose: (pass: number) => void;
}) {
  const { t } = useTexts();
  const here = t('kernel.pass.here');
  const name = ({ from, to }: KernelPass): string => `${from ?? here} → ${to ?? here}`;
  return (
    <Segmented
      label={t('kernel.pass.name')}
      choices={view.passes.map((pass) => ({
        value: String(pass.index),
        label: `${pass.index + 1}. ${name(pass)}`,
        title: t(pass.outer ? 'kernel.pass.outer' : 'kernel.pass.inner', { way: name(pass) }),
      }))}
      value={String(view.pass ?? -1)}
      onChange={(value) => onChoose(Number(value))}
    />
  );
}
