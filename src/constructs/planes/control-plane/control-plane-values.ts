import { JsonObject, mergeValues, nestUnder, valueAt } from '../../../common/data/json';
import { ExtraMounts } from '../../../contract/union/release-contract';
import { PLACEHOLDER, SECRETS } from '../../../contract/union/secrets';
import { CHART_CONTROLLER_CONFIG, HTTP_SNIPPET } from '../../../contract/upstream/ingress-nginx';
import { PlaneConfig } from '../../config/plane-config';
import type { IControlPlaneEdge } from '../../edge';
import { ingressNginxAnnotations } from '../../edge/ingress-nginx/ingress-nginx-annotations';
import { CLEARED_HEADERS } from '../../edge/ingress-nginx/ingress-nginx-controller';
import { DEVIATIONS } from '../../identity/deviations';
import { PlaneContext } from '../../settings/plane-context';
import { ApiKeyOverride, apiKeyOverridesValues } from './api-key-override';
import { edgeValues } from './edge-of-chart';
import { EntraDirectory, entraDirectoryConfig } from './entra-directory';

/** What values say besides authentication. */
interface FurtherValues {
  readonly apiKeyOverrides: readonly ApiKeyOverride[];
  readonly edge?: IControlPlaneEdge;
  readonly entraDirectory?: EntraDirectory;
}

/** The override values of the control plane chart. Guide: section "Control plane Helm configuration". */
export function controlPlaneValues(
  context: PlaneContext, config: PlaneConfig, { apiKeyOverrides, edge, entraDirectory }: FurtherValues,
): JsonObject {
  const { identity, release: { controlPlane } } = context;
  return [
    config._values,
    ...(edge === undefined ? [] : edgeValues(context, edge)),
    nestUnder(controlPlane.schedulerSecret, schedulerSecret(context)),
    nestUnder(controlPlane.ingress, ingress(context)),
    identity._mend(
      DEVIATIONS.subrequestHeaders, nestUnder(CHART_CONTROLLER_CONFIG, { ...CLEARED_HEADERS }), {},
    ),
    identity._mend(
      DEVIATIONS.unionServicesSecretName,
      nestUnder(controlPlane.unionServicesSecret, SECRETS.unionServices.name),
      {},
    ),
    ...(controlPlane.relyingPartySecret ? [relyingPartyMounts(controlPlane.relyingPartySecret)] : []),
    ...(controlPlane.extraHosts && identity.additionalDomains.length > 0
      ? [nestUnder(controlPlane.extraHosts, identity.additionalDomains)]
      : []),
    ...(controlPlane.apiKeyOverrides && apiKeyOverrides.length > 0
      ? [apiKeyOverridesValues(controlPlane.apiKeyOverrides, apiKeyOverrides)]
      : []),
    ...(controlPlane.identityService && entraDirectory
      ? [nestUnder(controlPlane.identityService, entraDirectoryConfig(entraDirectory))]
      : []),
  ].reduce(mergeValues);
}

/** Somebody's own `http-snippet` stands below ours: in its place, callers could state who they are. */
export function withClearedHeaders(extraValues: JsonObject): JsonObject {
  const path = `${CHART_CONTROLLER_CONFIG}.${HTTP_SNIPPET}`;
  const [own, ours] = [valueAt(extraValues, path), CLEARED_HEADERS[HTTP_SNIPPET]];
  return typeof own === 'string' && !own.includes(ours)
    ? mergeValues(extraValues, nestUnder(path, `${ours}\n${own}`))
    : extraValues;
}

/**
 * With a client secret the chart renders the Secret, and every upgrade puts its placeholder back; with an
 * empty one it only mounts it. Not null: kubectl and Argo CD drop nulls on the way, and the chart's default
 * comes back.
 *
 * Source: flyte-core 1.16.1, `templates/common/secret-auth.yaml` tests `not (empty …)`.
 */
function schedulerSecret(context: PlaneContext): JsonObject {
  return {
    enabled: true,
    clientSecret: context.identity._mend(DEVIATIONS.schedulerPlaceholder, '', PLACEHOLDER),
  };
}

/** Helm replaces lists: what the chart mounts by itself is repeated. */
function relyingPartyMounts({ volumes, chartVolumes, mounts, chartMounts }: ExtraMounts): JsonObject {
  const { name, mountPath } = SECRETS.relyingParty;
  const volume = 'oauth-client-secret';
  return mergeValues(
    nestUnder(volumes, [...chartVolumes, { name: volume, secret: { secretName: name } }]),
    nestUnder(mounts, [
      ...chartMounts,
      { name: volume, mountPath: mountPath.replace(/\/$/, ''), readOnly: true },
    ]),
  );
}

function ingress(context: PlaneContext): JsonObject {
  const sets = ingressNginxAnnotations(context.identity, context.namespace);
  const { identity } = context;
  return {
    // Without a host the rules catch every Host header.
    ...identity._mend(DEVIATIONS.ingressHost, { host: identity.domain }, {}),
    protectedIngressAnnotations: sets.http,
    protectedIngressAnnotationsGrpc: sets.grpc,
    ...identity._mend(
      DEVIATIONS.annotationSets,
      {
        protectedIngressAnnotationsWithoutSignin: sets.withoutSignIn,
        protectedConsoleIngressAnnotations: sets.console,
      },
      {},
    ),
  };
}
