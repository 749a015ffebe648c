import { ChartName } from '../../contract/union/values-contract';

/** What the first lines of a values file say that it is for. */
export interface Modeline {
  readonly chart: ChartName;
  /** Version of the chart release. */
  readonly release: string;
}

const MODELINE = /^#\s*yaml-language-server:\s*\$schema=\S*\bunion-(controlplane|dataplane)-(\d+\.\d+(?:\.\d+)?)\.schema\.json\s*$/;

/** The line with which emitted values point editors to their schema. It tells chart and release. */
export function modelineOf(text: string): Modeline | undefined {
  const comments = /^\ufeff?(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(text.slice(0, 4096))?.[0] ?? '';
  for (const line of comments.split('\n')) {
    const match = MODELINE.exec(line.replace(/^\ufeff/, '').trim());
    if (match) {
      return { chart: match[1] as ChartName, release: match[2] };
    }
  }
  return undefined;
}
