import { JsonObject, mergeValues } from '../../common/data/json';
import type { ReleaseContract } from '../../contract/union/release-contract';
import type { PlaneConfig } from '../config/plane-config';
import type { SecretPlan } from '../secrets/secret-target';
import type { PlaneContext } from '../settings/plane-context';
import { HelmValues } from '../values';
import type { ChartProps, PlaneProps } from './plane-props';
import { restartByHand, rotationValues } from './rotation';
import { keepBeforeUpgrade } from './take-over';

/** What the authentication of a plane comes to, before anything is emitted. */
export interface PlaneDesign {
  readonly context: PlaneContext;
  readonly secretPlan: SecretPlan;
  readonly helmValues: HelmValues;
  readonly config: PlaneConfig;
}

/** What one kind of plane adds to the values of its chart. */
interface ChartSide {
  /** What the release says of the plane. */
  readonly plane: ReleaseContract['controlPlane'] | ReleaseContract['dataPlane'];
  readonly releaseName: string;
  readonly clusterName?: string;
  /** The first line of the file. */
  readonly title: string;
  /** Further lines at its top. */
  readonly notes?: readonly string[];
  readonly trustedClients?: readonly string[];
  readonly values: JsonObject;
  readonly extraValues?: JsonObject;
  /** Names of Secrets that a service reads beside those of its contract. */
  readonly furtherSecrets?: { readonly [service: string]: readonly string[] };
}

/** The override values of a plane's chart. */
export function chartValues(
  { secrets, ...props }: PlaneProps & ChartProps,
  { context: { namespace, chartVersion }, secretPlan }: Pick<PlaneDesign, 'context' | 'secretPlan'>,
  { plane: { values: contract, secretReaders }, releaseName, clusterName, ...side }: ChartSide,
): HelmValues {
  const extraValues = props.extraValues as JsonObject;
  const rotation = rotationValues(secretReaders, secrets, {
    extraValues, secretPlan, further: side.furtherSecrets,
  });
  return HelmValues._forChart({
    contract,
    release: chartVersion,
    target: { releaseName, namespace, clusterName, takesOver: secrets._takenOver(secretPlan) },
    heading: [
      `${side.title}, chart release ${chartVersion}.`,
      ...restartByHand(secretReaders, secrets, namespace),
      ...keepBeforeUpgrade(secretPlan),
      ...side.notes ?? [],
    ],
    trustedClients: side.trustedClients,
    values: mergeValues(side.values, rotation),
    extraValues: side.extraValues ?? extraValues,
  });
}
