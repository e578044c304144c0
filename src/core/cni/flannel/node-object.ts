/** What flannel reads of a Node object, with the API's field names. */

export interface NodeObject {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly podCIDR?: string;
    readonly podCIDRs?: readonly string[];
  };
}

export function annotationsOf(node: NodeObject): Readonly<Record<string, string>> {
  return node.metadata.annotations ?? {};
}
