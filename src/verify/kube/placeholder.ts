import { GUIDE_PLACEHOLDERS } from '../../contract/union/guide-placeholders';

const NAMES: ReadonlySet<string> = new Set(GUIDE_PLACEHOLDERS);

/**
 * The part of a text that its author meant to replace, or nothing: `<issuer-uri>`, `{{ .Values.host }}`, or a `your-…` of
 * the guide that lost its brackets. `<path:…>` is not one: Argo CD's vault plugin replaces it on the way to the cluster.
 */
export function unreplacedIn(text: string): string | undefined {
  // Bounded, so that a text of a million opening braces takes no longer than another.
  const marked = !/[{<]/.test(text) ? undefined : /\{\{[^{}]{0,200}\}\}|<(?!path:)[A-Za-z][^<>\n]{0,100}>/.exec(text)?.[0];
  const bare = text.trim();
  return marked ?? (NAMES.has(bare) ? bare : undefined);
}
