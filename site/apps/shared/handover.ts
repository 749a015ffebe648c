import type { ManifestText } from '../../../src/common/yaml/input';

const KEY = 'union-auth-to-judge';

/** Leaves texts for the page that judges: in the memory of this tab, which no server sees. */
export function handOver(texts: readonly ManifestText[]): void {
  sessionStorage.setItem(KEY, JSON.stringify(texts));
}

/** What another page has left, once. */
export function takeOver(): readonly ManifestText[] {
  const left = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return left === null ? [] : JSON.parse(left) as ManifestText[];
}
