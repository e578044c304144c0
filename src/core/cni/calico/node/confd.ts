/** confd: BIRD's configuration follows the objects; what did not change is not written again. */
import type { ControllerIo } from '../../../cluster/controller';
import { birdFiles, CONFIG_FOLDER } from '../bird/config';
import { birdFacts, unreadableSelectors } from './bgp';

/** Writes the files that changed. Answers whether there were any. */
export function writeBirdFiles(io: ControllerIo): boolean {
  const facts = birdFacts(io);
  if (facts === null) return false;
  const changed = Object.entries(birdFiles(facts)).filter(
    ([name, text]) => io.readFile(`${CONFIG_FOLDER}/${name}`) !== text,
  );
  if (changed.length === 0) return false;
  io.decide('acts', 'calicoConfd', { node: io.node, files: changed.map(([name]) => name).join(', ') });
  for (const message of unreadableSelectors(io.find('BGPPeer'))) {
    io.decide('fails', 'calicoLog', { node: io.node, message });
  }
  for (const [name, text] of changed) io.writeFile(`${CONFIG_FOLDER}/${name}`, text);
  return true;
}
