/** The least that Kubernetes tells apart is a billionth. */
const NANO = 1_000_000_000n;

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** How many billionths a suffix stands for. */
const SUFFIXES = new Map<string, bigint>([
  ...DECIMAL.map((suffix, i): [string, bigint] => [suffix, 1000n ** BigInt(i)]),
  ...BINARY.map((suffix, i): [string, bigint] => [suffix, NANO * 1024n ** BigInt(i + 1)]),
]);

/** Before the exponent or suffix digits, with a point among them or beside them. */
const QUANTITY = /^\+?(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * A quantity of Kubernetes in billionths: "500m" is half of 1,000,000,000, "1Ki" 1,024 times as much. Whole
 * numbers, since 4.1 and 4100m are one quantity, and no fraction of a computer's is. Nothing where the text
 * is none.
 *
 * Source: Kubernetes, `apimachinery/pkg/api/resource/quantity.go`; finer fractions are rounded up there, too.
 */
export function quantityOf(text: string): bigint | undefined {
  const match = QUANTITY.exec(text);
  if (!match) {
    return undefined;
  }
  const [, whole, fraction, exponent = '0', suffix = ''] = match;
  const shift = Number(exponent) - fraction.length;
  const amount = BigInt(`${whole}${fraction}`) * SUFFIXES.get(suffix)!;
  return shift >= 0 ? amount * 10n ** BigInt(shift) : dividedUp(amount, 10n ** BigInt(-shift));
}

function dividedUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}
