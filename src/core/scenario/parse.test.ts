/**
 * Goal: every way of writing a lab wrong is answered with the line it is in, what is wrong, and how to mend it.
 * Method: one good lab, spoilt in one place at a time; `§` marks where the problem has to be found.
 */
import { describe, expect, test } from 'vitest';
import { parseLab } from './parse';

const GOOD = `apiVersion: packetwalk/v1
kind: Lab
metadata: { name: two-hosts }
spec:
  title: { en: Two hosts, zh-CN: 两台主机 }
  summary: { en: A cable. }
  seed: 7
  machines:
    - name: left
      role: host
      setup: |
        # the left one

        ip addr add 10.0.0.1/24 dev eth0
        ip route add default \\
          via 10.0.0.2

        ip netns add pod-a
    - name: right
      role: host
      setup: ip addr add 10.0.0.2/24 dev eth0
  cables:
    - [left/eth0, right/eth0]
  start:
    - { netns: right, run: ncat -u -l -k -e /bin/cat 7 }
  sends:
    - name: ping
      title: { en: Ping }
      netns: left
      run: ping -c 1 10.0.0.2
`;

/** Problems as `line:column code {the parameters asked for}`. */
function problemsOf(text: string): string[] {
  const lab = parseLab('lab.yaml', text);
  if (lab.ok) return [];
  return lab.error.map(({ line, column, problem }) => `${line}:${column} ${problem.key.split('.')[1] ?? ''}`);
}

/** The good lab with one place replaced; the place marked by § in the new text is where the problem belongs. */
function spoilt(good: string, bad: string): { text: string; place: string } {
  if (!GOOD.includes(good)) throw new Error(`the good lab has no ${good}`);
  const marked = GOOD.replace(good, () => bad);
  const before = marked.slice(0, marked.indexOf('§')).split('\n');
  return { text: marked.replace('§', ''), place: `${before.length}:${(before.at(-1) ?? '').length + 1}` };
}

describe('a good lab', () => {
  const parsed = parseLab('lab.yaml', GOOD);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const lab = parsed.value;

  test('says what it is', () => {
    expect(lab.info).toEqual({
      id: 'two-hosts',
      title: { en: 'Two hosts', 'zh-CN': '两台主机' },
      summary: { en: 'A cable.' },
      seed: 7,
      sends: [{ name: 'ping', title: { en: 'Ping' }, netns: 'left', command: 'ping -c 1 10.0.0.2' }],
      cluster: null,
      choices: [],
      broken: [],
      warnings: [],
    });
    expect([lab.file, lab.document]).toEqual(['lab.yaml', 1]);
  });

  test('has machines whose commands know their lines', () => {
    const path = (index: number) => `spec.machines[${index}].setup`;
    expect(lab.machines).toEqual([
      {
        name: 'left',
        role: 'host',
        joins: true,
        files: {},
        setup: [
          { text: 'ip addr add 10.0.0.1/24 dev eth0', line: 14, column: 9, path: path(0) },
          { text: 'ip route add default \\\n  via 10.0.0.2', line: 15, column: 9, path: path(0) },
          { text: 'ip netns add pod-a', line: 18, column: 9, path: path(0) },
        ],
      },
      {
        name: 'right',
        role: 'host',
        joins: true,
        files: {},
        setup: [{ text: 'ip addr add 10.0.0.2/24 dev eth0', line: 21, column: 14, path: path(1) }],
      },
    ]);
  });

  test('has cables, services and sends', () => {
    expect(lab.cables).toEqual([
      {
        ends: [
          { netns: 'left', dev: 'eth0' },
          { netns: 'right', dev: 'eth0' },
        ],
      },
    ]);
    expect(lab.services).toEqual([
      {
        netns: 'right',
        command: { text: 'ncat -u -l -k -e /bin/cat 7', line: 25, column: 28, path: 'spec.start[0].run' },
      },
    ]);
    expect(lab.sends).toMatchObject([{ netns: 'left', command: { line: 30, column: 12 } }]);
  });

  test('may be the second document, behind an empty one', () => {
    const second = parseLab('lab.yaml', `# a comment\n---\n${GOOD}`);
    expect(second.ok && [second.value.document, second.value.machines[0]?.setup[0]?.line]).toEqual([1, 16]);
  });
});

