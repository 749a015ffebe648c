/** Where a fault of the guide is to be seen, and so which input makes the verifier name it. */
export enum FaultVisibility {
  /** In the planes that `AuthProfile.GUIDE` emits in plain YAML. */
  PLAIN_PLANES = 'plain-planes',
  /** Only in what the charts render: rules without a host, placeholders, routes of a gateway. */
  RENDERED_CHARTS = 'rendered-charts',
  /** Only with a provider that serves no RFC 8414 metadata. */
  OTHER_PROVIDERS = 'other-providers',
  /** Only after an ExternalSecret was changed by hand. */
  CHANGED_BY_HAND = 'changed-by-hand',
  /** In values files. */
  VALUES = 'values',
}

/** One place where the output departs from the guide. Sentences are Markdown without line breaks. */
export interface DeviationFacts {
  /** What the guide says. */
  readonly guide: string;
  /** What goes wrong with it. */
  readonly fault: string;
  /** What we emit instead. */
  readonly mended: string;
  /** Files of other people's software that show it. */
  readonly evidence: string;
  /** The software on which the fault was seen to happen; left out where it was read in the source only. */
  readonly tried?: string;
  /** The rule of the verifier that finds it, and in which input. */
  readonly rule?: { readonly id: string; readonly shows: FaultVisibility };
}

export interface Deviation extends DeviationFacts {
  /** Short name, for links. */
  readonly id: string;
}

/** Names each deviation after its key: `allowedAudience` has the id `allowed-audience`. */
export function deviations<K extends string>(
  facts: Readonly<Record<K, DeviationFacts>>,
): Readonly<Record<K, Deviation>> {
  const entries = Object.entries<DeviationFacts>(facts).map(([key, fact]) => [
    key, { id: key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), ...fact },
  ]);
  return Object.fromEntries(entries) as Record<K, Deviation>;
}
