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
import { checkOwnEntry, OtherSecrets } from '../../secrets/own-entry';
import { SecretEntry, SecretPlan } from '../../secrets/secret-target';
import { CHART_PROPS, ChartProps, PLANE_PROPS, PlaneProps } from '../plane-design';

/**
 * A tenant of Microsoft Entra ID whose people the console lists, by an application that reads Microsoft
 * Graph.
 *
 * It needs the application permissions `User.Read.All`, `GroupMember.Read.All` and
 * `Application.ReadWrite.All`, with admin consent; the last lets it register clients for API keys, and so
 * can anyone with its secret.
 *
 * Source: controlplane `values.yaml`, `services.identity.configMap.identity.app.identityProviderConfig`.
 */
export interface EntraDirectory {
  /** The ID of the tenant, a UUID. */
  readonly tenantId: string;

  /** Client ID of the application that reads Microsoft Graph: one of its own. */
  readonly clientId: string;

  /**
   * Where its client secret is. A reference, never the value.
   *
   * @default - not read from a store: `SecretDelivery.externalSecrets()` demands it
   */
  readonly clientSecret?: RemoteRef;

  /**
   * The object ID of the group whose members are listed.
   *
   * @default - everyone of the tenant
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

/** The key of `union-controlplane-secrets`, and the file that the identity service reads. */
const SECRET_KEY = 'azure_client_secret';

/** The variable in which the script finds the secret. */
const VARIABLE = 'UNION_ENTRA_DIRECTORY_CLIENT_SECRET';

/** What the identity service is told of the tenant, below `identity`. */
export function entraDirectoryConfig({ tenantId, clientId, groupId }: EntraDirectory): JsonObject {
  return nestUnder('app.identityProviderConfig', {
    provider: 'azure',
    azure: withoutUndefined({ tenantId, clientId, clientSecretName: SECRET_KEY, groupId }),
  });
}

/** Its client secret, beside those that all services mount. */
export function entraDirectoryEntry({ clientSecret }: EntraDirectory): SecretEntry {
  return {
    key: SECRET_KEY,
    content: SecretContent.SERVICE_CLIENT_SECRET,
    remote: clientSecret,
    variable: VARIABLE,
    whose: 'the application that reads Microsoft Graph',
  };
}

/** The application may register others, so that it is no one else. */
export function checkEntraDirectory(
  problems: Problems, others: OtherSecrets, { clientId, clientSecret }: EntraDirectory,
): void {
  const owner = others.identity._applications.all.find((application) => application.clientId === clientId);
  if (owner) {
    problems.add('entraDirectory.clientId', clientId, `is the client ID of "${owner.name}", and the `
      + 'application may register others; register one of its own');
  }
  const prop = 'entraDirectory.clientSecret';
  const missing = `give the place of the secret of client ${clientId} in the secret store`;
  others.secrets._checkOwn(problems, prop, clientSecret, missing);
  checkOwnEntry(problems, others, prop, { clientId, remote: clientSecret });
}

/**
 * What a control plane is given, beside Union's chart or without it.
 *
 * @internal
 */
export interface AnyControlPlaneProps extends PlaneProps {
  /** The identity, shared by all planes of the deployment. */
  readonly identity: UnionIdentity;

  /**
   * The oldest release of the charts that may still run, or that one may go back to. Keys that it reads and
   * `chartVersion` does not stay in the Secrets: applying these manifests before the upgrade takes nothing
   * from pods that run, and `helm rollback` finds what it needs. The head of the values names the keys, and a
   * warning where you name an older release here. Name `chartVersion` itself once you will not roll back, or
   * where nothing older ever ran: then they are removed.
   *
   * @default - every older release that is known, where secrets are read from a store or delivered by the
   * script
   */
  readonly migratingFrom?: ChartVersion;

  /**
   * Who may do what, once signed in. docs/authorization.md.
   *
   * @default Authorization.noop(): everyone may do everything
   */
  readonly authorization?: Authorization;