describe('fields', () => {
  test.each<[string, string, string, string]>([
    ['misspelt', '  seed: 7', '  §sead: 7', 'unknownFieldNearest'],
    ['unknown', '  seed: 7', '  §colour: red', 'unknownField'],
    [
      'unknown in a list',
      '      role: host\n      setup: |',
      '      role: host\n      §steup: |',
      'unknownFieldNearest',
    ],
    ['unknown at the top', 'kind: Lab\n', 'kind: Lab\n§status: {}\n', 'unknownField'],
    ['missing', '  summary: { en: A cable. }\n', '', 'missingField'],
    ['missing in a list', '    - name: left\n      role: host', '    - §name: left', 'missingField'],
    ['a text that is a number', '- name: left', '- name: §12', 'expectedText'],
    ['a number that is a text', 'seed: 7', 'seed: §seven', 'expectedNumber'],
    ['a fraction', 'seed: 7', 'seed: §7.5', 'expectedNumber'],
    ['out of range', 'seed: 7', 'seed: §-1', 'outOfRange'],
    ['a list that is a text', '  cables:\n    - [left/eth0, right/eth0]', '  cables: §none', 'expectedList'],
    ['a mapping that is a text', 'metadata: { name: two-hosts }', 'metadata: §two-hosts', 'expectedMapping'],
    [
      'not one of the choices',
      '- name: left\n      role: host',
      '- name: left\n      role: §hots',
      'expectedChoice',
    ],
    ['a name with a capital', 'name: two-hosts', 'name: §Two-Hosts', 'badName'],
    ['an empty command', 'run: ping -c 1 10.0.0.2', "run: §' '", 'emptyText'],
    [
      'no machine',
      GOOD.slice(GOOD.indexOf('    - name: left'), GOOD.indexOf('  cables:')),
      '    §[]\n',
      'noMachines',
    ],
    ['a language that is none', 'title: { en: Ping }', 'title: §{ en: Ping, Chinese: x }', 'badLanguage'],
    ['a lab without English', 'title: { en: Ping }', 'title: §{ zh-CN: x }', 'missingField'],
    ['a text that is too long', 'A cable.', `§${'x'.repeat(2001)}`, 'tooLong'],
  ])('%s', (_, good, bad, code) => {
    const { text, place } = spoilt(good, bad);
    const [first = ''] = problemsOf(text);
    expect(first).toBe(`${bad.includes('§') ? place : first.split(' ')[0]} ${code}`);
  });

  test('a missing field is reported where its mapping begins', () => {
    expect(problemsOf(GOOD.replace('  summary: { en: A cable. }\n', ''))).toEqual(['5:3 missingField']);
  });

  test('a misspelt field is told its neighbours and the nearest of them', () => {
    const lab = parseLab('lab.yaml', GOOD.replace('role: host', 'rol: host'));
    expect(lab.ok ? [] : lab.error[0]?.mend).toEqual({
      key: 'problems.unknownFieldNearest.mend',
      params: {
        field: 'rol',
        where: 'spec.machines[0]',
        fields: 'name, role, setup, joins, files',
        nearest: 'role',
      },
    });
  });

  test('all problems are told at once', () => {
    const text = GOOD.replace('seed: 7', 'seed: x').replace('name: right', 'name: RIGHT');
    expect(problemsOf(text)).toEqual(['7:9 expectedNumber', '19:13 badName']);
  });

  test('paths lead there', () => {
    const lab = parseLab('lab.yaml', GOOD.replace('name: right', 'name: RIGHT'));
    expect(lab.ok ? '' : lab.error[0]?.path).toBe('spec.machines[1].name');
  });
});

