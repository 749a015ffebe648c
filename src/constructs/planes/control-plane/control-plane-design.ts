import { IConstruct } from 'constructs';
import { JsonObject, mergeValues, nestUnder, valueAt } from '../../../common/data/json';
import { warn } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import { INGRESS_NGINX } from '../../../contract/edges/known-edges';
import {
  CHART_CONTROLLER, INGRESS_PROVIDER, NO_PROVIDER, rendersGateway, rendersIngresses, TENANT_URLS,
} from '../../../contract/union/gateway-routes';
import { ControlPlaneContract, ExtraMounts, ReleaseContract } from '../../../contract/union/release-contract';
import { ChartVersion } from '../../../contract/union/releases/chart-version';
import { PLACEHOLDER, SECRETS } from '../../../contract/union/secrets';
import { API_KEY_SERVICE, controlPlaneWorkloads } from '../../../contract/union/services';
import { CONTROL_PLANE_NAMESPACE, WorkloadContract } from '../../../contract/union/workloads';
import { HELM_RELEASE_NAMES } from '../../../contract/upstream/helm';
import {
  CHART_CONTROLLER_CONFIG, CHART_INGRESS_CLASS, HTTP_SNIPPET,
} from '../../../contract/upstream/ingress-nginx';
import { PlaneConfig } from '../../config/plane-config';
import { ControlPlaneEdge } from '../../edge/control-plane-edge';
import { ChartEdge, IControlPlaneEdge } from '../../edge/edge-controller';
import { CLEARED_HEADERS, ingressNginxAnnotations } from '../../edge/ingress-nginx/ingress-nginx-annotations';
import { edgesOfApp } from '../../edge/neighbours';
import { _demandOfPeople } from '../../identity/check-applications';
import { DEVIATIONS } from '../../identity/deviations';
import { ControlPlaneSecretOptions, controlPlaneSecrets } from '../../secrets/plane-secrets';
import {
  FurtherChecks, PlaneContext, checkPlaneContext, planeContext, unsupported,
} from '../../settings/context';
import { chartValues, PlaneDesign } from '../plane-design';
import {
  apiKeyMount, ApiKeyOverride, apiKeyOverridesValues, apiKeys, checkSeeds, seededApiKeys,
} from './api-key-seeds';
import { checkAuthorization } from './authorization-checks';
import {
  checkEntraDirectory, checkMigration, checkServiceSubject, EntraDirectory, entraDirectoryConfig,
  entraDirectoryEntry, noteOfOldKeys, olderReleases,
} from './control-plane-auth-props';
import type { ControlPlaneAuthProps } from './control-plane-auth-props';

/** Whether the chart renders its Ingresses with any values. */
function keepsIngresses(controlPlane: ControlPlaneContract): boolean {
  return rendersIngresses(controlPlane, NO_PROVIDER);
}

/** The chart's values for its own edge, or to turn it off. */
function edgeValues(
  { identity, release: { controlPlane } }: PlaneContext, edge: IControlPlaneEdge,
): JsonObject[] {
  const { provider, ingress: ingresses } = edge instanceof ChartEdge
    ? edge.told
    : { provider: keepsIngresses(controlPlane) ? undefined : NO_PROVIDER, ingress: undefined };
  const publicUrl = `dns:///${identity.domain}`;
  return [
    ...(provider === undefined ? [] : [nestUnder(INGRESS_PROVIDER, provider)]),
    ...(ingresses === undefined ? [] : [nestUnder(controlPlane.ingress, ingresses)]),
    // The chart's default is the Service of its ingress-nginx, without TLS.
    ...(edge.controller._kind.comesWithChart ? [] : [nestUnder(
      controlPlane.blocks.adminServerClient.values, { endpoint: publicUrl, insecure: false },
    )]),
    ...(edge.controller._kind.comesWithChart || provider === 'both' ? [] : [
      nestUnder(CHART_CONTROLLER, false),
      ...TENANT_URLS.map((path) => nestUnder(path, publicUrl)),
    ]),
  ];
}

