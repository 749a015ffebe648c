import { isAtOrBelow, JsonObject } from '../common/data/json';
import { IdentityProvider } from '../constructs/identity';
import { ProviderFeature } from '../constructs/identity/provider-feature';
import { registrationFile } from '../constructs/registrations/registration-files';
import { Answers, DataPlaneAnswers, ServiceAnswers, chosen } from './answers';
import { Call, Expression, Member, Name, PlaceOf, Statement, given, placesOf } from './program/expression';
import { valueOf } from './program/run';
import { durationOf } from './questions/answers';

/** Names for applications that are to be made, where the provider takes any. */
export const NAMES = {
  webClientId: 'union-web',
  nativeClientId: 'union-native',
  serviceClientId: 'union-service',
};

/**
 * Whether the applications must be registered before anything else can be made: nobody knows their IDs until
 * then, or the subjects of their tokens.
 */
export function registersFirst(answers: Answers): boolean {
  const provider = answers.applications === undefined ? providerOf(answers) : undefined;
  return provider !== undefined && (!provider._takesClientIds || provider._choosesSubjects);
}

/** What the provider can do and takes, as far as the answers make one. */
export function providerOf({ provider }: Answers): IdentityProvider | undefined {
  const made = valueOf(providerCall(provider));
  return made instanceof IdentityProvider ? made : undefined;
}

/** What a provider publishes of itself, if the answers about it are right. */
export interface Announcement {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** Where flyteadmin looks for the metadata, relative to the issuer. */
  readonly metadataPath: string;
}

/** What the provider of the answers must publish; nothing where they make none. */
export function announcementOf(answers: JsonObject): Announcement | undefined {
  const provider = answers.provider === undefined ? undefined : providerOf(answers as Answers);
  return provider
    && {
      issuer: provider.issuer,
      tokenEndpoint: provider.tokenEndpoint,
      metadataPath: provider.metadataPath,
    };
}

export function identityStatements(answers: Answers): Statement[] {
  const { domain, additionalDomains, organization, provider, preferRefreshTokens, clients } = answers;
  const dataPlanes = (answers.dataPlanes ?? []).flatMap((plane): [string, Expression][] => {
    const { operator, eager, eagerApiKey } = plane;
    return operator === undefined ? [] : [[clusterOf(plane), given({
      operator: withSubject(answers, operator),
      eager: eager && withSubject(answers, eager),
      eagerApiKey: eagerApiKeyCall(eagerApiKey),
    })]];
  });
  return [{
    kind: 'const',
    name: 'identity',
    value: new Call('new UnionIdentity', [given({
      domain,
      additionalDomains,
      organization,
      identityProvider: providerCall(provider),
      applications: applicationsOf(answers),
      dataPlanes: dataPlanes.length > 0 ? Object.fromEntries(dataPlanes) : undefined,
      clients: clients && Object.fromEntries(clients.map(({ name, ...client }) =>
        [name, withSubject(answers, client as ServiceAnswers)])),
      preferRefreshTokens,
    })], placeInIdentity(answers)),
  }];
}

/** Each application with the place of its secret, which the answers have with the delivery. */
function applicationsOf(answers: Answers): { [prop: string]: Expression } {
  const { applications, secrets: { externalSecrets = {} } } = answers;
  const ids = applications ?? NAMES;
  const { webClientSecret, serviceClientSecret } = externalSecrets as { [prop: string]: Expression };
  const subject = applications?.serviceSubject ?? subjectUntilKnown(answers);
  return {
    web: given({ clientId: ids.webClientId, secret: webClientSecret }),
    native: { clientId: ids.nativeClientId },
    service: given({ clientId: ids.serviceClientId, secret: serviceClientSecret, subject }),
  };
}

/** The name by which the identity lists a data plane; without one it is refused elsewhere. */
export function clusterOf({ clusterName = 'unnamed' }: DataPlaneAnswers): string {
  return clusterName;
}

/** Where the answers have a prop of the identity. */
export function placeInIdentity(answers: Answers): PlaceOf {
  const secret = 'secrets.externalSecrets';
  const places: [prop: string, place: string][] = [
    ['identityProvider', 'provider'],
    ['applications.web.secret', `${secret}.webClientSecret`],
    ['applications.service.secret', `${secret}.serviceClientSecret`],
    ...['web', 'native', 'service'].map((name): [string, string] =>
      [`applications.${name}.clientId`, `applications.${name}ClientId`]),
    ['applications.service.subject', 'applications.serviceSubject'],
    ...(answers.dataPlanes ?? []).map((plane, i): [string, string] =>
      [`dataPlanes.${clusterOf(plane)}`, `dataPlanes[${i}]`]),
    ...(answers.clients ?? []).map(({ name }, i): [string, string] => [`clients.${name}`, `clients[${i}]`]),
  ];
  return (prop) => {
    const [start, place] = places.filter(([name]) => isAtOrBelow(prop, name))
      .sort(([a], [b]) => b.length - a.length)[0] ?? ['', ''];
    return start === '' ? prop : `${place}${prop.slice(start.length)}`;
  };
}

