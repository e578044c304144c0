/** Draws the packet into an SVG group, many times a second while it moves: plain DOM, no React. */
import type { Point } from '../../core/index';
import { clampInto } from './capsule-place';
import type { CapsuleShape, CapsuleStyle, Ring } from './capsule-shape';
import type { CapsuleTitle } from './packet-still';
import { COPY, SECOND_LINE, titleHeight, titleNumbers, titleWidth } from './packet-still';
import styles from './capsule.module.css';

/** One picture of the packet. */
export interface CapsuleFrame {
  readonly shape: CapsuleShape;
  /** Upper left corner of the outermost ring. */
  readonly at: Point;
  /** Where the packet really is. */
  readonly dot: Point;
  readonly title: CapsuleTitle;
  /** The title stands below the rings instead of above. */
  readonly below: boolean;
  /** 0 to 1: how far the mark of a drop has closed round the packet. */
  readonly drop: number;
  /** Copies of a flooded packet. */
  readonly copies: readonly Point[];
}

export interface CapsuleLayer {
  draw(frame: CapsuleFrame): void;
  clear(): void;
}

/** From the rings to the rim round a packet that is dropped, drawing units. */
const RIM_GAP = 4;

const SVG = 'http://www.w3.org/2000/svg';
type Attributes = Readonly<Record<string, string | number | undefined>>;

function make(parent: SVGElement, name: string, className: string | undefined): SVGElement {
  const element = document.createElementNS(SVG, name);
  if (className) element.setAttribute('class', className);
  parent.append(element);
  return element;
}

function set(element: SVGElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(name);
    else
      element.setAttribute(name, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  }
}

const show = (element: SVGElement, shown: boolean): void =>
  set(element, { display: shown ? undefined : 'none' });

/** Drawing tools for one group. `patterns`: prefix of the pattern ids in the same SVG. */
export function createCapsuleLayer(root: SVGGElement, patterns: string, style: CapsuleStyle): CapsuleLayer {
  root.replaceChildren();
  const leader = make(root, 'line', styles.leader);
  const copies = make(root, 'g', undefined);
  const dot = make(root, 'circle', styles.dot);
  const body = make(root, 'g', undefined);
  const rings = make(body, 'g', undefined);
  const ground = make(body, 'rect', styles.titleGround);
  const words = make(body, 'text', undefined);
  const label = make(words, 'tspan', styles.title);
  const mono = make(words, 'tspan', styles.titleMono);
  const policy = make(words, 'tspan', styles.titleDrop);
  const drop = make(body, 'g', undefined);
  const hatch = make(drop, 'rect', undefined);
  const rim = make(drop, 'rect', styles.dropRim);
  const mark = make(drop, 'circle', styles.dropMark);
  const cross = make(drop, 'path', styles.dropCross);
  set(hatch, { fill: `url(#${patterns}drop)` });
  show(root, false);

  const drawTitle = (frame: CapsuleFrame): void => {
    const { title, at } = frame;
    // Outside the rim of a packet that is dropped.
    const clear = RIM_GAP * frame.drop;
    const y = frame.below ? at.y + frame.shape.height + 15 + clear : at.y - titleHeight(title) + 17 - clear;
    set(words, { x: at.x + 1, y });
    const lines = title.policy === null ? 0 : SECOND_LINE;
    set(ground, { x: at.x - 3, y: y - 10, width: titleWidth(title) + 5, height: 13 + lines, rx: 3 });
    policy.textContent = title.policy ?? '';
    set(policy, { x: at.x + 1, dy: SECOND_LINE });
    label.textContent = title.label;
    mono.textContent = title.reason ?? titleNumbers(title);
    set(mono, {
      dx: title.label ? 7 : undefined,
      class: title.reason === null ? styles.titleMono : styles.titleDrop,
    });
  };

  const drawDrop = ({ drop: closed, shape, at }: CapsuleFrame): void => {
    show(drop, closed > 0);
    // What it carried is what one wants to read now.
    set(rings, { opacity: 1 - 0.12 * closed });
    if (closed <= 0) return;
    const gap = RIM_GAP + (1 - closed) * 10;
    const box = {
      x: at.x - gap,
      y: at.y - gap,
      width: shape.width + 2 * gap,
      height: shape.height + 2 * gap,
    };
    const radius = style.radius + gap;
    set(drop, { opacity: closed });
    set(hatch, { x: at.x, y: at.y, width: shape.width, height: shape.height, rx: style.radius });
    set(rim, { ...box, rx: radius });
    const x = box.x + box.width;
    const y = box.y + box.height / 2;
    set(mark, { cx: x, cy: y, r: 8 });
    set(cross, { d: `M${x - 3} ${y - 3}l6 6M${x + 3} ${y - 3}l-6 6` });
  };

  return {
    draw(frame) {
      show(root, true);
      const box = { ...frame.at, width: frame.shape.width, height: frame.shape.height };
      const end = clampInto(frame.dot, box);
      set(leader, { x1: frame.dot.x, y1: frame.dot.y, x2: end.x, y2: end.y });
      set(dot, { cx: frame.dot.x, cy: frame.dot.y, r: 4.5 });
      drawRings(rings, frame.shape.rings, frame.at, patterns, style);
      drawTitle(frame);
      drawDrop(frame);
      drawCopies(copies, frame, patterns);
    },
    clear() {
      show(root, false);
    },
  };
}

