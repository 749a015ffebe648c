import { GUIDE_PLACEHOLDERS } from '../../contract/guide-placeholders';

/**
 * The part of a text that its author meant to replace, or nothing: `<issuer-uri>`, `{{ .Values.host }}`, or a `your-…` of
 * the guide that lost its brackets. `<path:…>` is not one: Argo CD's vault plugin replaces it on the way to the cluster.
 */
export function unreplacedIn(text: string): string | undefined {
  const marked = /\{\{.*?\}\}|<(?!path:)[A-Za-z][^<>\n]*>/s.exec(text)?.[0];
  return marked ?? GUIDE_PLACEHOLDERS.find((name) => text.trim() === name);
}