/** Who makes the API key of eager tasks, as constructs take it. */
export function eagerApiKeyCall(source: DataPlaneAnswers['eagerApiKey']): Call | undefined {
  return source && new Call(`EagerApiKey.${source}`);
}

/** A subject that the provider chooses is not known before the application is. */
function subjectUntilKnown(answers: Answers): string | undefined {
  return registersFirst(answers) && providerOf(answers)?._choosesSubjects
    ? 'known-once-it-is-registered'
    : undefined;
}

function withSubject(answers: Answers, service: ServiceAnswers): { [prop: string]: Expression } {
  const subject = service.subject ?? subjectUntilKnown(answers);
  return { ...service, ...(subject === undefined ? {} : { subject: subject as string }) } as {
    [prop: string]: Expression;
  };
}

function providerCall(provider: Answers['provider']): Call {
  const [name, props] = chosen(provider, 'oidc');
  return new Call(`IdentityProvider.${name}`, [props as Expression], placesOf(`provider.${name}`));
}

export function secretStatements({ secrets }: Answers): Statement[] {
  const [name, props] = chosen(secrets, 'provisioned');
  const place = placesOf(`secrets.${name}`);
  const {
    store, rotation, refreshInterval, webClientSecret: _web, serviceClientSecret: _service,
    databasePassword: _database, ...rest
  } = props as JsonObject & { store?: { kind: string; name: string } };
  const type = store?.kind === 'SecretStore' ? 'SecretStore' : 'ClusterSecretStore';
  const rotated = typeof rotation === 'string' ? new Call(`SecretRotation.${rotation}`) : undefined;
  const fromStore = () => argumentsOf({
    store: store && new Call(`${type}.fromName`, [store.name], placesOf(`secrets.${name}.store`)),
    ...rest as { [prop: string]: Expression },
    refreshInterval: typeof refreshInterval === 'string' ? durationCall(refreshInterval) : undefined,
    rotation: rotated,
  });
  const otherwise = rotated ? [{ rotation: rotated }] : [];
  const args = name === 'externalSecrets' ? fromStore() : otherwise;
  return [{ kind: 'const', name: 'secrets', value: new Call(`SecretDelivery.${name}`, args, place) }];
}

function durationCall(answer: string): Call {
  const [unit, count] = durationOf(answer)!;
  return new Call(`Duration.${unit}`, [count]);
}

/** One object of props, or nothing where none is given. */
export function argumentsOf(props: { readonly [prop: string]: Expression | undefined }): Expression[] {
  const all = given(props);
  return Object.keys(all).length > 0 ? [all] : [];
}

/** The file in which the provider takes its clients; nothing where a person has to read the checklist. */
export function registrationFileOf(answers: Answers): string | undefined {
  return registrationFile(providerOf(answers)?._registrar ?? {});
}

/** What registers the applications. */
export function registrationStatements(): Statement[] {
  return [
    { kind: 'write', file: new Call('new Registrations', [{ identity: new Name('identity') }]), path: '.' },
  ];
}

/** Config of SDK and CLI, and environments of pipelines. */
export function clientStatements(answers: Answers): Statement[] {
  const identity = new Name('identity');
  const write = (file: Expression, path: string): Statement => ({
    kind: 'write',
    file,
    path: `clients/${path}`,
  });
  const devices = providerOf(answers)?._supports(ProviderFeature.DEVICE_CODE) ?? false;
  const environment = (method: string, clientId: string) =>
    new Member(
      new Call(`ClientEnvironment.${method}`, [identity, { clientId }], () => 'clients'), 'toShell', [],
    );
  return [
    write(new Call('ClientConfig.pkce', [identity]), 'interactive.yaml'),
    ...(devices ? [write(new Call('ClientConfig.deviceCode', [identity]), 'device-code.yaml')] : []),
    ...(answers.clients ?? []).flatMap(({ name, clientId }) => [
      write(environment('flytekit', clientId), `${name}.flytekit.env`),
      write(environment('flyteSdk', clientId), `${name}.flyte-sdk.env`),
    ]),
  ];
}
