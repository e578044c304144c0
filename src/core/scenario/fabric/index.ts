/** The list of physical networks a lab may have. */
import { firewall } from './firewall';
import { internet } from './internet';
import type { FabricKind } from './kind';
import { leafSpine } from './leaf-spine';
import { segment } from './segment';
import { twoSegments } from './two-segments';
import { vlans } from './vlans';
import { vpc } from './vpc';
import { wan } from './wan';

export const fabricKinds: readonly FabricKind[] = [
  segment,
  twoSegments,
  vlans,
  firewall,
  leafSpine,
  vpc,
  wan,
  internet,
];

export const FABRIC_KINDS = fabricKinds.map(({ kind }) => kind);
