/** Who plays the cases of golden/networkpolicy. */
import type { Player } from '../played';
import { policyCase } from './play';
import { policyValidation } from './validation';

export const networkPolicyPlayers: Readonly<Record<string, Player>> = {
  'networkpolicy-validation': policyValidation,
  'networkpolicy/basics.json': policyCase,
  'networkpolicy/cluster-policy-conformance.json': policyCase,
  'networkpolicy/cyclonus.json': policyCase,
  'networkpolicy/e2e.json': policyCase,
  'networkpolicy/generated.json': policyCase,
  'networkpolicy/netpol-analyzer.json': policyCase,
};
