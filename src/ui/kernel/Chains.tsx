import type { ChainBlock, ChainsView, RuleCondition, RuleRow } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import { Sentence } from '../kit/Sentence';
import shapes from '../kit/shapes.module.css';
import styles from './Chains.module.css';

/** The chains of a table at a hook: the walk of the packet with its jumps inline, then the chains it was not in. */
export function Chains({ view, onGo }: { readonly view: ChainsView; readonly onGo: (seq: number) => void }) {
  const { t } = useTexts();
  if (view.walk === null) return null;
  return (
    <div data-testid="kernel-chains">
      <Block block={view.walk} table={view.table} onGo={onGo} />
      {view.others.length > 0 && (
        <details className={styles.others}>
          <summary>{t('kernel.chain.others', { count: view.others.length })}</summary>
          {view.others.map((block) => (
            <Block key={block.chain} block={block} table={view.table} onGo={onGo} />
          ))}
        </details>
      )}
    </div>
  );
}

function Block({
  block,
  table,
  onGo,
}: {
  readonly block: ChainBlock;
  readonly table: string;
  readonly onGo: (seq: number) => void;
}) {
  const { t } = useTexts();
  const { chain, rows, policy } = block;
  return (
    <section
      className={styles.block}
      aria-label={t('kernel.chain.name', { table, chain })}
      data-chain={chain}
    >
      <h4 className={styles.chain}>
        <span>
          {table} <b>{chain}</b>
        </span>
        <span className={styles.count}>{t('kernel.rules', { count: rows.length + block.hidden })}</span>
        <span className={shapes.grow} />
        <span className={styles.count} aria-hidden="true">
          {t('kernel.chain.counters')}
        </span>
      </h4>
      {rows.length > 0 && (
        <ol className={styles.rows}>
          {rows.map((row) => (
            <Rule key={row.number} row={row} table={table} onGo={onGo} />
          ))}
        </ol>
      )}
      {block.hidden > 0 && <p className={styles.end}>{t('kernel.chain.hidden', { count: block.hidden })}</p>}
      {policy !== null && (
        <div
          className={`${styles.row} ${styles.policy}`}
          data-policy={policy}
          data-met={block.left === 'policy'}
        >
          <span className={styles.mark}>
            {block.left === 'policy' && (
              <Icon name={policy === 'DROP' ? 'cross' : 'check'} size={12} weight={2} />
            )}
          </span>
          <span />
          <span>
            {t('kernel.chain.policy')} <code>{policy}</code>
            {block.left === 'policy' && <span className={shapes.hidden}> {t('kernel.rule.hit')}</span>}
          </span>
          <Counter packets={block.policyPackets} bytes={block.policyBytes} />
        </div>
      )}
      {block.left === 'end' && <p className={styles.end}>{t('kernel.chain.end')}</p>}
    </section>
  );
}

function Rule({
  row,
  table,
  onGo,
}: {
  readonly row: RuleRow;
  readonly table: string;
  readonly onGo: (seq: number) => void;
}) {
  const { t } = useTexts();
  const { number, state, seq, conditions } = row;
  const failed = conditions.find((condition) => condition.state === 'failed');
  return (
    <li data-rule={state} data-here={row.here}>
      <div className={styles.row} data-state={state} title={row.text}>
        <span className={styles.mark}>
          {state === 'hit' && <Icon name="check" size={12} weight={2} />}
          {state === 'missed' && <Icon name="cross" size={12} weight={1.6} />}
        </span>
        <span className={styles.number}>
          {seq === null ? (
            number
          ) : (
            <button
              type="button"
              className={styles.go}
              aria-label={t('kernel.rule.go', { number })}
              onClick={() => onGo(seq)}
            >
              {number}
            </button>
          )}
        </span>
        <span className={styles.text}>
          {state !== 'idle' && <span className={shapes.hidden}>{t(`kernel.rule.${state}`)}: </span>}
          {conditions.map((condition, i) => (
            <Condition key={i} condition={condition} />
          ))}
          <span className={styles.target}>{row.target}</span>
          {failed && (
            <span className={styles.has}>
              {failed.why !== null ? (
                <Sentence message={failed.why} />
              ) : failed.has === null ? (
                t('kernel.rule.failed')
              ) : (
                t('kernel.rule.has', { has: failed.has })
              )}
            </span>
          )}
        </span>
        <Counter packets={row.packets} bytes={row.bytes} />
      </div>
      {row.inside && (
        <div className={styles.inside}>
          <Block block={row.inside} table={table} onGo={onGo} />
        </div>
      )}
    </li>
  );
}

function Condition({ condition }: { readonly condition: RuleCondition }) {
  return (
    <>
      <span className={styles.condition} data-condition={condition.state}>
        {condition.text}
      </span>{' '}
    </>
  );
}

function Counter({ packets, bytes }: { readonly packets: number; readonly bytes: number }) {
  const { t } = useTexts();
  return (
    <span className={styles.counter} data-counter={`${packets} ${bytes}`}>
      <span aria-hidden="true">{`${packets} : ${bytes}`}</span>
      <span className={shapes.hidden}>{t('kernel.rule.counter', { packets, bytes })}</span>
    </span>
  );
}
