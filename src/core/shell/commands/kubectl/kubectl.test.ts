/**
 * Goal: kubectl says what the real one says. Method: commands typed in a running cluster; the expected texts follow from
 * kubectl's own sources (formats, messages), the values from what was typed.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { recordedShell } from '../../../testing/shell-host';
import type { TypedCluster } from '../../../testing/kubectl';
import { podYaml, typedCluster } from '../../../testing/kubectl';

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: c, image: "nginx:1.27" }] }
`;

let cluster: TypedCluster;
beforeEach(() => {
  cluster = typedCluster();
});

describe('where it is', () => {
  test('in a lab without Kubernetes nobody listens', () => {
    expect(recordedShell().run('kubectl get pods')).toMatchObject({
      exitCode: 1,
      stderr: [
        'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
      ],
    });
  });

  test.each<[string, string[]]>([
    ['kubectl frobnicate', ['error: unknown command "frobnicate" for "kubectl"']],
    ['kubectl top web', ["packetwalk: 'kubectl top' is not in this lab yet"]],
    ['kubectl get svc', ["packetwalk: 'kubectl get svc' is not in this lab yet"]],
    ['kubectl get pods --nope', ['error: unknown flag: --nope', "See 'kubectl get --help' for usage."]],
    [
      'kubectl get pods -z',
      ["error: unknown shorthand flag: 'z' in -z", "See 'kubectl get --help' for usage."],
    ],
    [
      'kubectl get pods -o',
      ["error: flag needs an argument: 'o' in -o", "See 'kubectl get --help' for usage."],
    ],
    ['kubectl get foo', ['error: the server doesn\'t have a resource type "foo"']],
  ])('%s', (command, lines) => expect(cluster.lines(command)).toEqual(lines));

  test('a pod has no kubectl', () => {
    cluster.type('kubectl apply -f -', podYaml('a'));
    expect(cluster.lines('ip netns list')).toContain('a (id: 0)');
  });
});

describe('apply, create and run', () => {
  test('create, leave alone, change', () => {
    const apply = (text: string) => cluster.lines('kubectl apply -f -', text);
    expect(apply(podYaml('a'))).toEqual(['pod/a created']);
    expect(apply(podYaml('a'))).toEqual(['pod/a unchanged']);
    expect(apply(podYaml('a').replace('1.36', '1.37'))).toEqual(['pod/a configured']);
    expect(apply(podYaml('a').replace('1.36', '1.37'))).toEqual(['pod/a unchanged']);
  });

  test('what the manifest no longer says is taken back, what others wrote stays', () => {
    const text = (labels: string) =>
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: n, labels: { ${labels} } }`;
    cluster.type('kubectl apply -f -', text('a: one, b: two'));
    cluster.type('kubectl label namespace n other=yes');
    cluster.type('kubectl apply -f -', text('b: three'));
    expect(cluster.lines('kubectl get ns n -L a,b,other --no-headers')[0]).toMatch(
      /^n +Active +\d+s {9,}three +yes$/,
    );
  });

  test('several documents, and a List, in order; what is wrong does not stop the others', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: x}}`;
    expect(
      cluster.type('kubectl apply -f -', [podYaml('a'), 'kind: Pod', list].join('\n---\n')),
    ).toMatchObject({
      exitCode: 1,
      stdout: ['pod/a created', 'namespace/x created'],
      stderr: [
        'error: error validating "STDIN": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false',
      ],
    });
  });

  test.each<[string, string, string, string[]]>([
    ['of nothing', 'kubectl apply -f -', '', ['error: no objects passed to apply']],
    ['without -f', 'kubectl apply', '', ['error: must specify one of -f and -k']],
    ['of a file', 'kubectl apply -f a.yaml', '', ['error: the path "a.yaml" does not exist']],
    [
      'of a kind nobody knows',
      'kubectl apply -f -',
      'apiVersion: v1\nkind: Foo\nmetadata: {name: a}',
      [
        'error: resource mapping not found for name: "a" namespace: "" from "STDIN": no matches for kind "Foo" in version "v1"',
        'ensure CRDs are installed first',
      ],
    ],
    [
      'of a misspelt field',
      'kubectl apply -f -',
      podYaml('a', '  nodename: x'),
      [
        'Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.nodename"',
      ],
    ],
    [
      'of an invalid value',
      'kubectl apply -f -',
      podYaml('A'),
      [
        `The Pod "A" is invalid: metadata.name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
      ],
    ],
    [
      'into a namespace that is not there',
      'kubectl apply -n nowhere -f -',
      podYaml('a'),
      ['Error from server (NotFound): error when creating "STDIN": namespaces "nowhere" not found'],
    ],
    [
      'of text that is no YAML',
      'kubectl apply -f -',
      'a: [1,\nb: 2',
      [
        "error: error parsing STDIN: error converting YAML to JSON: yaml: line 2: did not find expected ',' or ']'",
      ],
    ],
  ])('%s', (_, command, stdin, lines) => expect(cluster.lines(command, stdin)).toEqual(lines));

  test('ten million characters are refused at once', () => {
    expect(cluster.lines('kubectl apply -f -', 'a'.repeat(1e7))).toEqual([
      'packetwalk: STDIN has 10000000 characters; at most 262144 are read',
    ]);
  });

  test('create does so once', () => {
    expect(cluster.lines('kubectl create -f -', podYaml('a'))).toEqual(['pod/a created']);
    expect(cluster.lines('kubectl create -f -', podYaml('a'))).toEqual([
      'Error from server (AlreadyExists): error when creating "STDIN": pods "a" already exists',
    ]);
    expect(cluster.lines('kubectl create ns a')).toEqual(['namespace/a created']);
    expect(cluster.lines('kubectl create deployment d --image=nginx:1.27 --replicas=2')).toEqual([
      'deployment.apps/d created',
    ]);
    expect(cluster.lines('kubectl run r --image=busybox')).toEqual(['pod/r created']);
    expect(cluster.lines('kubectl get pods -o name')).toHaveLength(4);
  });
});

describe('delete', () => {
  beforeEach(
    () => void cluster.type('kubectl apply -f -', `${podYaml('a')}\n---\n${podYaml('b')}\n---${DEPLOYMENT}`),
  );

  test.each<[string, string[]]>([
    ['kubectl delete pod a', ['pod "a" deleted from default namespace']],
    [
      'kubectl delete pod/a pod/b',
      ['pod "a" deleted from default namespace', 'pod "b" deleted from default namespace'],
    ],
    ['kubectl delete deploy web', ['deployment.apps "web" deleted from default namespace']],
    ['kubectl delete node node-2', ['node "node-2" deleted']],
    ['kubectl delete pod x', ['Error from server (NotFound): pods "x" not found']],
    ['kubectl delete pod x --ignore-not-found', ['No resources found']],
    ['kubectl delete pods', ['error: resource(s) were provided, but no name was specified']],
    ['kubectl delete pods -l app=db', ['No resources found']],
    [
      'kubectl delete pod a --force',
      [
        'pod "a" force deleted from default namespace',
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
      ],
    ],
    [
      'kubectl delete pod a --now --grace-period=5',
      ['error: --now and --grace-period cannot be specified together'],
    ],
  ])('%s', (command, lines) => expect(cluster.lines(command)).toEqual(lines));

  test('takes the pods of a deployment along, and their netns', () => {
    cluster.type('kubectl delete deployment web');
    cluster.type('kubectl delete pods --all');
    expect(cluster.type('kubectl get pods')).toMatchObject({
      exitCode: 0,
      stdout: [],
      stderr: ['No resources found in default namespace.'],
    });
    expect(cluster.simulation.world.netns.filter((ns) => ns !== undefined)).toHaveLength(2);
  });

  test('of what a manifest names', () => {
    expect(cluster.lines('kubectl delete -f -', `${podYaml('a')}\n---\n${podYaml('z')}`)).toEqual([
      'pod "a" deleted from default namespace',
      'Error from server (NotFound): error when deleting "STDIN": pods "z" not found',
    ]);
  });
});

describe('scale, label', () => {
  beforeEach(() => void cluster.type('kubectl apply -f -', DEPLOYMENT));

  test.each<[string, string[]]>([
    ['kubectl scale deployment web --replicas=3', ['deployment.apps/web scaled']],
    ['kubectl scale deploy/web --replicas 0', ['deployment.apps/web scaled']],
    [
      'kubectl scale deployment web',
      ['error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0'],
    ],
    [
      'kubectl scale deployment web --replicas=many',
      [
        'error: invalid argument "many" for "--replicas" flag: strconv.ParseInt: parsing "many": invalid syntax',
      ],
    ],
    [
      'kubectl scale deployment x --replicas=1',
      ['Error from server (NotFound): deployments.apps "x" not found'],
    ],
    ['kubectl label node node-1 zone=a', ['node/node-1 labeled']],
    ['kubectl label node node-1 kubernetes.io/os-', ['node/node-1 unlabeled']],
    ['kubectl label node node-1 zone-', ['label "zone" not found.', 'node/node-1 not labeled']],
    [
      'kubectl label node node-1 kubernetes.io/os=plan9',
      ["error: 'kubernetes.io/os' already has a value (linux), and --overwrite is false"],
    ],
    ['kubectl label node node-1 --overwrite kubernetes.io/os=plan9', ['node/node-1 labeled']],
    ['kubectl label node node-1', ['error: at least one label update is required']],
    ['kubectl annotate node node-1 a=b=c d-', ['node/node-1 annotated']],
    ['kubectl annotate node node-1 word', ['error: at least one annotation update is required']],
    [
      'kubectl annotate node node-1 a=b a-',
      ['error: can not both modify and remove an annotation in the same command'],
    ],
    ['kubectl annotate node node-9 a=b', ['Error from server (NotFound): nodes "node-9" not found']],
  ])('%s', (command, lines) => expect(cluster.lines(command)).toEqual(lines));

  test('an annotation that is there is changed only when that is meant', () => {
    cluster.type('kubectl annotate node node-1 example.com/a=1');
    expect(cluster.lines('kubectl annotate node node-1 example.com/a=2')).toEqual([
      "error: --overwrite is false but found the following declared annotation(s): 'example.com/a' already has a value (1)",
    ]);
    cluster.type('kubectl annotate node node-1 --overwrite example.com/a=2');
    expect(cluster.lines('kubectl get node node-1 -o yaml')).toContain('    example.com/a: "2"');
  });

  test('a scaled deployment has that many pods', () => {
    cluster.type('kubectl scale deployment web --replicas=3');
    expect(cluster.lines('kubectl get deploy --no-headers')[0]).toMatch(/^web +3\/3 +3 +3 +\d+s$/);
    expect(cluster.lines('kubectl get pods -l app=web -o name')).toHaveLength(3);
  });
});

describe('cordon and drain', () => {
  test('a cordoned node gets nothing more', () => {
    expect(cluster.lines('kubectl cordon node-1')).toEqual(['node/node-1 cordoned']);
    expect(cluster.lines('kubectl cordon node-1')).toEqual(['node/node-1 already cordoned']);
    cluster.type('kubectl apply -f -', DEPLOYMENT);
    expect(cluster.pod('x')).toBeNull();
    const nodes = cluster.lines('kubectl get pods -o wide --no-headers').map((line) => line.split(/ +/)[6]);
    expect(nodes).toEqual(['node-2', 'node-2']);
    expect(cluster.lines('kubectl get node node-1 --no-headers')[0]).toMatch(
      /^node-1 +Ready,SchedulingDisabled /,
    );
    expect(cluster.lines('kubectl uncordon node-1')).toEqual(['node/node-1 uncordoned']);
    expect(cluster.lines('kubectl cordon nix')).toEqual([
      'Error from server (NotFound): nodes "nix" not found',
    ]);
  });

  test('draining moves what somebody will replace', () => {
    cluster.type('kubectl apply -f -', DEPLOYMENT);
    const told = cluster.lines('kubectl drain node-1 --ignore-daemonsets');
    expect(told[0]).toBe('node/node-1 cordoned');
    expect(told[1]).toMatch(/^evicting pod default\/web-/);
    expect(told[2]).toMatch(/^pod\/web-.* evicted$/);
    expect(told[3]).toBe('node/node-1 drained');
    const nodes = cluster.lines('kubectl get pods -o wide --no-headers').map((line) => line.split(/ +/)[6]);
    expect(nodes).toEqual(['node-2', 'node-2']);
  });

  test('a pod nobody would replace is kept, unless forced', () => {
    cluster.type('kubectl apply -f -', podYaml('a', '  nodeName: node-1'));
    expect(cluster.lines('kubectl drain node-1')).toEqual([
      'node/node-1 cordoned',
      'error: unable to drain node "node-1" due to error: cannot delete Pods that declare no controller (use --force to override): default/a, continuing command...',
      'There are pending nodes to be drained:',
      ' node-1',
      'cannot delete Pods that declare no controller (use --force to override): default/a',
    ]);
    expect(cluster.lines('kubectl drain node-1 --force')).toEqual([
      'node/node-1 already cordoned',
      'evicting pod default/a',
      'pod/a evicted',
      'node/node-1 drained',
      'Warning: deleting Pods that declare no controller: default/a',
    ]);
    expect(cluster.pod('a')).toBeNull();
  });
});

test('a number of replicas beyond all reason ends at the quota', () => {
  cluster.type('kubectl apply -f -', DEPLOYMENT);
  cluster.type('kubectl scale deployment web --replicas=2000000000');
  expect(cluster.lines('kubectl get pods -o name').length).toBeLessThan(3000);
  expect(cluster.lines('kubectl create ns more')).toEqual([
    expect.stringMatching(
      /^Error from server \(Forbidden\): namespaces "more" is forbidden: exceeded quota: lab, /,
    ),
  ]);
});
