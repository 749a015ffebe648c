import { IConstruct } from 'constructs';
import { JsonObject, nestUnder, withoutUndefined } from '../../../common/data/json';
import { clientId as validClientId, filledIn } from '../../../common/props/checks';
import { warn } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import { instanceOf, optional, Shape, struct, text } from '../../../common/props/prop-types';
import { isUuid } from '../../../contract/providers/known-provider';
import {
  compareVersions, ControlPlaneContract, ReleaseContract,
} from '../../../contract/union/release-contract';
import { ChartVersion } from '../../../contract/union/releases/chart-version';
import { SecretContent } from '../../../contract/union/secrets';
import { REMOTE_REF, RemoteRef } from '../../../contract/upstream/remote-ref';
import { Authorization } from '../../authorization/authorization';
import { CONTROL_PLANE_EDGE, IControlPlaneEdge } from '../../edge/edge-controller';
import { UnionIdentity } from '../../identity';
import { OtherSecrets } from '../../secrets/secret-delivery';
import { SecretEntry, SecretPlan } from '../../secrets/secret-target';
import { CHART_PROPS, ChartProps, PLANE_PROPS, PlaneProps } from '../plane-design';

/**
 * A tenant of Microsoft Entra ID whose users the console lists, with an application that reads Microsoft
 * Graph.
 *
 * It needs the application permissions `User.Read.All`, `GroupMember.Read.All` and
 * `Application.ReadWrite.All`, with admin consent. With the last one, it registers clients for API keys; so
 * can anyone who has its secret.
 *
 * Source: controlplane `values.yaml`, `services.identity.configMap.identity.app.identityProviderConfig`.
 */
export interface EntraDirectory {
  /** The ID of the tenant, a UUID. */
  readonly tenantId: string;

  /** Client ID of the application that reads Microsoft Graph. It must have no other use. */
  readonly clientId: string;

  /**
   * Location of its client secret in the store: a reference, never the value.
   *
   * @default - none; required with `SecretDelivery.externalSecrets()`
   */
  readonly clientSecret?: RemoteRef;

  /**
   * The object ID of the group whose members are listed.
   *
   * @default - all users of the tenant
   */
  readonly groupId?: string;
}

const uuid = (value: string) => (isUuid(value) ? undefined : 'is not a UUID; copy it from the admin center');

const ENTRA_DIRECTORY = struct<EntraDirectory>({
  tenantId: text(filledIn, uuid),
  clientId: text(validClientId, uuid),
  clientSecret: optional(REMOTE_REF),
  groupId: optional(text(filledIn, uuid)),
});

/** The key in `union-controlplane-secrets`, and the file that the identity service reads. */
const SECRET_KEY = 'azure_client_secret';

/** The variable of the secret in the script. */
const VARIABLE = 'UNION_ENTRA_DIRECTORY_CLIENT_SECRET';

/** The identity service's settings of the tenant, below `identity`. */
export function entraDirectoryConfig({ tenantId, clientId, groupId }: EntraDirectory): JsonObject {
  return nestUnder('app.identityProviderConfig', {
    provider: 'azure',
    azure: withoutUndefined({ tenantId, clientId, clientSecretName: SECRET_KEY, groupId }),
  });
}

/** Its client secret, in the Secret that all services mount. */
export function entraDirectoryEntry({ clientSecret }: EntraDirectory): SecretEntry {
  return {
    key: SECRET_KEY,
    content: SecretContent.SERVICE_CLIENT_SECRET,
    remote: clientSecret,
    variable: VARIABLE,
    whose: 'the application that reads Microsoft Graph',
  };
}

/** The application can register others, so it must have no other use. */
export function checkEntraDirectory(
  problems: Problems, { identity, secrets }: OtherSecrets, { clientId, clientSecret }: EntraDirectory,
): void {
  const owner = identity._applications.all.find((application) => application.clientId === clientId);
  if (owner) {
    problems.add('entraDirectory.clientId', clientId, `is the client ID of "${owner.name}", and the `
      + 'application can register others; register a separate one');
  }
  const missing = `give the location of the secret of client ${clientId} in the secret store`;
  secrets._checkApart(problems, 'entraDirectory.clientSecret', clientSecret, { identity, clientId, missing });
}

/**
 * Props of every control plane, with or without Union's chart.
 *
 * @internal
 */
export interface AnyControlPlaneProps extends PlaneProps {
  /** The identity, shared by all planes of the deployment. */
  readonly identity: UnionIdentity;

  /**
   * The oldest chart release that may still run, or to which you may roll back. The Secrets keep keys that
   * only this release reads: running pods lose nothing when you apply these manifests before the upgrade, and
   * `helm rollback` works. The head of the values lists the keys; so does a warning if you set an older
   * release here. Set `chartVersion` itself to remove the keys once you will not roll back, or if nothing
   * older ever ran.
   *
   * @default - the oldest known release, if secrets are read from a store or delivered by the script
   */
  readonly migratingFrom?: ChartVersion;

  /**
   * The authorization mode: who may do what. See docs/authorization.md.
   *
   * @default Authorization.noop(): every signed-in caller may do everything
   */
  readonly authorization?: Authorization;

