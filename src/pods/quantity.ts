const DECIMAL = ['k', 'M', 'G', 'T', 'P', 'E'];

const SUFFIXES = new Map<string, number>([
  ['', 1],
  ['m', 1e-3],
  ...DECIMAL.map((suffix, i): [string, number] => [suffix, 1000 ** (i + 1)]),
  ...DECIMAL.map((suffix, i): [string, number] => [`${suffix.toUpperCase()}i`, 1024 ** (i + 1)]),
]);

const QUANTITY = /^(\d+(?:\.\d+)?)(m|[kMGTPE]|[KMGTPE]i)?$/;

/** A quantity of Kubernetes as a number: "500m" is 0.5, "1Ki" is 1024. Nothing where the text is none. */
export function quantityOf(text: string): number | undefined {
  const [, digits, suffix = ''] = QUANTITY.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * SUFFIXES.get(suffix)!;
}