/** Reuses the groups of the frame before; a packet seldom changes its number of rings. */
function drawRings(
  root: SVGElement,
  rings: readonly Ring[],
  at: Point,
  patterns: string,
  style: CapsuleStyle,
): void {
  while (root.childElementCount > rings.length) root.lastElementChild?.remove();
  while (root.childElementCount < rings.length) {
    const group = make(root, 'g', undefined);
    make(group, 'rect', styles.ring);
    make(group, 'rect', styles.hatch);
    make(group, 'rect', styles.tagGround);
    set(make(group, 'text', styles.tag), { 'text-anchor': 'middle', 'font-size': `${style.font}px` });
  }
  rings.forEach((ring, index) => {
    const group = root.children[index];
    const [body, hatch, ground, tag] = group ? ([...group.children] as SVGElement[]) : [];
    if (!group || !body || !hatch || !ground || !tag) return;
    const box = {
      x: at.x + ring.x,
      y: at.y + ring.y,
      width: ring.width,
      height: ring.height,
      rx: ring.radius,
    };
    set(group as SVGElement, { opacity: ring.opacity });
    set(body, { ...box, 'data-layer': ring.layer });
    const plain = ring.layer === 'l2' || ring.layer === 'app';
    set(hatch, { ...box, fill: plain ? 'none' : `url(#${patterns}${ring.layer})` });
    const changed = ring.changed ? 'true' : undefined;
    const height = style.font + 4;
    set(ground, {
      x: at.x + ring.tagX - ring.tagWidth / 2,
      y: at.y + ring.tagY - height / 2,
      width: ring.tagWidth,
      height,
      rx: 3,
      'data-changed': changed,
      display: ring.changed || !plain ? undefined : 'none',
    });
    set(tag, {
      x: at.x + ring.tagX,
      y: at.y + ring.tagY + style.font * 0.36,
      'data-layer': ring.layer,
      'data-changed': changed,
      'font-size': `${style.font}px`,
    });
    tag.textContent = ring.tag;
  });
}

/** A copy is a small pill in the colour of the outermost header. */
function drawCopies(root: SVGElement, frame: CapsuleFrame, patterns: string): void {
  const layer = frame.shape.rings[0]?.layer ?? 'l2';
  while (root.childElementCount > frame.copies.length) root.lastElementChild?.remove();
  while (root.childElementCount < frame.copies.length) {
    const group = make(root, 'g', undefined);
    make(group, 'rect', styles.ring);
    make(group, 'rect', styles.hatch);
  }
  frame.copies.forEach((copy, index) => {
    const group = root.children[index];
    const [body, hatch] = group ? ([...group.children] as SVGElement[]) : [];
    if (!body || !hatch) return;
    const { width, height } = COPY;
    const box = { x: copy.x - width / 2, y: copy.y - height / 2, width, height, rx: height / 2 };
    set(body, { ...box, 'data-layer': layer });
    set(hatch, { ...box, fill: layer === 'l2' || layer === 'app' ? 'none' : `url(#${patterns}${layer})` });
  });
}
