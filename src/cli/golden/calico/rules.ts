/** Single rules: rule-hashes, match-fragments, action-fragments. */
import { need } from '../../../core/base/assert';
import { actionText, type Action, type Features } from '../../../core/cni/calico/felix/action';
import { match } from '../../../core/cni/calico/felix/match';
import { ruleHashes, ruleLine, type RuleText } from '../../../core/cni/calico/felix/rule';
import { compared } from '../compare';
import type { Json, JsonObject } from '../json';
import { isList, isObject, member, objectsOf, textOf } from '../json';
import type { Played } from '../played';
import { bitsOf, textsOf } from './read';

export function hashes(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const chain = textOf(input, 'chain');
  const rules = objectsOf(input['rules']).map((rule): RuleText => ({
    match: textOf(rule, 'match'),
    action: textOf(rule, 'action'),
    comments: textsOf(rule['comments']),
  }));
  const got = ruleHashes(textOf(input, 'hashSeedChain'), rules);
  const lines = rules.map((rule, i) => ruleLine('-A', chain, got[i] ?? '', rule));
  return compared(golden['expected'], { hashes: got, lines });
}

type Builder = (...args: readonly unknown[]) => string;

/** By the name upstream gives them, whatever the case of abbreviations. */
const BUILDERS: ReadonlyMap<string, Builder> = new Map(
  Object.entries(match).map(([name, builder]) => [name.toLowerCase(), builder as Builder]),
);

function argument(value: Json): unknown {
  if (isObject(value)) return { first: Number(value['first']), last: Number(value['last']) };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === 'true' || text === 'false') return text === 'true';
  return /^(0x[\da-f]+|\d+)$/.test(text) ? Number(text) : text;
}

export function matchFragments(golden: JsonObject): Played {
  const fragments = objectsOf(member(golden, 'input')['calls']).map((call) => {
    const builder = need(BUILDERS.get(textOf(call, 'fn').toLowerCase()), `match ${textOf(call, 'fn')}`);
    const { args } = call;
    return builder(...(isList(args) ? args.map(argument) : []));
  });
  return compared(golden['expected'], fragments.join(' '));
}

export function featuresOf(names: readonly string[]): Features {
  return {
    snatFullyRandom: names.includes('SNATFullyRandom'),
    masqueradeFullyRandom: names.includes('MASQFullyRandom'),
  };
}

/** Members of an action that are there. */
function optional(input: JsonObject, key: string): string | undefined {
  const text = textOf(input, key);
  return text === '' ? undefined : text;
}

function mask(input: JsonObject, key: string): { readonly mask?: number } {
  return input[key] === undefined ? {} : { mask: bitsOf(input, key) };
}

function actionOf(input: JsonObject): Action | null {
  const target = textOf(input, 'target');
  const mark = bitsOf(input, 'mark');
  switch (textOf(input, 'action')) {
    case 'Goto':
      return { kind: 'goto', target };
    case 'Jump':
      return { kind: 'jump', target };
    case 'Return':
      return { kind: 'return' };
    case 'Drop':
      return { kind: 'drop' };
    case 'Accept':
      return { kind: 'accept' };
    case 'NoTrack':
      return { kind: 'noTrack' };
    case 'Reject': {
      const reason = optional(input, 'with');
      return { kind: 'reject', ...(reason === undefined ? {} : { with: reason }) };
    }
    case 'Log':
      return { kind: 'log', prefix: textOf(input, 'prefix') };
    case 'DNAT': {
      const port = input['destPort'] === undefined ? {} : { port: Number(input['destPort']) };
      return { kind: 'dnat', address: textOf(input, 'destAddr'), ...port };
    }
    case 'SNAT':
      return { kind: 'snat', to: textOf(input, 'toAddr') };
    case 'Masq': {
      const toPorts = optional(input, 'toPorts');
      return { kind: 'masquerade', ...(toPorts === undefined ? {} : { toPorts }) };
    }
    case 'ClearMark':
      return { kind: 'clearMark', mark };
    case 'SetMark':
      return { kind: 'setMark', mark };
    case 'SetMaskedMark':
      return { kind: 'setMaskedMark', mark, mask: bitsOf(input, 'mask') };
    case 'SaveConnMark':
      return { kind: 'saveConnmark', ...mask(input, 'saveMask') };
    case 'RestoreConnMark':
      return { kind: 'restoreConnmark', ...mask(input, 'restoreMask') };
    case 'SetConnMark':
      return { kind: 'setConnmark', mark, ...mask(input, 'mask') };
    case 'LimitPacketRate':
      return { kind: 'limitPacketRate', rate: Number(input['rate']), burst: Number(input['burst']), mark };
    case 'LimitNumConnections':
      return {
        kind: 'limitConnections',
        above: Number(input['num']),
        rejectWith: textOf(input, 'rejectWith'),
      };
    case 'DSCP':
      return { kind: 'dscp', value: Number(input['value']) };
    default:
      return null;
  }
}

export function actionFragments(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const action = actionOf(input);
  if (action === null) return { notModelled: `no action ${textOf(input, 'action')}` };
  return compared(golden['expected'], actionText(action, featuresOf(textsOf(input['features']))));
}
