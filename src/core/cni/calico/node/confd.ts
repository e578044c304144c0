/** confd and BIRD: the configuration follows the objects; what did not change is not written again. */
import type { ControllerIo, ProcessRunner } from '../../../cluster/controller';
import type { Ctx } from '../../../kernel/ctx';
import type { NetnsId } from '../../../model/link';
import { birdIn, birdProcess, configureBird } from '../../../apps/bird/api';
import { birdFiles, CONFIG_FILE, CONFIG_FOLDER } from '../bird/config';
import { birdFacts, unreadableSelectors } from './bgp';

/** As the image of calico/node runs it. Source: node/filesystem/etc/service/available/bird/run. */
const BIRD = ['bird', '-R', '-s', '/var/run/calico/bird.ctl', '-d', '-c', CONFIG_FILE];

/**
 * Keeps BIRD's configuration as the objects have it, and a BIRD that runs on it. `told`: faults of the objects that it has
 * written of already; answers those it knows of now.
 */
export function keepBird(io: ControllerIo, told: readonly string[]): readonly string[] {
  const faults = unreadableSelectors(io.find('BGPPeer'));
  for (const message of faults) {
    if (!told.includes(message)) io.decide('fails', 'calicoLog', { node: io.node, message });
  }
  const changed = writeFiles(io);
  if (io.readFile(CONFIG_FILE) === null) return faults;
  if (birdIn(io.ctx.own(io.netns)) === null) {
    io.runtime.processes.spawn(io.ctx, io.netns, birdProcess(CONFIG_FILE, BIRD));
  } else if (changed) {
    configureBird(io.ctx, io.ctx.own(io.netns));
  }
  return faults;
}

/** The container is stopped: its first process exits and the kernel ends the others, so BIRD has no time to say good-bye. */
export function endBird(ctx: Ctx, processes: ProcessRunner, netns: NetnsId): void {
  const bird = birdIn(ctx.own(netns));
  if (bird !== null) processes.kill(ctx, netns, [bird.pid], 'KILL');
}

/** Writes the files that changed. Answers whether there were any. */
function writeFiles(io: ControllerIo): boolean {
  const facts = birdFacts(io);
  if (facts === null) return false;
  const changed = Object.entries(birdFiles(facts)).filter(
    ([name, text]) => io.readFile(`${CONFIG_FOLDER}/${name}`) !== text,
  );
  if (changed.length === 0) return false;
  io.decide('acts', 'calicoConfd', { node: io.node, files: changed.map(([name]) => name).join(', ') });
  for (const [name, text] of changed) io.writeFile(`${CONFIG_FOLDER}/${name}`, text);
  return true;
}