  /**
   * The tenant of Microsoft Entra ID whose people the console lists (`identityProviderConfig: azure` of the
   * identity service).
   *
   * @default - no one is listed
   */
  readonly entraDirectory?: EntraDirectory;
}

/** The authentication of a control plane beside Union's chart. */
export interface ControlPlaneAuthProps extends AnyControlPlaneProps, ChartProps {
  /**
   * The edge of the control plane. With a `ControlPlaneEdge` the values turn the chart's own Ingresses and
   * its ingress-nginx off, and flyteadmin reaches the other services by the public domain. To keep both while
   * DNS moves, say so in `extraValues`: docs/moving-off-ingress-nginx.md.
   *
   * @default ControlPlaneEdge.chartIngress(), that of the chart
   */
  readonly edge?: IControlPlaneEdge;

  /**
   * Where the database password is in the store. Give it where no other ExternalSecret delivers `pass.txt`:
   * External Secrets refuses to merge into a Secret that another ExternalSecret owns.
   *
   * @default - `pass.txt` of `union-controlplane-secrets` is delivered by others and left alone
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
 * Says that the subject of services is what the standard recommends, where no one knows what the provider
 * writes.
 */
export function warnOfAssumedSubject(
  construct: IConstruct,
  { identityProvider: provider, _applications: { service, _statedSubjects } }: UnionIdentity,
  { blocks }: ControlPlaneContract,
): void {
  if (blocks.trustedIdentityClaims && !_statedSubjects.has(service.clientId)
    && provider._serviceSubjectIsAssumed) {
    warn(construct, `services trust identity headers of the subject "${service.subject}", on the assumption `
      + 'that the provider writes the client ID into "sub" of the '
      + 'service application\'s tokens, as RFC 9068 recommends; decode one, and give its "sub" as '
      + 'subject of applications.service.');
  }
}

/** Whether it is known whom services believe. */
export function checkServiceSubject(
  problems: Problems, identity: UnionIdentity, { blocks }: ControlPlaneContract,
): void {
  if (blocks.trustedIdentityClaims !== undefined && identity._applications.service.subject === undefined) {
    problems.addMissing(
      'identity.applications.service.subject', identity.identityProvider._subjectRemedy,
    );
  }
}

/** The releases before one, from that on which a migration begins. */
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
      `is newer than the chart release ${to}; name the release that runs, or ${to} itself`,
    );
  }
}

/** Names what can be taken out later, to whoever has said that a release is on its way. */
export function warnOfOldKeys(
  construct: IConstruct,
  plan: SecretPlan,
  { migratingFrom }: Pick<ControlPlaneAuthProps, 'migratingFrom'>,
  to: ChartVersion,
): void {
  const old = oldKeys(plan);
  if (migratingFrom && old.length > 0) {
    warn(construct, `the chart of ${migratingFrom} reads ${old.join(', ')}, which ${to} does not: delivered `
      + 'anyway, for pods that run until the upgrade and for a rollback. Once you will not roll back, '
      + `set migratingFrom to ${to}.`);
  }
}

/**
 * The same for the head of the values: no one knows whether anything older runs, and a fresh installation
 * needs no warning.
 */
export function noteOfOldKeys(plan: SecretPlan, to: ChartVersion): string[] {
  const old = oldKeys(plan);
  return old.length === 0 ? [] : [
    `Our Secrets have ${old.join(', ')} as well: older releases of the chart read it, and ${to} does not. `
      + 'Pods that run',
    'until the upgrade need it, and so does a rollback. Afterwards, and where nothing older ever ran, set',
    `migratingFrom to ${to} to leave it out.`,
  ];
}

function oldKeys({ targets }: SecretPlan): string[] {
  return targets.flatMap(({ secretName, entries }) =>
    entries.filter(({ ofOlderRelease }) => ofOlderRelease).map(({ key }) => `${key} of ${secretName}`));
}
