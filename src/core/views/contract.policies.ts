/** What the page asks about network policies: part of the contract of views. Plain data. */

export interface PolicyRow {
  /** `NetworkPolicy/default/allow-web` */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  /** Whether the API server has it at this instant; it had it before otherwise. */
  readonly on: boolean;
  /** The pods it is about, in kubectl's words: `app=web`, `<none>` for all. */
  readonly selector: string;
  /** What it isolates these pods from. */
  readonly directions: readonly ('Ingress' | 'Egress')[];
  /** What `kubectl apply -f -` makes it from, as JSON. */
  readonly manifest: string;
}

export interface PoliciesView {
  /** Name of the network solution. */
  readonly network: string;
  /** By namespace and name. */
  readonly rows: readonly PolicyRow[];
  /** Nodes of the cluster on which nobody enforces them. */
  readonly idleOn: readonly string[];
  /** Nodes whose enforcer is stopped: the rules it made stay, and nothing new comes to them. */
  readonly stoppedOn: readonly string[];
}
