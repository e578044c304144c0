/** As flannel-io/cni-plugin v1.9.1 builds it. */
import { describe, expect, test } from 'vitest';
import type { PlainObject } from '../../base/go-json';
import { delegateConf, filesOf } from './delegate';

const ENV =
  'FLANNEL_NETWORK=172.20.0.0/16\nFLANNEL_SUBNET=172.20.9.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';
/** The flannel part of Documentation/kube-flannel.yml's conflist, as a runtime hands it over. */
const CONF: PlainObject = {
  cniVersion: '0.3.1',
  name: 'cbr0',
  type: 'flannel',
  delegate: { hairpinMode: true, isDefaultGateway: true },
};

function made(conf: PlainObject, env: string | null = ENV): string {
  const result = delegateConf(conf, env);
  return result.ok ? JSON.stringify(result.value) : result.error;
}

describe('delegateConf', () => {
  test("the manifest's, byte for byte as Go writes it", () => {
    expect(made(CONF)).toBe(
      '{"cniVersion":"0.3.1","hairpinMode":true,' +
        '"ipMasq":false,"ipam":{"ranges":[[{"subnet":"172.20.9.0/24"}]],"routes":[{"dst":"172.20.0.0/16"}],"type":"host-local"},' +
        '"isDefaultGateway":true,"isGateway":true,"mtu":1450,"name":"cbr0","type":"bridge"}',
    );
  });

  test('what is given stays, but for name and ipam', () => {
    const delegate = { type: 'bridge', ipMasq: true, mtu: 1400, isGateway: false, bridge: 'br9' };
    expect(JSON.parse(made({ ...CONF, delegate }))).toMatchObject({ ...delegate, name: 'cbr0' });
  });

  test('another delegate gets no gateway; masquerading is done by one of the two', () => {
    const conf = { ...CONF, delegate: { type: 'ptp' } };
    const result = JSON.parse(made(conf, ENV.replace('true', 'false'))) as Record<string, unknown>;
    expect(result).toMatchObject({ type: 'ptp', ipMasq: true });
    expect(result).not.toHaveProperty('isGateway');
  });

  test('no delegate, no version, no name; capabilities are passed on', () => {
    const runtimeConfig = { portMappings: [{ hostPort: 80, containerPort: 8080 }] };
    expect(JSON.parse(made({ type: 'flannel', runtimeConfig }))).toEqual({
      ipMasq: false,
      ipam: {
        ranges: [[{ subnet: '172.20.9.0/24' }]],
        routes: [{ dst: '172.20.0.0/16' }],
        type: 'host-local',
      },
      isGateway: true,
      mtu: 1450,
      name: '',
      runtimeConfig,
      type: 'bridge',
    });
  });

  test('an ipam part is completed, its ranges are not its own', () => {
    const ipam = { type: 'mine', dataDir: '/d', ranges: 'whatever', routes: [{ dst: '0.0.0.0/0', x: 1 }] };
    expect(JSON.parse(made({ ...CONF, ipam }))).toMatchObject({
      ipam: {
        type: 'mine',
        dataDir: '/d',
        ranges: [[{ subnet: '172.20.9.0/24' }]],
        routes: [{ dst: '0.0.0.0/0' }, { dst: '172.20.0.0/16' }],
      },
    });
  });

  test('several networks, each once; IPv4 comes first', () => {
    const env =
      'FLANNEL_IPV6_SUBNET=fc00:0:0:9::1/64\r\nFLANNEL_IPV6_NETWORK=fc00::/48\r\n' +
      ENV.replace('172.20.0.0/16', '172.20.0.0/16,10.1.2.3/8,172.20.0.0/16');
    expect(JSON.parse(made(CONF, env))).toMatchObject({
      ipam: {
        ranges: [[{ subnet: '172.20.9.0/24' }], [{ subnet: 'fc00:0:0:9::/64' }]],
        routes: [{ dst: '172.20.0.0/16' }, { dst: '10.0.0.0/8' }, { dst: 'fc00::/48' }],
      },
    });
  });
});

describe('refused', () => {
  const inFile = (problem: string): string =>
    `failed to load flannel 'subnet.env' file: ${problem}. Check the flannel pod log for this node.`;

  test.each<[string | null, string]>([
    [null, 'open /run/flannel/subnet.env: no such file or directory'],
    [
      '',
      '/run/flannel/subnet.env is missing FLANNEL_NETWORK, FLANNEL_IPV6_NETWORK, FLANNEL_SUBNET, FLANNEL_IPV6_SUBNET, FLANNEL_MTU, FLANNEL_IPMASQ',
    ],
    [ENV.replace(/FLANNEL_MTU.*\n/, ''), '/run/flannel/subnet.env is missing FLANNEL_MTU'],
    [ENV.replace('172.20.9.1/24', '172.20.9.1'), 'invalid CIDR address: 172.20.9.1'],
    ['FLANNEL_NETWORK', 'invalid CIDR address: '],
    [ENV.replace('1450', 'big'), 'strconv.ParseUint: parsing "big": invalid syntax'],
    [ENV.replace('1450', '4294967296'), 'strconv.ParseUint: parsing "4294967296": value out of range'],
  ])('subnet.env %#: %s', (env, problem) => expect(made(CONF, env)).toBe(inFile(problem)));

  test.each<[PlainObject, string]>([
    [{ delegate: { type: 7 } }, "'delegate' dictionary, if present, must have (string) 'type' field"],
    [
      { delegate: { name: 'x' } },
      "'delegate' dictionary must not have 'name' field, it'll be set by flannel",
    ],
    [{ delegate: { ipam: {} } }, "'delegate' dictionary must not have 'ipam' field, it'll be set by flannel"],
    [
      { delegate: [] },
      'failed to load flannel netconf file: failed to load netconf: json: cannot unmarshal array into Go struct field NetConf.delegate of type map[string]interface {}',
    ],
    [
      { subnetFile: true },
      'failed to load flannel netconf file: failed to load netconf: json: cannot unmarshal bool into Go struct field NetConf.subnetFile of type string',
    ],
    [
      { ipam: { routes: 'x' } },
      'failed to assemble Delegate IPAM: failed to read IPAM routes: failed to parse ipam.routes: json: cannot unmarshal string into Go value of type []types.Route',
    ],
  ])('configuration %j', (part, error) => expect(made({ ...CONF, ...part })).toBe(error));
});

test('files lie elsewhere when the configuration says so', () => {
  expect(filesOf(CONF)).toEqual({ subnetFile: '/run/flannel/subnet.env', dataDir: '/var/lib/cni/flannel' });
  expect(filesOf({ subnetFile: '/a', dataDir: '/b' })).toEqual({ subnetFile: '/a', dataDir: '/b' });
});
