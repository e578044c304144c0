/** Names: veth-names, vtep-macs, length-limited-id, chain-names, chain-names-legacy, ipset-names. */
import {
  endpointChainName,
  legacyPolicyChainName,
  policyChainName,
  profileChainName,
  type Direction,
} from '../../../core/cni/calico/felix/chain-name';
import { mainIpsetName } from '../../../core/cni/calico/felix/ipset-name';
import { policyIdText } from '../../../core/cni/calico/felix/policy-id';
import { lengthLimitedId } from '../../../core/cni/calico/unique-id';
import { vethName } from '../../../core/cni/calico/veth-name';
import { vtepMac } from '../../../core/cni/calico/vtep-mac';
import { AssertionError } from '../../../core/base/assert';
import { formatMac } from '../../../core/wire/addr';
import { compared } from '../compare';
import type { JsonObject } from '../json';
import { member, textOf } from '../json';
import type { Played } from '../played';
import { familyOf, policyOf } from './read';

export function vethNames(golden: JsonObject): Played {
  const input = member(golden, 'input');
  return compared(
    golden['expected'],
    vethName(textOf(input, 'namespace'), textOf(input, 'pod'), textOf(input, 'prefix')),
  );
}

export function vtepMacs(golden: JsonObject): Played {
  const input = member(golden, 'input');
  return compared(golden['expected'], formatMac(vtepMac(textOf(input, 'node'), familyOf(input))));
}

export function lengthLimitedIds(golden: JsonObject): Played {
  const input = member(golden, 'input');
  try {
    const id = lengthLimitedId(textOf(input, 'prefix'), textOf(input, 'suffix'), Number(input['maxLength']));
    return compared(golden['expected'], id);
  } catch (error) {
    if (error instanceof AssertionError) return compared(golden['expected'], { panics: true });
    throw error;
  }
}

export function directionOf(input: JsonObject): Direction {
  return ['ingress', 'inbound'].includes(textOf(input, 'direction')) ? 'inbound' : 'outbound';
}

export function chainNames(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const name = textOf(input, 'name');
  switch (textOf(input, 'type')) {
    case 'policy': {
      const policy = policyOf(input);
      const id = textOf(input, 'policyID');
      if (id !== '' && id !== policyIdText(policy))
        return { difference: `policy ID ${policyIdText(policy)}` };
      return compared(golden['expected'], policyChainName(directionOf(input), policy));
    }
    case 'profile':
      return compared(golden['expected'], profileChainName(directionOf(input), name));
    case 'endpoint':
      return compared(
        golden['expected'],
        endpointChainName(textOf(input, 'prefix'), textOf(input, 'interface')),
      );
    default:
      return { notModelled: `no chains of ${textOf(input, 'type')}` };
  }
}

/** The tier became part of a policy's name with v3.29. */
export function legacyChainNames(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const name = textOf(input, 'name');
  const [, minor = ''] = /^v3\.(\d+)/.exec(textOf(golden, 'name')) ?? [];
  const id = Number(minor) >= 29 ? `${textOf(input, 'tier')}/${name}` : name;
  return compared(golden['expected'], legacyPolicyChainName(directionOf(input), id));
}

export function ipsetNames(golden: JsonObject): Played {
  const input = member(golden, 'input');
  return compared(golden['expected'], mainIpsetName(textOf(input, 'setID'), familyOf(input)));
}
