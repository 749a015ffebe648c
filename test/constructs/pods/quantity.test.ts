import { quantityOf } from '../../../src/constructs/pods/container-resources';

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
