import { Fragment, useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTexts } from '../../i18n/setup';
import type { PacketView } from '../../core/index';
import { Icon } from '../kit/Icon';
import layerStyles from '../theme/layers.module.css';
import type { ByteRange } from './bytes';
import { Changed } from './Changed';
import { layerRows, rowAfterKey } from './layer-rows';
import type { LayerRow } from './layer-rows';
import styles from './Layers.module.css';

/** The headers, outermost first. One stop for the Tab key; arrows walk the rows, right and left open and close. */
export function Layers({
  view,
  onMark,
}: {
  readonly view: PacketView;
  /** Says which bytes the row under the pointer or the keyboard stands for. */
  readonly onMark: (range: ByteRange | null) => void;
}) {
  const { t } = useTexts();
  const id = useId();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string | null>(null);
  const rows = layerRows(view, open);
  const index = rows.findIndex((row) => row.id === at);

  const toggle = (row: LayerRow, wanted = row.kind === 'layer' && !row.open) => {
    if (row.kind !== 'layer' || row.removed) return;
    const next = new Set(open);
    if (wanted) next.add(row.layer.id);
    else next.delete(row.layer.id);
    setOpen(next);
  };
  const goTo = (row: LayerRow | undefined) => {
    setAt(row?.id ?? null);
    onMark(row ? bytesOf(row) : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[index];
    const opens: Readonly<Record<string, boolean | undefined>> = {
      ArrowRight: true,
      ArrowLeft: false,
      Enter: undefined,
    };
    if (row?.kind === 'layer' && event.key in opens) {
      event.preventDefault();
      toggle(row, opens[event.key]);
      return;
    }
    const next = rowAfterKey(rows, index, event.key);
    if (next === null) return;
    event.preventDefault();
    goTo(rows[next]);
  };

  return (
    <div
      className={styles.tree}
      role="tree"
      aria-label={t('ui.packet.layers')}
      aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (index < 0) goTo(rows[0]);
      }}
      onBlur={() => goTo(undefined)}
      onMouseLeave={() => onMark(null)}
    >
      {rows.map((row, place) => (
        <Row
          key={row.id}
          id={`${id}-${place}`}
          row={row}
          here={place === index}
          onHover={() => onMark(bytesOf(row))}
          onPress={() => toggle(row)}
        />
      ))}
    </div>
  );
}

function bytesOf(row: LayerRow): ByteRange | null {
  if (row.kind === 'field') return row.field;
  return row.removed ? null : row.layer;
}

interface RowProps {
  readonly id: string;
  readonly row: LayerRow;
  readonly here: boolean;
  readonly onHover: () => void;
  readonly onPress: () => void;
}

function Row({ row, ...rest }: RowProps) {
  return row.kind === 'layer' ? <LayerLine row={row} {...rest} /> : <FieldLine row={row} {...rest} />;
}

function LayerLine({
  id,
  row,
  here,
  onHover,
  onPress,
}: RowProps & { readonly row: LayerRow & { kind: 'layer' } }) {
  const { t } = useTexts();
  const { layer, removed, open } = row;
  const classes = [styles.layer, layer.quoted && styles.quoted, removed && styles.removed, here && styles.at];
  const note = removed ? t('ui.packet.removed') : layer.status === 'added' ? t('ui.packet.added') : null;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={1}
      aria-expanded={removed ? undefined : open}
      aria-selected={here}
      className={classes.filter(Boolean).join(' ')}
      data-layer={layer.tag}
      data-status={removed ? 'removed' : layer.status}
      onMouseEnter={onHover}
      onClick={onPress}
    >
      <span className={`${layerStyles.chip} ${layerStyles[layer.layer]}`}>{layer.tag}</span>
      <span className={styles.summary} title={layer.summary}>
        {layer.summary.split(' ').map((word, index) => (
          <Fragment key={index}>
            {index > 0 && ' '}
            <span className={styles.word}>{word}</span>
          </Fragment>
        ))}
      </span>
      {note !== null && <span className={styles.note}>{note}</span>}
      {!removed && (
        <span className={styles.twist}>
          <Icon name={open ? 'down' : 'right'} size={12} />
        </span>
      )}
    </div>
  );
}

function FieldLine({ id, row, here, onHover }: RowProps & { readonly row: LayerRow & { kind: 'field' } }) {
  const { tm } = useTexts();
  const { field, open } = row;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={2}
      aria-selected={here}
      className={`${styles.field} ${here ? styles.at : ''}`}
      title={field.source}
      onMouseEnter={onHover}
    >
      <span className={styles.name}>{field.name}</span>
      <span className={styles.value}>
        {field.was === null ? field.text : <Changed was={field.was} now={field.text} />}
        {open && field.note && <span className={styles.remark}>{tm(field.note)}</span>}
      </span>
    </div>
  );
}