  /**
   * The tenant of Microsoft Entra ID whose users the console lists (`identityProviderConfig: azure` of the
   * identity service).
   *
   * @default - none; the console lists no users
   */
  readonly entraDirectory?: EntraDirectory;
}

/** The authentication of a control plane beside Union's chart. */
export interface ControlPlaneAuthProps extends AnyControlPlaneProps, ChartProps {
  /**
   * The edge of the control plane. With a `ControlPlaneEdge` the values turn off the chart's own Ingresses
   * and its ingress-nginx, and flyteadmin reaches the other services at the public domain. To keep both
   * during a migration of DNS, set `extraValues` (docs/moving-off-ingress-nginx.md).
   *
   * @default ControlPlaneEdge.chartIngress(), the edge of the chart
   */
  readonly edge?: IControlPlaneEdge;

  /**
   * Location of the database password in the store. Give it if no other ExternalSecret delivers `pass.txt`;
   * External Secrets refuses to merge into a Secret that another ExternalSecret owns.
   *
   * @default - none; you deliver `pass.txt` of `union-controlplane-secrets` yourself
   */
  readonly databasePassword?: RemoteRef;
}

export const ANY_CONTROL_PLANE_PROPS: Shape<AnyControlPlaneProps> = {
  ...PLANE_PROPS,
  identity: instanceOf(UnionIdentity),
  migratingFrom: optional(instanceOf(ChartVersion)),
  authorization: optional(instanceOf(Authorization)),
  entraDirectory: optional(ENTRA_DIRECTORY),
};

export const CONTROL_PLANE_AUTH_PROPS: Shape<ControlPlaneAuthProps> = {
  ...ANY_CONTROL_PLANE_PROPS,
  ...CHART_PROPS,
  edge: optional(CONTROL_PLANE_EDGE),
  databasePassword: optional(REMOTE_REF),
};

/**
 * Warns that the subject of services is the one that the standard recommends, if the provider's is unknown.
 */
export function warnOfAssumedSubject(
  construct: IConstruct,
  { identityProvider: provider, _applications: { service, _statedSubjects } }: UnionIdentity,
  { blocks }: ControlPlaneContract,
): void {
  if (blocks.trustedIdentityClaims && !_statedSubjects.has(service.clientId)
    && provider._description.serviceSubjectIsAssumed) {
    warn(construct, `services trust identity headers of the subject "${service.subject}", on the assumption `
      + 'that the provider writes the client ID into "sub" of the '
      + 'service application\'s tokens, as RFC 9068 recommends; decode one, and give its "sub" as '
      + 'subject of applications.service.');
  }
}

/** Checks that the subject whose identity headers services trust is known. */
export function checkServiceSubject(
  problems: Problems, identity: UnionIdentity, { blocks }: ControlPlaneContract,
): void {
  if (blocks.trustedIdentityClaims !== undefined && identity._applications.service.subject === undefined) {
    problems.addMissing(
      'identity.applications.service.subject', identity.identityProvider._subjectRemedy,
    );
  }
}

/** The releases before one, starting with that of a migration. */
export function olderReleases(
  { migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>, to: ChartVersion,
): ReleaseContract[] {
  return ChartVersion._all
    .filter(({ version }) =>
      compareVersions(version, to.version) < 0
        && compareVersions(version, migratingFrom?.version ?? version) >= 0)
    .map(({ _contract }) => _contract);
}

export function checkMigration(
  problems: Problems, { migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>, to: ChartVersion,
): void {
  if (migratingFrom && compareVersions(migratingFrom.version, to.version) > 0) {
    problems.add(
      'migratingFrom',
      migratingFrom.version,
      `is newer than the chart release ${to}; give the running release, or ${to} itself`,
    );
  }
}

/** Warns which keys can be removed later, if the user has declared a migration. */
export function warnOfOldKeys(
  construct: IConstruct,
  plan: SecretPlan,
  { migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>,
  to: ChartVersion,
): void {
  const old = oldKeys(plan);
  if (migratingFrom && old.length > 0) {
    warn(construct, `the chart of ${migratingFrom} reads ${old.join(', ')}, which ${to} does not: delivered `
      + 'for pods that run until the upgrade, and for a rollback. Once you will not roll back, '
      + `set migratingFrom to ${to}.`);
  }
}

/**
 * The same for the head of the values. Whether an older release runs is unknown, and a fresh installation
 * needs no warning.
 */
export function noteOfOldKeys(plan: SecretPlan, to: ChartVersion): string[] {
  const old = oldKeys(plan);
  return old.length === 0 ? [] : [
    `Our Secrets have ${old.join(', ')} too: older releases of the chart read it, ${to} does not. `
      + 'Pods that run',
    'until the upgrade need it, and so does a rollback. Afterwards, or if nothing older ever ran, set',
    `migratingFrom to ${to} to leave it out.`,
  ];
}

function oldKeys({ targets }: SecretPlan): string[] {
  return targets.flatMap(({ secretName, entries }) =>
    entries.filter(({ ofOlderRelease }) => ofOlderRelease).map(({ key }) => `${key} of ${secretName}`));
}
