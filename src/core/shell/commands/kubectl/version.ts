/** `kubectl version`. Source: kubernetes v1.34 kubectl/pkg/cmd/version/version.go. */
import { KUBERNETES_VERSION } from '../../../cluster/controllers/kubelet/node';
import { printed, type Outcome } from '../../command';
import type { Verb } from './kubectl';

/** What Kubernetes of that version was built with. */
const KUSTOMIZE = 'v5.7.1';

export const version: Verb = {
  kind: 'version',
  usage: ['version'],
  flags: {},
  run(): Outcome {
    return printed(
      `Client Version: ${KUBERNETES_VERSION}`,
      `Kustomize Version: ${KUSTOMIZE}`,
      `Server Version: ${KUBERNETES_VERSION}`,
    );
  },
};
