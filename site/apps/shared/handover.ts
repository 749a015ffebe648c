import type { ManifestText } from '../../../src/common/yaml/input';

const KEY = 'union-auth-to-judge';

/** Passes texts to the page that verifies: in the memory of this tab, without a server. */
export function handOver(texts: readonly ManifestText[]): void {
  sessionStorage.setItem(KEY, JSON.stringify(texts));
}

/** Reads the texts of another page, once. */
export function takeOver(): readonly ManifestText[] {
  const left = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return left === null ? [] : JSON.parse(left) as ManifestText[];
}
