/** Decisions of control loops and the conversation with network plugins as evidence. */
import { objectLine, objectText } from '../cluster-text';
import { untabled, type Witness } from './evidence';

export const apiEvidence: Witness<'api.change'> = (record) => {
  const { key, message } = record.detail;
  if (message !== null) return untabled(objectText(key), message);
  const change = record.changes.find((one) => one.slot === 'api.object' && one.key === key);
  const object = change?.slot === 'api.object' ? (change.after ?? change.before) : undefined;
  const asked = { key: objectText(key), answer: object === undefined ? '' : objectLine(object) };
  return untabled(asked.key, asked.answer);
};

export const reconcileEvidence: Witness<'ctrl.reconcile'> = ({ detail }) =>
  untabled(
    detail.about.includes('/') && detail.why !== 'file' ? objectText(detail.about) : detail.about,
    `${detail.controller}: ${detail.why}`,
  );

/** What went in and what came out stands beside it, whole. */
export const cniEvidence: Witness<'cni.call'> = ({ detail }) => {
  const { plugin, env, result, error } = detail;
  const output = result ?? error;
  return untabled(`${plugin} ${env.CNI_COMMAND}`, output === null ? '' : JSON.stringify(output));
};
