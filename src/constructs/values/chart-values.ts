import { JsonObject } from '../../common/data/json';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { ValuesContract } from '../../contract/union/values-contract';

/** The Helm release that values are for. */
export interface HelmTarget {
  readonly helmRelease: string;
  readonly namespace: string;
  /** Names of the Secrets that are emitted for the release to take over: the chart renders them as well. */
  readonly takesOver?: readonly string[];
}

/** What the values of a chart are made of. */
export interface ChartValues {
  readonly contract: ValuesContract;
  readonly release: ChartRelease;
  readonly target: HelmTarget;
  readonly heading: string[];
  /** Clients that the plane trusts beside those that its values name. */
  readonly trustedClients?: readonly string[];
  readonly values: JsonObject;
  readonly extraValues?: JsonObject;
}
