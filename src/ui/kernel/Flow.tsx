import type { FlowEntry, FlowTuple, FlowView, KernelView, TranslationView } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import shapes from '../kit/shapes.module.css';
import styles from './Flow.module.css';

/** What conntrack knows of the packet's flow, before this packet and now, and what nat made of its addresses. */
export function Flow({ view, onGo }: { readonly view: KernelView; readonly onGo: (seq: number) => void }) {
  const { t } = useTexts();
  const { flow, translations, packet } = view;
  // What is no IPv4 packet has no flow.
  const ipv4 = !view.stations.some(({ note }) => note === 'not-ipv4');
  if (packet === null || view.pass === null || !ipv4) return null;
  return (
    <div className={styles.flow} data-testid="kernel-flow">
      <section aria-label={t('kernel.flow.name')}>
        <h4 className={styles.title}>
          {t('kernel.flow.name')}
          {flow && <span className={styles.state}>{flow.state}</span>}
          {flow?.direction && <span className={styles.quiet}>{t(`kernel.flow.${flow.direction}`)}</span>}
        </h4>
        {flow ? (
          <Entry flow={flow} view={view} onGo={onGo} />
        ) : (
          view.noFlow && (
            <p className={styles.note}>
              {t(`kernel.flow.no.${view.noFlow.why}`, { netns: view.netns, hook: view.noFlow.hook ?? '' })}
            </p>
          )
        )}
      </section>
      {translations.length > 0 && (
        <section aria-label={t('kernel.nat.name')}>
          <h4 className={styles.title}>{t('kernel.nat.name')}</h4>
          <ul>
            {translations.map((translation) => (
              <Translation key={translation.seq} translation={translation} onGo={onGo} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Entry({
  flow,
  view,
  onGo,
}: {
  readonly flow: FlowView;
  readonly view: KernelView;
  readonly onGo: (seq: number) => void;
}) {
  const { t } = useTexts();
  const { before, after, confirmed } = flow;
  if (flow.id === null) return <p className={styles.note}>{t('kernel.flow.invalid')}</p>;
  const rows = after === null && before === null ? [] : rowsOf(before, after);
  const hook = view.stations.find(({ id }) => id === confirmed?.station)?.hook;
  return (
    <>
      <table className={styles.table}>
        <thead className={shapes.hidden}>
          <tr>
            <th scope="col">{t('kernel.flow.field')}</th>
            <th scope="col">{t('kernel.flow.now')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, was, now }) => (
            <tr key={field} data-field={field}>
              <th scope="row">{t(`kernel.flow.fields.${field}`)}</th>
              <td>
                <Became was={was} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        {confirmed !== null && hook ? (
          <button type="button" className={styles.link} onClick={() => onGo(confirmed.seq)}>
            {t('kernel.flow.confirmed', { hook })}
          </button>
        ) : !flow.inTable ? (
          t(after === null ? 'kernel.flow.gone' : 'kernel.flow.pending')
        ) : (
          t('kernel.flow.known')
        )}
      </p>
    </>
  );
}

type Field = 'proto' | 'original' | 'reply' | 'replied' | 'assured' | 'mark' | 'timeout';
interface Row {
  readonly field: Field;
  readonly was: string | null;
  readonly now: string | null;
}

const tuple = ({ src, dst, more }: FlowTuple): string => `${src} → ${dst}${more === '' ? '' : ` ${more}`}`;

const FIELDS: readonly (readonly [Field, (entry: FlowEntry) => string])[] = [
  ['proto', ({ proto, tcp }) => (tcp === '' ? proto : `${proto} ${tcp}`)],
  ['original', ({ original }) => tuple(original)],
  ['reply', ({ reply }) => tuple(reply)],
  ['replied', ({ replied }) => (replied ? 'SEEN_REPLY' : '[UNREPLIED]')],
  ['assured', ({ assured }) => (assured ? '[ASSURED]' : '')],
  ['mark', ({ mark }) => (mark === '0x0' ? '' : mark)],
  ['timeout', ({ timeoutSec }) => `${timeoutSec} s`],
];

/** Each field as it was and as it is; what is empty at both times is left out. */
function rowsOf(before: FlowEntry | null, after: FlowEntry | null): readonly Row[] {
  return FIELDS.map(([field, say]) => ({
    field,
    was: before === null ? null : say(before),
    now: after === null ? null : say(after),
  })).filter(({ was, now }) => (was ?? '') !== '' || (now ?? '') !== '');
}

function Became({ was, now }: { readonly was: string | null; readonly now: string | null }) {
  const { t } = useTexts();
  if (was === null || was === now) return now ?? '–';
  return (
    <>
      {was !== '' && <del className={styles.was}>{was}</del>}
      {was !== '' && now !== null && <span className={shapes.hidden}> {t('ui.packet.becomes')} </span>}
      {now !== null && now !== '' && <ins className={styles.now}>{now}</ins>}
    </>
  );
}

function Translation({
  translation,
  onGo,
}: {
  readonly translation: TranslationView;
  readonly onGo: (seq: number) => void;
}) {
  const { t } = useTexts();
  const { hook, side, from, to, rule, isReply, seq } = translation;
  const end = side === 'source' ? 'src' : 'dst';
  return (
    <li className={styles.translation} data-side={side}>
      <button type="button" className={styles.link} onClick={() => onGo(seq)}>
        {hook}
      </button>{' '}
      <span className={styles.quiet}>{t(`kernel.nat.${side}`)}</span>
      <div className={styles.change}>
        <del className={styles.was}>{from[end]}</del>
        <span aria-hidden="true"> → </span>
        <span className={shapes.hidden}> {t('ui.packet.becomes')} </span>
        <ins className={styles.now}>{to[end]}</ins>
      </div>
      {rule ? (
        <div className={styles.by}>
          <Icon name="rewrite" size={12} />
          <button type="button" className={`${styles.link} ${styles.mono}`} onClick={() => onGo(rule.seq)}>
            {rule.text}
          </button>
        </div>
      ) : (
        <div className={styles.note}>{t(isReply ? 'kernel.nat.undone' : 'kernel.nat.bound')}</div>
      )}
    </li>
  );
}
