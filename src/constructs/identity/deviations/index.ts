import { CHART_RELEASES, SECRET_DELIVERY } from './delivery';
import { Deviation } from './deviation';
import { EDGE } from './edge';
import { BROWSER_LOGIN, CLIENTS } from './login';

export type { Deviation } from './deviation';
export { FaultVisibility } from './deviation';

/** Every departure from the guide, by name. */
export const DEVIATIONS = { ...BROWSER_LOGIN, ...EDGE, ...CLIENTS, ...SECRET_DELIVERY, ...CHART_RELEASES };

/** The same by chapter, in reading order. */
export const DEVIATION_CHAPTERS: readonly {
  readonly title: string;
  readonly deviations: readonly Deviation[];
}[] = [
  { title: 'Browser login', deviations: Object.values(BROWSER_LOGIN) },
  { title: 'The edge', deviations: Object.values(EDGE) },
  { title: 'SDK, CLI and services', deviations: Object.values(CLIENTS) },
  { title: 'Secret delivery', deviations: Object.values(SECRET_DELIVERY) },
  { title: 'Chart releases', deviations: Object.values(CHART_RELEASES) },
];