/** Checks that the chart release supports the edge. */
function checkEdgeOfChart(
  problems: Problems, edge: IControlPlaneEdge, contract: ControlPlaneContract, chosen: ChartVersion,
): void {
  if (edge instanceof ChartEdge) {
    if (edge.told.provider && !rendersGateway(contract, edge.told.provider)) {
      problems.add('edge', 'ControlPlaneEdge.chartGateway()', 'does not exist in the chart of release '
        + `${chosen}; use a later chartVersion, or pass a ControlPlaneEdge`);
    }
  } else if (edge instanceof ControlPlaneEdge && edge.controller.name === INGRESS_NGINX.name
    && keepsIngresses(contract)) {
    problems.add('edge', edge.controller.name, 'has Ingresses with the names of those that the chart of '
      + `release ${chosen} renders with any values, and one would replace the other; use a later `
      + 'chartVersion', 'pass ControlPlaneEdge.chartIngress()');
  }
}

/**
 * Warns about the edge: about settings that the chart lacks, and, once the app is complete, about other edges
 * of the plane.
 */
export function warnOfEdge(
  plane: IConstruct, { namespace, chartVersion, release }: PlaneContext, edge?: IControlPlaneEdge,
): void {
  const { controlPlane } = release;
  if (edge !== undefined && !(edge instanceof ChartEdge) && keepsIngresses(controlPlane)) {
    warn(plane, `the chart of release ${chartVersion} renders its Ingresses with any values. Its `
      + `ingress-nginx is off, so nothing serves their class ${CHART_INGRESS_CLASS}: let no other controller `
      + `serve it beside ${edge.controller.name}, or use a later chartVersion, which can omit them`);
  }
  let isSaid = false;
  plane.node.addValidation({
    validate: () => {
      const text = isSaid ? undefined : otherEdges(plane, namespace, edge);
      isSaid = true;
      if (text !== undefined) {
        warn(plane, text);
      }
      return [];
    },
  });
}

function otherEdges(plane: IConstruct, namespace: string, edge?: IControlPlaneEdge): string | undefined {
  const edges = edgesOfApp(plane, namespace);
  const others = edges.filter(({ isGuard, kind }) => !isGuard && kind !== INGRESS_NGINX.name);
  if (edge === undefined && others.length > 0) {
    const [{ path, kind }] = others;
    return `${path} serves the routes of namespace ${namespace} by ${kind}, and with these values the chart `
      + 'serves them too, by its ingress-nginx: correct only during a migration of DNS; then pass that '
      + 'edge: { edge }';
  }
  const isChartGateway = edge instanceof ChartEdge && edge.told.provider !== undefined;
  if (isChartGateway && !edges.some(({ isGuard }) => isGuard)) {
    return 'the routes of the chart\'s Gateway have no guard, and this app has no '
      + `EnvoyGatewayGuard for namespace ${namespace}: anyone can call them; add one, or apply the one of `
      + 'another app before the chart is upgraded';
  }
  const isOwn = edge !== undefined && !(edge instanceof ChartEdge);
  return isOwn && !edges.some(({ kind }) => kind === edge.controller.name)
    ? `edge uses ${edge.controller.name}, but nothing in this app emits its routes for ${namespace}, and `
      + 'these values turn off those of the chart, so no request would reach the control plane; add a '
      + 'ControlPlaneEdge and pass it, or apply the one of another app before the chart is upgraded'
    : undefined;
}

/** The part of the values that is not authentication. */
interface FurtherValues {
  readonly apiKeyOverrides: readonly ApiKeyOverride[];
  readonly edge?: IControlPlaneEdge;
  readonly entraDirectory?: EntraDirectory;
}

