/** What stations and those who stand there are called, on the map and for the ear. */
import type { HookPart, KernelStation, KernelView } from '../../core/index';
import type { TextKey, Texts } from '../../i18n/setup';

type Bare = Extract<TextKey, `kernel.station.${KernelStation['id']}`>;

/** Stations that are no hook have names of their own; hooks bear the kernel's. */
const NAMES: Readonly<Partial<Record<KernelStation['id'], Bare>>> = {
  ingress: 'kernel.station.ingress',
  bridge: 'kernel.station.bridge',
  routing: 'kernel.station.routing',
  process: 'kernel.station.process',
  outputRouting: 'kernel.station.outputRouting',
  neighbour: 'kernel.station.neighbour',
  egress: 'kernel.station.egress',
};

export function stationName({ id, hook }: KernelStation, view: KernelView, { t }: Texts): string {
  if (hook !== null) return hook;
  const pass = view.passes.find(({ index }) => index === view.pass);
  if (id === 'process' && pass?.origin === 'tunnel') return t('kernel.station.tunnel');
  const key = NAMES[id];
  return key === undefined ? id : t(key);
}

/** The hooks of the bridge and those of the IP layer bear the same names: for the ear they are told apart. */
export function fullName(station: KernelStation, view: KernelView, texts: Texts): string {
  return station.hook !== null && station.id.startsWith('bridge')
    ? texts.t('kernel.station.ofBridge', { hook: station.hook })
    : stationName(station, view, texts);
}

export function partName({ name }: HookPart, compact: boolean, { t }: Texts): string {
  if (name === 'confirm') return t('kernel.part.confirm');
  return name === 'conntrack' && compact ? 'ct' : name;
}

export function stationSpoken(station: KernelStation, view: KernelView, texts: Texts): string {
  const { t } = texts;
  return [
    fullName(station, view, texts),
    ...(view.packet === null ? [] : [t(`kernel.state.${station.state}`)]),
    ...(station.note === null ? [] : [t(`kernel.note.${station.note}`)]),
    ...(station.text === '' ? [] : [station.text]),
  ].join(', ');
}

export function partSpoken(part: HookPart, texts: Texts): string {
  const { t } = texts;
  return [
    partName(part, false, texts),
    ...(part.rules === 0 ? [] : [t('kernel.rules', { count: part.rules })]),
    part.why === null ? t(`kernel.partState.${part.state}`) : t(`kernel.why.${part.why}`),
    ...(part.outcome === '' ? [] : [part.outcome]),
  ].join(', ');
}
