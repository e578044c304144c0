import { useState } from 'react';
import { useTexts } from '../../i18n/setup';
import type { Instant, PacketView } from '../../core/index';
import { IconButton } from '../kit/Button';
import { Section } from '../kit/Section';
import shapes from '../kit/shapes.module.css';
import { useCompact } from '../kit/useMedia';
import { usePage, usePageState } from '../state/usePage';
import { Bytes } from './Bytes';
import type { ByteRange } from './bytes';
import { Changed } from './Changed';
import { numberOf } from '../kit/packet-number';
import { secondsText } from './seconds';
import { Layers } from './Layers';
import styles from './Packet.module.css';
import { Why } from './Why';

/** The packet under the cursor: its layers, its bytes, and why it is where it is. */
export function PacketTab() {
  const { t } = useTexts();
  const instant = usePageState((state) => state.instant);
  return (
    <>
      {instant?.packetView && <Title view={instant.packetView} />}
      <div
        className={shapes.scroll}
        tabIndex={0}
        role="region"
        aria-label={t('ui.inspector.packet')}
        data-scroll
      >
        {instant && <Parts instant={instant} />}
      </div>
    </>
  );
}

type Part = 'layers' | 'bytes' | 'why';

function Parts({ instant }: { readonly instant: Instant }) {
  const { t } = useTexts();
  const compact = useCompact();
  const [folded, setFolded] = useState<Readonly<Partial<Record<Part, boolean>>>>({});
  const [marked, setMarked] = useState<ByteRange | null>(null);
  const view = instant.packetView;
  // In the compact form the reason must be seen without scrolling; the bytes can wait.
  const open = (part: Part) => !(folded[part] ?? (part === 'bytes' && compact));
  const toggle = (part: Part) => () => setFolded({ ...folded, [part]: open(part) });
  return (
    <>
      {view && (
        <Section
          title={t('ui.packet.layers')}
          aside={<Since instant={instant} />}
          open={open('layers')}
          onToggle={toggle('layers')}
        >
          <Layers view={view} onMark={setMarked} />
        </Section>
      )}
      {view && (
        <Section
          title={t('ui.packet.bytes')}
          aside={<code>{`0000–${(view.bytes.length - 1).toString(16).padStart(4, '0')}`}</code>}
          open={open('bytes')}
          onToggle={toggle('bytes')}
        >
          <Bytes view={view} marked={marked} />
        </Section>
      )}
      <Section
        title={t('ui.why.name')}
        aside={<Time ns={instant.atNs} />}
        open={open('why')}
        onToggle={toggle('why')}
      >
        <Why instant={instant} />
      </Section>
    </>
  );
}

function Title({ view }: { readonly view: PacketView }) {
  const { t, tm } = useTexts();
  const { select } = usePage();
  const title = tm(view.title);
  return (
    <h2 className={styles.title}>
      <span className={styles.number}>{t('ui.packet.number', { number: numberOf(view.packet) })}</span>
      <span className={styles.what} title={title}>
        {title}
      </span>
      <span className={styles.length}>
        {view.wasLenBytes === null ? (
          `${view.lenBytes} B`
        ) : (
          <Changed was={String(view.wasLenBytes)} now={`${view.lenBytes} B`} />
        )}
      </span>
      <IconButton
        variant="quiet"
        size="small"
        icon="save"
        label={t('capture.open')}
        onClick={() => select({ dialog: 'capture' })}
      />
    </h2>
  );
}

/** Which stop the changes are told against. */
function Since({ instant }: { readonly instant: Instant }) {
  const { t } = useTexts();
  const stops = instant.journey?.stops ?? [];
  const here = stops.findIndex((stop) => stop.state === 'here');
  const before = stops[here - 1];
  return before && instant.packetView && hasChanged(instant.packetView)
    ? t('ui.packet.since', { dev: before.dev })
    : null;
}

function hasChanged({ layers, removed, changed, wasLenBytes }: PacketView): boolean {
  return (
    changed.length > 0 ||
    removed.length > 0 ||
    wasLenBytes !== null ||
    layers.some(({ status }) => status !== 'kept')
  );
}

/** Simulated time since the start. */
function Time({ ns }: { readonly ns: number }) {
  const { t } = useTexts();
  return <code title={t('ui.why.time')}>{secondsText(ns)}</code>;
}