/** The override values of the control plane chart. Guide: section "Control plane Helm configuration". */
function controlPlaneValues(
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

/** Puts a user's `http-snippet` below ours: replacing ours would let callers send identity headers. */
function withClearedHeaders(extraValues: JsonObject): JsonObject {
  const path = `${CHART_CONTROLLER_CONFIG}.${HTTP_SNIPPET}`;
  const [own, ours] = [valueAt(extraValues, path), CLEARED_HEADERS[HTTP_SNIPPET]];
  return typeof own === 'string' && !own.includes(ours)
    ? mergeValues(extraValues, nestUnder(path, `${ours}\n${own}`))
    : extraValues;
}

/**
 * With a client secret the chart renders the Secret, and every upgrade writes the placeholder again; with an
 * empty one it only mounts the Secret. Not null: kubectl and Argo CD drop nulls, and the chart's default
 * applies again.
 *
 * Source: flyte-core 1.16.1, `templates/common/secret-auth.yaml` tests `not (empty …)`.
 */
function schedulerSecret(context: PlaneContext): JsonObject {
  return {
    enabled: true,
    clientSecret: context.identity._mend(DEVIATIONS.schedulerPlaceholder, '', PLACEHOLDER),
  };
}

/** Helm replaces lists, so the chart's own mounts are repeated. */
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
    // Without a host the rules accept every Host header.
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

/** Checks all requirements of a control plane's authentication; a whole plane adds its own checks. */
export function checkControlPlaneAuth(
  problems: Problems, props: ControlPlaneAuthProps, furtherChecks?: FurtherChecks,
): void {
  checkPlaneContext(problems, props, (_, release, chosen) => {
    const { controlPlane } = release;
    checkApplicationSecrets(problems, props);
    checkServiceSubject(problems, props.identity, controlPlane);
    checkMigration(problems, props, chosen);
    checkAuthorization(problems, props, controlPlane, chosen);
    checkSeeds(problems, props, controlPlane);
    if (props.edge) {
      checkEdgeOfChart(problems, props.edge, controlPlane, chosen);
    }
    if (props.entraDirectory && !controlPlane.identityService) {
      unsupported(problems, 'entraDirectory', props.entraDirectory, chosen);
    } else if (props.entraDirectory) {
      checkEntraDirectory(problems, props, props.entraDirectory);
    }
    furtherChecks?.(problems, release, chosen);
  });
}

/** Checks the applications that every control plane has, and the locations of their secrets. */
function checkApplicationSecrets(
  problems: Problems, { identity, secrets, databasePassword }: ControlPlaneAuthProps,
): void {
  _demandOfPeople(problems, identity);
  const { web, service } = identity._applications;
  const read = identity._mend(DEVIATIONS.webClientSecret, { web, service }, { service });
  for (const [name, application] of Object.entries(read)) {
    if (application) {
      secrets._checkOwn(problems, `identity.applications.${name}.secret`, application.secret,
        `give the location of the secret of client ${application.clientId}`);
    }
  }
  if (databasePassword !== undefined) {
    secrets._checkApart(problems, 'databasePassword', databasePassword, { identity, missing: '' });
  }
}

/** Additional content of the Secrets of a plane without the chart. */
export type OwnSecrets = Pick<ControlPlaneSecretOptions, 'databasePassword' | 'further'>;

/**
 * Computes the authentication of a control plane; the props are already checked.
 *
 * @param own given if no chart renders Secrets
 */
export function controlPlaneDesign(props: ControlPlaneAuthProps, own?: OwnSecrets): PlaneDesign {
  const { identity, entraDirectory, releaseName = HELM_RELEASE_NAMES.controlplane } = props;
  const context = planeContext(props, CONTROL_PLANE_NAMESPACE);
  const { release, chartVersion } = context;
  const seeds = seededApiKeys(identity, release.controlPlane);
  const secretPlan = controlPlaneSecrets(context, {
    apiKeySeeds: seeds,
    olderReleases: olderReleases(props, chartVersion),
    shared: entraDirectory && [entraDirectoryEntry(entraDirectory)],
    ...(own ?? { releaseName, databasePassword: props.databasePassword }),
  });
  const overrides = apiKeys(identity, release.controlPlane);
  const config = PlaneConfig._ofControlPlane(context, {
    secretPlan, workloads: workloadsOf(release, overrides),
  });
  const ownValues = props.extraValues as JsonObject;
  const helmValues = chartValues(props, { context, secretPlan }, {
    plane: release.controlPlane,
    releaseName,
    title: 'Authentication of the Union control plane',
    notes: props.secrets._delivers ? noteOfOldKeys(secretPlan, chartVersion) : [],
    trustedClients: identity._trustedClientIds,
    values: controlPlaneValues(context, config, {
      apiKeyOverrides: overrides, edge: props.edge, entraDirectory,
    }),
    extraValues: identity._mend(DEVIATIONS.subrequestHeaders, withClearedHeaders(ownValues), ownValues),
    furtherSecrets: { [API_KEY_SERVICE]: seeds.map(({ secretName }) => secretName) },
  });
  return { context, secretPlan, helmValues, config };
}

/** The services of the plane, with the Secrets of the API keys that one of them creates. */
function workloadsOf(release: ReleaseContract, overrides: readonly ApiKeyOverride[]): WorkloadContract[] {
  return controlPlaneWorkloads(release).map((workload) => (workload.name === API_KEY_SERVICE
    ? { ...workload, secretMounts: [...workload.secretMounts, ...overrides.map(apiKeyMount)] }
    : workload));
}