describe('what fields say together', () => {
  test.each<[string, string, string, string]>([
    ['two machines of a name', 'name: right', 'name: §left', 'duplicateName'],
    ['a cable to nowhere', 'right/eth0', '§server/eth0', 'unknownMachine'],
    ['a cable to a misspelt machine', 'right/eth0', '§rigth/eth0', 'unknownMachineNearest'],
    ['an end without a device', 'right/eth0', '§right', 'cableEndForm'],
    ['a device name that is too long', 'right/eth0', '§right/averyveryverylongname', 'cableEndForm'],
    ['a cable to the loopback', 'right/eth0', '§right/lo', 'cableEndForm'],
    ['a card with two cables', '[left/eth0, right/eth0]', '[left/eth0, §left/eth0]', 'cardTaken'],
    ['a cable with one end', '[left/eth0, right/eth0]', '§[left/eth0]', 'cableEnds'],
  ])('%s', (_, good, bad, code) => {
    const { text, place } = spoilt(good, bad);
    expect(problemsOf(text)[0]).toBe(`${place} ${code}`);
  });
});

describe('set-ups that would run together', () => {
  test.each([
    ['folded', 'setup: §>\n        ip link\n        ip addr'],
    ['plain over two lines', 'setup: §ip link\n        ip addr'],
    ['quoted over two lines', 'setup: §"ip link\n        ip addr"'],
  ])('%s', (_, bad) => {
    const { text, place } = spoilt('setup: ip addr add 10.0.0.2/24 dev eth0', bad);
    expect(problemsOf(text)).toEqual([`${place} setupForm`]);
  });
});

describe('documents', () => {
  test.each<[string, string, string[]]>([
    ['none', '', ['0:0 noLab']],
    ['only a comment', '# nothing', ['0:0 noLab']],
    ['two labs', `${GOOD}---\n${GOOD}`, ['33:7 severalLabs']],
    ['a manifest beside the lab', `${GOOD}---\napiVersion: v1\nkind: Pod\n`, ['33:7 manifestNoCluster']],
    ['a list beside the lab', `${GOOD}---\n- a\n`, ['32:1 notADocument']],
    ['a lab of a later version', GOOD.replace('/v1', '/v9'), ['1:13 unknownVersion']],
    ['a lab without a version', GOOD.replace('apiVersion: packetwalk/v1\n', ''), ['1:1 unknownVersion']],
  ])('%s', (_, text, problems) => expect(problemsOf(text)).toEqual(problems));

  test('the document is counted', () => {
    const lab = parseLab('lab.yaml', `${GOOD}---\nkind: Pod\n`);
    expect(lab.ok ? 0 : lab.error[0]?.document).toBe(2);
  });
});

describe('YAML', () => {
  test.each<[string, string, string, string]>([
    ['a tab', '  seed: 7', '§\tseed: 7', 'yamlTab'],
    ['a bracket left open', '- [left/eth0, right/eth0]', '- [left/eth0, right/eth0', 'yamlBracket'],
    ['a field twice', '  seed: 7', '  seed: 7\n  §seed: 8', 'yamlDuplicateKey'],
    ['a quote left open', 'en: Ping', 'en: "Ping', 'yamlMissingCharacter|yamlSyntax'],
    ['indentation that does not fit', '  seed: 7', '   §seed: 7', 'yamlIndent|yamlSyntax'],
    ['an alias to nothing', 'seed: 7', 'seed: §*x', 'yamlAlias'],
  ])('%s', (_, good, bad, codes) => {
    const { text, place } = spoilt(good, bad);
    const [found = '', code = ''] = (problemsOf(text)[0] ?? '').split(' ');
    expect(codes.split('|')).toContain(code);
    if (bad.includes('§')) expect(found.split(':')[0]).toBe(place.split(':')[0]);
  });
});

test('nothing that was ever typed makes it throw', () => {
  for (const text of [
    '{',
    '[',
    '- - - -',
    '&a *a',
    '!!js/function x',
    '%YAML 9',
    '\0',
    '---\n...\n---',
    '? {a: b}\n: c',
    '*a : b',
    '<<: 1',
    '__proto__: {x: 1}',
  ]) {
    expect(parseLab('x', text).ok).toBe(false);
  }
});
