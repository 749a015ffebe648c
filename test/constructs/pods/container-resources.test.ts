import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Problems } from '../../../src/common/props/problems';
import { quantityOf, serviceResources } from '../../../src/constructs/pods/container-resources';

function problemsOf(resources: unknown): readonly string[] {
  const problems = new Problems('It');
  serviceResources(problems, 'resources.usage', resources);
  return problems.all.map(({ prop, text }) => `${prop}: ${text}`);
}

const TOO_SMALL = 'is less than a megabyte: without a unit it is in bytes, and m means a thousandth; write one such as 512Mi';

test.each<[string, unknown, string[]]>([
  ['all that there are', { requests: { cpu: '500m', memory: '1Gi', ephemeralStorage: '1Gi' }, limits: { cpu: 'none' } }, []],
  ['as Cpu and Size', { requests: { cpu: Cpu.millis(500), memory: Size.gibibytes(1) }, limits: { cpu: Cpu.units(1), memory: '2Gi' } }, []],
  ['of more than the limit, as Cpu and Size', { requests: { cpu: Cpu.units(2) }, limits: { cpu: Cpu.millis(500) } },
    ['requests.cpu: "2" exceeds the limit 500m, which Kubernetes refuses; raise the limit, or lower the request']],
  ['of too few bytes as Size', { limits: { memory: Size.kibibytes(5) } }, [`limits.memory: "5Ki" ${TOO_SMALL}`]],
  ['as a container writes it', { requests: { 'ephemeral-storage': '1Gi' } }, ['requests.ephemeral-storage: unknown prop. Did you mean ephemeralStorage?']],
  ['that is not set here', { limits: { 'nvidia.com/gpu': '1' } }, ['limits.nvidia.com/gpu: unknown prop. Known: cpu, memory, ephemeralStorage.']],
  ['as a number', { requests: { cpu: 1 } }, ['requests.cpu: 1 must be a string; write it in quotes']],
  ['of bytes for cores', { limits: { cpu: '500Mi' } }, ['limits.cpu: "500Mi" is more cores than a node has; write one such as 2, or 500m for half a core']],
  ['at the bounds', { requests: { memory: '1Mi' }, limits: { cpu: '1k' } }, []],
  ['of more cores than a node has', { limits: { cpu: '1001' } }, ['limits.cpu: "1001" is more cores than a node has; write one such as 2, or 500m for half a core']],
  ['of less than a megabyte', { requests: { memory: '1023Ki' } }, [`requests.memory: "1023Ki" ${TOO_SMALL}`]],
  ['of memory without a unit', { requests: { memory: '512' } }, [`requests.memory: "512" ${TOO_SMALL}`]],
  ['of memory in thousandths', { limits: { memory: '100m' } }, [`limits.memory: "100m" ${TOO_SMALL}`]],
  ['without a limit, as a request', { requests: { cpu: 'none' } }, ['requests.cpu: "none" is not a Kubernetes quantity; write one such as 500m, 2 or 512Mi']],
  ['of nothing', { limits: { memory: '0' } }, ['limits.memory: "0" must be above zero']],
  ['more than its limit', { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } }, [
    'requests.memory: "2Gi" exceeds the limit 1Gi, which Kubernetes refuses; raise the limit, or lower the request',
  ]],
])('a resource %s', (_, resources, problems) => expect(problemsOf(resources)).toEqual(problems.map((problem) => `resources.usage.${problem}`)));

const NANO = 1_000_000_000n;

// Source: Kubernetes, `apimachinery/pkg/api/resource/quantity.go`.
test.each<[string, bigint | undefined]>([
  ['2', 2n * NANO],
  ['+2', 2n * NANO],
  ['0.5', NANO / 2n],
  ['.5', NANO / 2n],
  ['2.', 2n * NANO],
  ['500m', NANO / 2n],
  ['5u', 5_000n],
  ['1n', 1n],
  ['1k', 1000n * NANO],
  ['1Ki', 1024n * NANO],
  ['1.5Gi', 3n * 512n * 1024n ** 2n * NANO],
  ['1E', 10n ** 18n * NANO],
  ['1Ei', 1024n ** 6n * NANO],
  ['1e3', 1000n * NANO],
  ['1E3', 1000n * NANO],
  ['1e+3', 1000n * NANO],
  ['1.5e-3', 1_500_000n],
  // What is smaller than Kubernetes can tell is rounded up.
  ['0.0000000001', 1n],
  ['1e-12', 1n],
  ['0', 0n],
  ['0e5', 0n],
  ...['', ' ', 'lots', '-1', '1K', '1ki', '1mi', '1KI', '1 Gi', '1e', '1e3Ki', '1e3m', 'e3', '.', '1.2.3', '0x10', '1_000', 'Infinity', 'NaN', '1e1.5', '1e999999999', '1Gi\n']
    .map((text): [string, undefined] => [text, undefined]),
])('%j', (text, expected) => expect(quantityOf(text)).toBe(expected));

test.each([['4.1', '4100m'], ['1e3', '1k'], ['0.007', '7m'], ['1Mi', '1048576'], ['1024Pi', '1Ei'], ['9.007199254740993P', '9007199254740993']])('%s is %s', (one, other) => {
  expect(quantityOf(one)).toBe(quantityOf(other));
});
