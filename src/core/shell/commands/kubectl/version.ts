/** `kubectl version`. Source: kubernetes v1.34 kubectl/pkg/cmd/version/version.go. */
import { printed, type Outcome } from '../../command';
import type { Verb } from './kubectl';

/** What kubelets here say of themselves, and what Kubernetes of that version was built with. */
const VERSION = 'v1.34.0';
const KUSTOMIZE = 'v5.7.1';

export const version: Verb = {
  kind: 'version',
  usage: ['version'],
  flags: {},
  run(): Outcome {
    return printed(
      `Client Version: ${VERSION}`,
      `Kustomize Version: ${KUSTOMIZE}`,
      `Server Version: ${VERSION}`,
    );
  },
};
