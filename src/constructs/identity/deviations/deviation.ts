/** The input in which `verify` can find a fault of the guide. */
export enum FaultVisibility {
  /** Plain planes that `AuthProfile.GUIDE` emits. */
  PLAIN_PLANES = 'plain-planes',
  /** Only rendered charts: rules without a host, placeholders, routes of a gateway. */
  RENDERED_CHARTS = 'rendered-charts',
  /** Only identities of a provider that serves no RFC 8414 metadata. */
  OTHER_PROVIDERS = 'other-providers',
  /** Only manifests in which an ExternalSecret was changed by hand. */
  CHANGED_BY_HAND = 'changed-by-hand',
  /** Values files. */
  VALUES = 'values',
}

/** One departure of the output from the guide. Sentences are Markdown without line breaks. */
export interface DeviationFacts {
  /** What the guide says. */
  readonly guide: string;
  /** Its effect. */
  readonly fault: string;
  /** The output instead. */
  readonly mended: string;
  /** Source files of upstream software that show it. */
  readonly evidence: string;
  /** The software on which the fault was reproduced; absent if only its source was read. */
  readonly tried?: string;
  /** The rule of `verify` that finds it, and in which input. */
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
