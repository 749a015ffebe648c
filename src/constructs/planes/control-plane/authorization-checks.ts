// Tests: test/constructs/planes/control-plane/authorization.test.ts
import { IConstruct } from 'constructs';
import { warn } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import { AUTHORIZER } from '../../../contract/union/authorizer';
import { ControlPlaneContract } from '../../../contract/union/release-contract';
import { ChartVersion } from '../../../contract/union/releases/chart-version';
import {
  accountsOf, AuthorizationAdmin, clustersOf, UnionAuthorizationProps,
} from '../../authorization/authorization';
import { IdentityProvider, UnionIdentity } from '../../identity';
import { ProviderFeature } from '../../identity/providers/provider-description';
import { ConfigContext, unsupported } from '../../settings/context';
import type { ControlPlaneAuthProps } from './control-plane-auth-props';
import { servicesOf } from './services';
import type { ControlPlaneProps } from './services';

/** Checks that identity and chart release meet the requirements of the mode. */
export function checkAuthorization(
  problems: Problems, props: ControlPlaneAuthProps, contract: ControlPlaneContract, chosen: ChartVersion,
): void {
  const decision = props.authorization?._decision;
  if (decision === undefined || decision.mode === 'Noop') {
    return;
  }
  if (!contract.authorization) {
    unsupported(problems, 'authorization', decision.mode, chosen);
  } else if (decision.mode === 'Union') {
    checkIdentityTypes(problems, props, decision);
    checkSubjects(problems, props, decision);
  }
}

function checkIdentityTypes(
  problems: Problems, { identity }: ControlPlaneAuthProps, { externalIdentity }: UnionAuthorizationProps,
): void {
  const { identityProvider: provider } = identity;
  if (!externalIdentity && !provider._supports(ProviderFeature.IDENTITY_TYPE)) {
    problems.add('authorization', 'Union', 'needs a claim that distinguishes applications from people, and '
      + `tokens of ${provider.name} have none; set externalIdentity of Authorization.union, which identifies `
      + 'callers only by subject, or use an authorization server of yours (Authorization.external)');
  }
}

function checkSubjects(
  problems: Problems, props: ControlPlaneAuthProps, { admins }: UnionAuthorizationProps,
): void {
  const { identity: { identityProvider: provider } } = props;
  const accounts = accountsOf(props.identity);
  // The subject of the service application is checked in every mode.
  const unknown = accounts.filter(({ subject }, i) => subject === undefined && i > 0);
  for (const { name, clientId, prop } of unknown) {
    problems.add(
      prop,
      clientId,
      `has no known subject, which Union's roles need: ${provider._subjectRemedy}; give that of ${name}`,
    );
  }
  const ofPerson = (given: string | undefined) => {
    if (given === undefined) {
      return undefined;
    }
    const account = accounts.find(({ subject }) => subject === given);
    const name = account?.name ?? nameOfClient(props.identity, given);
    const wrong = provider._description.subjectOfPerson?.(given);
    return name === undefined
      ? wrong && `${wrong.fault}; ${wrong.remedy}`
      : `is that of the application ${name}; give that of a person`;
  };
  admins.forEach((admin, i) => {
    const prop = `authorization.admins[${i}]`;
    problems.check(`${prop}.subject`, admin.subject, ofPerson);
    problems.check(`${prop}.accessTokenSubject`, admin.accessTokenSubject, ofPerson);
    checkPair(problems, `${prop}.accessTokenSubject`, admin, provider);
  });
}

/** The application of people with this client ID. No token has it as subject. */
function nameOfClient({ _applications }: UnionIdentity, id: string): string | undefined {
  return _applications._ofPeople.find(({ clientId }) => clientId === id)?.name;
}

/** Checks that a person has one subject, or two, as the provider writes them. */
function checkPair(
  problems: Problems,
  prop: string,
  { accessTokenSubject, subject }: AuthorizationAdmin,
  provider: IdentityProvider,
): void {
  const limit = provider._limits.find(({ feature }) => feature === ProviderFeature.ONE_SUBJECT);
  if (limit && accessTokenSubject === undefined) {
    problems.addMissing(prop, `${limit.reason}; it is the "sub" of an access token of SDK or CLI`);
  } else if (!limit && accessTokenSubject !== undefined && accessTokenSubject !== subject) {
    problems.add(
      prop,
      accessTokenSubject,
      `differs from subject, but a person has one subject in tokens of ${provider.name}; leave it out`,
    );
  }
}

/** Checks that a plane without the chart has the authorizer, and its required settings. */
export function checkOwnAuthorizer(problems: Problems, props: ControlPlaneProps): void {
  const { identity, authorization, servedElsewhere = [] } = props;
  if (authorization === undefined || authorization._mode === 'Noop' || servedElsewhere.includes(AUTHORIZER)) {
    return;
  }
  const names = servicesOf(props).map(({ name }) => name);
  if (!names.includes(AUTHORIZER)) {
    problems.add(
      'services',
      names,
      `must include ${AUTHORIZER}, which decides who may do what; add '${AUTHORIZER}', or list it `
        + 'in servedElsewhere if it runs elsewhere',
    );
  } else if (authorization._mode === 'Union' && identity.organization === undefined) {
    problems.addMissing(
      'identity.organization',
      'Union\'s roles belong to an organization; give yours in the identity',
    );
  }
}

/**
 * Warns about steps that the emitted roles leave to people.
 *
 * @param besideChart whether values may come from elsewhere as well
 */
export function warnAboutAuthorization(
  construct: IConstruct, context: ConfigContext, besideChart: boolean,
): void {
  const { identity, authorization } = context;
  if (authorization?._mode !== 'Union') {
    return;
  }
  if (besideChart && identity.organization === undefined) {
    warn(construct, 'Union\'s roles belong to an organization, and the identity has none; give it '
      + 'there, or in global.UNION_ORG of other values');
  }
  warnAboutClusters(construct, context);
  if (identity._clients.length > 0) {
    const clients = identity._clients.map(({ id, subject }) => `${id} (${subject ?? 'unknown'})`);
    warn(construct, 'The library assigns Union\'s roles only to the platform\'s own applications; assign '
      + `those of your clients in the console, by subject: ${clients.join(', ')}`);
  }
  const assumed = identity.identityProvider._description.serviceSubjectIsAssumed
    ? accountsOf(identity).slice(1)
      .filter(({ clientId }) => !identity._applications._statedSubjects.has(clientId))
    : [];
  if (assumed.length > 0) {
    warn(construct, 'Union\'s roles refer to subjects, and those of '
      + `${assumed.map(({ name }) => name).join(', ')} are assumed to be the client IDs; decode a token `
      + 'of each, and give its "sub" as subject');
  }
}

function warnAboutClusters(construct: IConstruct, context: ConfigContext): void {
  const { release } = context;
  if (clustersOf(context.identity).length === 0) {
    warn(construct, 'Union\'s roles have no data plane, but each cluster has its own operators; list the '
      + 'data planes in dataPlanes of the identity');
  } else if (!release.controlPlane.authorization!.clusterRoles) {
    warn(construct, `chart release ${release.version} accepts operators and viewers of clusters only from `
      + '2026.7.2, so the values list only clusters; after an upgrade set them in '
      + 'extraValues (docs/authorization.md)');
  }
}
