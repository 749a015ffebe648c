import type { Report } from '../../src/verify/verify';
import { command } from '../_support/command';

/** The findings of `verify`, each as a rule and a place. */
export async function foundByCommand(paths: readonly string[], nameOf: (file: string) => string = (file) => file): Promise<string[]> {
  const { out, err } = await command(['verify', '--format', 'json', ...paths]);
  if (out === '') {
    throw new Error(err);
  }
  // Each place once, as the page shows it, even if several values are expected there.
  return (JSON.parse(out) as Report).findings.flatMap(({ also = [], ...finding }) => {
    const places = [finding, ...also].map(({ file, line, object, field }) => [JSON.stringify([file, line, object, field]), `${finding.rule} ${nameOf(file)}:${line}`] as const);
    return [...new Map(places).values()];
  }).sort();
}
