/** One candidate, run: what its pods reach, what is kept out, what can be read on the cables, and what it costs. */
import type { CostsView, Message } from '../../core/index';
import type { Host } from '../host/host';
import { packLab } from '../host/lab-text';
import { formatAddress } from '../state/address';
import { costsSince, lastExchange } from '../state/stretch';
import { tryInput } from '../state/trial';
import type { Verdict } from '../state/trial';
import type { Answers } from './answers';
import { ASKER, FAR, labText, NEAR, STRANGER } from './candidates';
import type { Candidate } from './candidates';

/** What is tried, in order. */
export const TRIALS = ['near', 'far', 'large', 'stranger', 'sealed'] as const;
export type Trial = (typeof TRIALS)[number];

export interface Outcome {
  /** As it should be. */
  readonly well: boolean;
  /** Why not; null where nothing more is known. */
  readonly why: Message | null;
  /** The netns where it went wrong. */
  readonly at: string | null;
  /** The lab at the step in question. */
  readonly address: string;
}

export interface Result {
  /** Only what was asked about. */
  readonly trials: Partial<Readonly<Record<Trial, Outcome>>>;
  /** A ping to the far node and its answer, when all addresses are known; null where there is no answer. */
  readonly costs: CostsView['traffic'] | null;
}

/** Bytes of an IP packet that any Ethernet and most tunnels take. */
export const LARGE = 1400;
const HEADERS = 28;

/** Null where the lab could not be built. */
export async function runCandidate(
  host: Host,
  candidate: Candidate,
  answers: Answers,
): Promise<Result | null> {
  const text = labText(candidate, answers);
  const file = `${candidate.id}.yaml`;
  const [reply, packed] = await Promise.all([host.open({ file, text }, []), packLab(text)]);
  if (!reply.ok) return null;
  const { rows } = await host.query('objects', { seq: reply.snapshot.length - 1 });
  const addressOf = (pod: string): string =>
    rows.find(({ kind, name }) => kind === 'Pod' && name === pod)?.detail ?? '';
  const ping = async (from: string, to: string, words: string): Promise<Verdict> => {
    const command = `ping ${words} ${addressOf(to)}`;
    return tryInput(host, { kind: 'exec', netns: from, command });
  };
  const outcome = (verdict: Verdict, well = verdict.passes): Outcome => ({
    well,
    why: verdict.drop?.why ?? null,
    at: verdict.drop?.netns ?? null,
    address: formatAddress({ packed }, verdict.shared),
  });
  const trials: Partial<Record<Trial, Outcome>> = {};
  if (answers.nodes > 2) trials.near = outcome(await ping(ASKER, NEAR, '-c 1 -W 2'));
  const far = outcome(await ping(ASKER, FAR, '-c 1 -W 2'));
  trials.far = far;
  if (far.well) trials.large = outcome(await ping(ASKER, FAR, `-c 1 -W 2 -M do -s ${LARGE - HEADERS}`));
  // Where nobody gets through, nobody is kept out by a policy.
  if (answers.policies && far.well) {
    const stranger = await ping(STRANGER, FAR, '-c 1 -W 2');
    trials.stranger = outcome(stranger, keptOut(stranger));
  }
  const exchange = far.well ? await lookAt(host, addressOf(FAR)) : null;
  if (answers.encryption && exchange)
    trials.sealed = { well: exchange.sealed, why: null, at: null, address: far.address };
  return { trials, costs: exchange?.costs ?? null };
}

/** Whether a policy kept somebody out: who is lost for another reason, or by another rule, is not. */
export function keptOut({ passes, drop }: Pick<Verdict, 'passes' | 'drop'>): boolean {
  return !passes && (drop?.policies.length ?? 0) > 0;
}

/** The second of two pings to the far node: what it costs, and whether it was sealed, there and back, wherever it left the nodes. */
async function lookAt(
  host: Host,
  to: string,
): Promise<{ readonly costs: CostsView['traffic']; readonly sealed: boolean } | null> {
  const { snapshot } = await host.input({ kind: 'exec', netns: ASKER, command: `ping -c 2 ${to}` });
  const timeline = await host.query('timeline', {});
  const stretch = lastExchange(timeline);
  if (stretch === null) return null;
  const input = snapshot.inputs.length - 1;
  const [before, after, question, answer] = await Promise.all([
    host.query('costs', { input, seq: stretch.from - 1 }),
    host.query('costs', { input, seq: stretch.to }),
    host.query('instant', { seq: stretch.from, grain: 'hop' }),
    host.query('instant', { seq: stretch.to, grain: 'hop' }),
  ]);
  const stops = [question, answer].flatMap(({ journey }) => journey?.stops ?? []);
  const outside = stops.filter(({ machine }) => !machine.startsWith('node-'));
  const there = await Promise.all(
    outside.map(({ lastSeq }) => host.query('instant', { seq: lastSeq, grain: 'hop' })),
  );
  return {
    costs: costsSince(after, before).traffic,
    sealed:
      there.length > 0 && there.every(({ packetView }) => packetView?.layers.some(({ tag }) => tag === 'WG')),
  };
}

/** Whether a candidate does what was asked for; packets of full size are a matter of settings. */
export function fits({ trials }: Result): boolean {
  return TRIALS.every((trial) => trial === 'large' || (trials[trial]?.well ?? true));
}
