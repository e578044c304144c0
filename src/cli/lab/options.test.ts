import { describe, expect, test } from 'vitest';
import { languageOf, parseOptions, type Options } from './options';

function parsed(...argv: string[]): Options {
  const options = parseOptions(argv);
  if (!options.ok) throw new Error(options.error.key);
  return options.value;
}

function refused(...argv: string[]): string {
  const options = parseOptions(argv);
  return options.ok ? 'accepted' : options.error.key;
}

test('what is to be done keeps the order of the command line, whichever options ask for it', () => {
  expect(
    parsed(
      'x',
      '--input',
      'pod-a: ip a',
      '--send',
      'one',
      '--wait=2.5',
      '--input=pod-b:ls',
      '--send',
      'two',
    ).asked.map(({ input }) => input),
  ).toEqual([
    { kind: 'exec', netns: 'pod-a', command: 'ip a' },
    { kind: 'send', name: 'one' },
    { kind: 'wait', seconds: 2.5 },
    { kind: 'exec', netns: 'pod-b', command: 'ls' },
    { kind: 'send', name: 'two' },
  ]);
});

test('a command may hold colons of its own', () => {
  const [asked] = parsed('x', '--input', 'node-1: ip link set eth0 address 02:00:00:00:00:01').asked;
  expect(asked?.input).toEqual({
    kind: 'exec',
    netns: 'node-1',
    command: 'ip link set eth0 address 02:00:00:00:00:01',
  });
});

test('what a command reads belongs to the command before', () => {
  const { asked } = parsed(
    ...[
      'x',
      '--input',
      'node-1: kubectl apply -f -',
      '--stdin',
      'pods.yaml',
      '--input',
      'node-1: kubectl get pods',
    ],
  );
  expect(asked.map(({ stdinFile }) => stdinFile)).toEqual(['pods.yaml', null]);
});

test('choices are named with their options', () => {
  expect(parsed('x', '--choice', 'backend=host-gw', '--choice=nodes=3').choices).toEqual({
    backend: 'host-gw',
    nodes: '3',
  });
});

test('--until takes a record, a moment or the first drop', () => {
  expect(parsed('x', '--until', '84').until).toEqual({ kind: 'record', seq: 84 });
  expect(parsed('x', '--until', '1.5s').until).toEqual({ kind: 'moment', ns: 1_500_000_000 });
  expect(parsed('x', '--until', 'drop').until).toEqual({ kind: 'drop' });
  expect(parsed('x').until).toBeNull();
});

describe('what does not fit is refused', () => {
  test.each([
    [['x', '--until', 'soon'], 'cli.usage.until'],
    [['x', '--wait', '-1'], 'cli.usage.wait'],
    [['x', '--wait', '1e9'], 'cli.usage.wait'],
    [['x', '--wait', '3601'], 'cli.usage.wait'],
    [['x', '--input', 'ping'], 'cli.usage.input'],
    [['x', '--input', 'pod-a:  '], 'cli.usage.input'],
    [['x', '--lang', 'fr'], 'cli.usage.lang'],
    [['x', '--step', 'mile'], 'cli.usage.step'],
    [['x', '--send'], 'cli.usage.value'],
    [['x', '--send', '--list'], 'cli.usage.value'],
    [['x', '--list=yes'], 'cli.usage.noValue'],
    [['x', '--format', 'json', '--format', 'text'], 'cli.usage.twice'],
    [['x', '--constructor'], 'cli.usage.option'],
    [['x', '-q'], 'cli.usage.option'],
    [['x', '--stdin', 'pods.yaml'], 'cli.usage.stdin'],
    [['x', '--send', 'one', '--stdin', 'pods.yaml'], 'cli.usage.stdin'],
    [['x', '--choice', 'backend'], 'cli.usage.choice'],
    [['x', '--choice', 'backend=a', '--choice', 'backend=b'], 'cli.usage.twice'],
    [['x', 'y'], 'cli.usage.labs'],
    [[], 'cli.usage.noLab'],
  ])('%j', (argv, key) => expect(refused(...argv)).toBe(key));
});

test('the language is known even where the rest cannot be read', () => {
  expect(languageOf(['--lang', 'zh-CN', '--nonsense'])).toBe('zh-CN');
  expect(languageOf(['--lang=zh-CN'])).toBe('zh-CN');
  expect(languageOf(['--lang'])).toBe('en');
});
