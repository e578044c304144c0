import { memo } from 'react';
import type { Box, StepMarks } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import { fitted } from '../fit-text';
import { MapIcon } from '../icons';
import type { ActorSpot, ApiLine, Aside, MarkedPart } from '../mark-spots';
import { actorSpot, apiLines, aside, markedParts, tagSpot } from '../mark-spots';
import { roundedPath } from '../polyline';
import type { Scene } from '../scene';
import { boxOf } from '../scene';
import { textRoom } from '../text-room';
import { OCTAGON_CUT, octagon } from './Routing';
import styles from '../pods.module.css';

/** Words are written at so many parts; the others have their ring alone. */
const TAGS_MAX = 6;
/** The text of a change is written out when it is no longer than this. */
const TEXT_MAX = 28;

/** What a step of configuration changed, who did it, and who hears of it. */
export const Marks = memo(function Marks({
  scene,
  marks,
}: {
  readonly scene: Scene;
  readonly marks: StepMarks | null;
}) {
  const { t } = useTexts();
  if (!marks) return null;
  const parts = markedParts(scene, marks);
  const wordsOf = ({ kinds, text }: MarkedPart): readonly [word: string, text: string] => {
    const kind = kinds[0] ?? 'changed';
    const more = kinds.length > 1 ? ` +${kinds.length - 1}` : '';
    const named = scene.layout.form === 'wide' || kind === 'gone' || kind === 'object';
    return [t(`map.mark.${kind}`) + more, named ? fitted(text, TEXT_MAX * 6.7, 6.7) : ''];
  };
  const actor = actorSpot(scene, marks);
  const taken: Box[] = actor ? [actor.box] : [];
  const tags = parts.slice(0, TAGS_MAX).flatMap((part) => {
    const box = boxOf(scene, part.element);
    if (!box) return [];
    const [word, text] = wordsOf(part);
    const width = textRoom(word, 6.4, 12) + (text === '' ? 0 : 6 + text.length * 6.7) + 10;
    const spot = tagSpot(scene, box, width, taken, scene.elements.get(part.element)?.kind === 'apiserver');
    taken.push(spot);
    return [{ part, word, text, spot }];
  });
  return (
    <g data-marks>
      {apiLines(scene, marks).map((line) => (
        <Line key={`${line.machine} ${line.watches}`} line={line} />
      ))}
      {parts.map((part) => (
        <Ring key={part.element} scene={scene} id={part.element} />
      ))}
      {tags.map(({ part, word, text, spot }) => (
        <g key={part.element} data-mark={part.kinds[0]}>
          <rect className={styles.tag} {...spot} rx={3} />
          <text className={styles.tagText} x={spot.x + 5} y={spot.y + 12}>
            {word}
            {text && (
              <tspan className={styles.tagMono} dx={6}>
                {text}
              </tspan>
            )}
          </text>
        </g>
      ))}
      {actor && aside(scene, marks, actor).map((chip) => <MovedAside key={chip.name} chip={chip} />)}
      {actor && <Actor actor={actor} />}
    </g>
  );
});

function Ring({ scene, id }: { readonly scene: Scene; readonly id: string }) {
  const box = boxOf(scene, id);
  if (!box) return null;
  const grown = { x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8 };
  if (id.startsWith('routing:')) {
    const d = octagon(grown, OCTAGON_CUT[scene.layout.form] + 2.4);
    return (
      <g>
        <path className={styles.ring} d={d} />
        <path className={styles.ringEdge} d={d} />
      </g>
    );
  }
  const radius = id.startsWith('machine:') ? 13 : 9;
  return (
    <g>
      <rect className={styles.ring} {...grown} rx={radius} />
      <rect className={styles.ringEdge} {...grown} rx={radius} />
    </g>
  );
}

function Actor({ actor: { text, box } }: { readonly actor: ActorSpot }) {
  return (
    <g data-actor>
      <rect className={styles.actor} {...box} rx={box.height / 2} />
      <g className={styles.actorIcon}>
        <MapIcon name="gear" x={box.x + 5} y={box.y + box.height / 2 - 6} size={12} />
      </g>
      <text className={styles.actorName} x={box.x + 20} y={box.y + box.height / 2 + 4}>
        {text}
      </text>
    </g>
  );
}

function MovedAside({ chip: { name, stopped, from, to } }: { readonly chip: Aside }) {
  return (
    <g data-stopped={stopped}>
      <rect
        className={styles.veil}
        x={from.x - 1}
        y={from.y - 1}
        width={from.width + 2}
        height={from.height + 2}
      />
      {to && (
        <>
          <rect className={styles.agent} {...to} rx={7.5} />
          <text className={styles.agentName} x={to.x + to.width / 2} y={to.y + 11.5} textAnchor="middle">
            {name}
          </text>
        </>
      )}
    </g>
  );
}

function Line({ line: { path, watches } }: { readonly line: ApiLine }) {
  const end = watches ? path.at(-1) : path[0];
  const way = watches ? 1 : -1;
  return (
    <g>
      <path className={watches ? styles.watches : styles.asks} d={roundedPath(path, 6)} />
      {end && <path className={styles.arrow} d={`M${end.x} ${end.y}l-4.5 ${-7 * way}h9z`} />}
    </g>
  );
}
