/** The kinds of records that tell of the cluster: API server, control loops, network plugins. */
import type { JsonObject } from '../base/json';
import type { ControllerRequest } from '../model/cluster';
import type { DecisionCode } from './decisions';

/** A kind of record: its verdicts and its detail. */
export interface Kind<V extends string, D> {
  readonly verdict: V;
  readonly detail: D;
}

/** Parameters of a plugin call, by their names in the environment (CNI spec 1.1.0, section 2). */
export interface CniEnv {
  readonly CNI_COMMAND: string;
  readonly CNI_CONTAINERID: string;
  readonly CNI_NETNS: string;
  readonly CNI_IFNAME: string;
  readonly CNI_ARGS: string;
  readonly CNI_PATH: string;
}

/** What a plugin prints when it fails (CNI spec 1.1.0, "Error"). */
export interface CniError {
  readonly code: number;
  readonly msg: string;
  readonly details?: string;
}

/** Part of {@link TraceKinds}. */
export interface ClusterTraceKinds {
  /** The API server keeps a change of an object, or refuses a request. */
  'api.change': Kind<
    'added' | 'modified' | 'deleted' | 'refused',
    {
      /** `Pod/default/web` */
      readonly key: string;
      /** Who asked: `kubectl`, `node-1/kubelet`. */
      readonly by: string;
      /** Paths of the fields that differ now. */
      readonly fields: readonly string[];
      /** Why it was refused, in the API server's words. */
      readonly message: string | null;
    }
  >;
  /** A control loop has looked at what it watches and decides. */
  'ctrl.reconcile': Kind<
    'acts' | 'waits' | 'fails',
    {
      readonly controller: string;
      readonly why: ControllerRequest['reason'];
      /** Key of the object, name of the timer, path of the file; empty at its start. */
      readonly about: string;
      readonly decision: DecisionCode;
      readonly params: Readonly<Record<string, string | number>>;
    }
  >;
  /** A network plugin is called; it answers with a result or an error. */
  'cni.call': Kind<
    'call' | 'result' | 'error',
    {
      readonly plugin: string;
      readonly env: CniEnv;
      /** Standard input. */
      readonly conf: JsonObject;
      /** Standard output of a success; null for a command that prints nothing. */
      readonly result: JsonObject | null;
      readonly error: CniError | null;
      /** The plugin does nothing here that the real one would do. */
      readonly withoutEffect: boolean;
    }
  >;
}
