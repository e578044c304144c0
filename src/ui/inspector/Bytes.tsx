import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTexts } from '../../i18n/setup';
import type { PacketView } from '../../core/index';
import { Button } from '../kit/Button';
import layers from '../theme/layers.module.css';
import { BYTES_PER_ROW, byteRows, isMarked, ownerOf } from './bytes';
import type { ByteCell, ByteRange } from './bytes';
import styles from './Bytes.module.css';

/** Enough for any header stack; the rest of a large payload is shown when asked for. */
const FIRST_BYTES = 256;

/** The frame as it is on the wire. One stop for the Tab key; arrows go from byte to byte and say whose each is. */
export function Bytes({ view, marked }: { readonly view: PacketView; readonly marked: ByteRange | null }) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const shown = all ? view.bytes.length : Math.min(view.bytes.length, FIRST_BYTES);

  const onKeyDown = (event: KeyboardEvent) => {
    const by = MOVES[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setAt(Math.min(shown - 1, Math.max(0, (at ?? -by) + by)));
  };

  return (
    <div className={styles.hex}>
      <div
        className={styles.grid}
        role="grid"
        aria-label={t('ui.packet.bytes')}
        aria-activedescendant={at === null ? undefined : `byte-${at}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        onMouseLeave={() => setAt(null)}
      >
        {byteRows(view, shown).map((row) => (
          <div key={row[0]?.offset} role="row" className={styles.row}>
            <span role="rowheader" className={styles.offset}>
              {(row[0]?.offset ?? 0).toString(16).padStart(4, '0')}
            </span>
            {row.map((cell) => (
              <Byte
                key={cell.offset}
                cell={cell}
                owner={ownerOf(view, cell.offset)}
                marked={isMarked(cell.offset, marked)}
                here={cell.offset === at}
                onHover={setAt}
              />
            ))}
          </div>
        ))}
      </div>
      {at !== null && <div className={styles.owner}>{`${hexOffset(at)}  ${ownerOf(view, at)}`}</div>}
      {shown < view.bytes.length && (
        <div className={styles.more}>
          <Button size="small" onClick={() => setAll(true)}>
            {t('ui.packet.allBytes', { count: view.bytes.length })}
          </Button>
        </div>
      )}
    </div>
  );
}

const MOVES: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: BYTES_PER_ROW,
  ArrowUp: -BYTES_PER_ROW,
};

const hexOffset = (offset: number): string => offset.toString(16).padStart(4, '0');

function Byte({
  cell,
  owner,
  marked,
  here,
  onHover,
}: {
  readonly cell: ByteCell;
  readonly owner: string;
  readonly marked: boolean;
  readonly here: boolean;
  readonly onHover: (offset: number) => void;
}) {
  const classes = [
    styles.byte,
    cell.layer && layers[cell.layer],
    cell.layer && styles[cell.layer],
    cell.changed && styles.changed,
    marked && styles.marked,
    here && styles.cell,
  ];
  return (
    <span
      id={`byte-${cell.offset}`}
      role="gridcell"
      className={classes.filter(Boolean).join(' ')}
      aria-label={`${cell.hex} ${owner}`}
      onMouseEnter={() => onHover(cell.offset)}
    >
      {cell.hex}
    </span>
  );
}
