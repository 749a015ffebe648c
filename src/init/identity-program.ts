// Tests: test/init/app-files.test.ts, test/init/examine.test.ts
import { isAtOrBelow, JsonObject, pathText } from '../common/data/json';
import { IdentityProvider } from '../constructs/identity';
import { ProviderFeature } from '../constructs/identity/providers/provider-description';
import { registrationFile } from '../constructs/registrations/registrations';
import {
  Answers, APPLICATION_NAMES, chosen, ClientAnswers, DataPlaneAnswers, DataPlaneEntry, dataPlanesIn,
} from './answers';
import { Call, Expression, Member, Name, PlaceOf, Statement, given, placesOf } from './program/expression';
import { valueOf } from './program/run';
import { durationOf } from './questions/field';

/** Names for new applications, if the provider accepts any. */
export const NAMES = { web: 'union-web', native: 'union-native', service: 'union-service' } as const;

/** Whether no client ID is given. */
export function isUnregistered({ applications = {} }: Partial<Answers>): boolean {
  return APPLICATION_NAMES.every((name) => applications[name]?.clientId === undefined);
}

/**
 * Whether the applications must be registered first, because the provider chooses their IDs or the subjects
 * of their tokens.
 */
export function registersFirst(answers: Answers): boolean {
  const provider = isUnregistered(answers) ? providerOf(answers) : undefined;
  return provider !== undefined && (!provider._description.takesClientIds || provider._choosesSubjects);
}

/** The provider of the answers, if they are complete enough. */
export function providerOf({ identityProvider }: Answers): IdentityProvider | undefined {
  const made = valueOf(providerCall(identityProvider));
  return made instanceof IdentityProvider ? made : undefined;
}

/** The metadata of a provider, if the answers about it are right. */
export interface Announcement {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** The path at which flyteadmin fetches the metadata, relative to the issuer. */
  readonly metadataPath: string;
}

/** The metadata that the provider of the answers must publish; undefined if the answers have none. */
export function announcementOf(answers: JsonObject): Announcement | undefined {
  const provider = answers.identityProvider === undefined ? undefined : providerOf(answers as Answers);
  return provider
    && {
      issuer: provider.issuer,
      tokenEndpoint: provider.tokenEndpoint,
      metadataPath: provider.metadataPath,
    };
}

export function identityStatements(answers: Answers): Statement[] {
  const {
    domain, additionalDomains, organization, identityProvider, preferRefreshTokens, clients,
  } = answers;
  const dataPlanes = dataPlanesIn(answers).flatMap((plane): [string, Expression][] => {
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
      identityProvider: providerCall(identityProvider),
      applications: applicationsOf(answers),
      dataPlanes: dataPlanes.length > 0 ? Object.fromEntries(dataPlanes) : undefined,
      clients: clients && Object.fromEntries(Object.entries(clients).map(([name, client]) =>
        [name, withSubject(answers, client)])),
      preferRefreshTokens,
    })], placeInIdentity(answers)),
  }];
}

function applicationsOf(answers: Answers): { [prop: string]: Expression } {
  const { web, native, service } = answers.applications ?? {};
  return {
    web: { clientId: NAMES.web, ...web },
    native: { clientId: NAMES.native, ...native },
    service: withSubject(answers, { clientId: NAMES.service, ...service }),
  };
}

/** The name of a data plane in the identity; a missing one is refused elsewhere. */
export function clusterOf({ clusterName = 'unnamed' }: DataPlaneEntry): string {
  return clusterName;
}

/** The place of a prop of the identity in the answers: the same name, quoted if necessary. */
export function placeInIdentity(answers: Answers): PlaceOf {
  const places: [prop: string, place: string][] = [
    ...dataPlanesIn(answers).map((plane): [string, string] =>
      [`dataPlanes.${clusterOf(plane)}`, plane.place]),
    ...Object.keys(answers.clients ?? {}).map((name): [string, string] =>
      [`clients.${name}`, pathText(['clients', name])]),
  ];
  return (prop) => {
    const [start, place] = places.filter(([name]) => isAtOrBelow(prop, name))
      .sort(([a], [b]) => b.length - a.length)[0] ?? ['', ''];
    return start === '' ? prop : `${place}${prop.slice(start.length)}`;
  };
}

/** The source of the API key of eager tasks, for constructs. */
export function eagerApiKeyCall(source: DataPlaneAnswers['eagerApiKey']): Call | undefined {
  return source === undefined ? undefined : new Call(`EagerApiKey.${source}`);
}

/** A subject that the provider chooses is unknown until the application exists. */
function subjectUntilKnown(answers: Answers): string | undefined {
  return registersFirst(answers) && providerOf(answers)?._choosesSubjects
    ? 'known-once-it-is-registered'
    : undefined;
}

function withSubject(answers: Answers, client: ClientAnswers): { [prop: string]: Expression } {
  return given({ ...client, subject: client.subject ?? subjectUntilKnown(answers) });
}

function providerCall(provider: Answers['identityProvider']): Call {
  const [name, props] = chosen(provider, 'oidc');
  return new Call(`IdentityProvider.${name}`, [props], placesOf(`identityProvider.${name}`));
}

export function secretStatements({ secrets }: Answers): Statement[] {
  const [name, details] = chosen(secrets, 'provisioned');
  const { rotation, ...rest } = details;
  const args = argumentsOf({
    ...('store' in rest ? fromStore(rest) : {}),
    rotation: rotation && new Call(`SecretRotation.${rotation}`),
  });
  const place = placesOf(`secrets.${name}`);
  return [{ kind: 'const', name: 'secrets', value: new Call(`SecretDelivery.${name}`, args, place) }];
}

type FromStore = Omit<NonNullable<Answers['secrets']['externalSecrets']>, 'rotation'>;

function fromStore({ store, refreshInterval, ...rest }: FromStore) {
  return {
    store: new Call(`${store.kind}.fromName`, [store.name], placesOf('secrets.externalSecrets.store')),
    ...rest,
    refreshInterval: refreshInterval === undefined ? undefined : durationCall(refreshInterval),
  };
}

function durationCall(answer: string): Call {
  const [unit, count] = durationOf(answer)!;
  return new Call(`Duration.${unit}`, [count]);
}

/** One object of props; empty if there are none. */
export function argumentsOf(props: { readonly [prop: string]: Expression | undefined }): Expression[] {
  const all = given(props);
  return Object.keys(all).length > 0 ? [all] : [];
}

/** The file that registers the provider's clients; undefined if people must follow the checklist. */
export function registrationFileOf(answers: Answers): string | undefined {
  return registrationFile(providerOf(answers)?._registrar ?? {});
}

/** The statements that register the applications. */
export function registrationStatements(): Statement[] {
  return [
    { kind: 'write', file: new Call('new Registrations', [{ identity: new Name('identity') }]), path: '.' },
  ];
}

/** The statements for configs of SDK and CLI, and environments of pipelines. */
export function clientStatements(answers: Answers): Statement[] {
  const identity = new Name('identity');
  const write = (file: Expression, path: string): Statement => ({
    kind: 'write',
    file,
    path: `clients/${path}`,
  });
  const devices = providerOf(answers)?._supports(ProviderFeature.DEVICE_CODE) ?? false;
  const environment = (method: string, name: string) => {
    const client = new Member(identity, 'client', [name]);
    return new Member(new Call(`ClientEnvironment.${method}`, [client], () => 'clients'), 'toShell', []);
  };
  return [
    write(new Call('ClientConfig.pkce', [identity]), 'interactive.yaml'),
    ...(devices ? [write(new Call('ClientConfig.deviceCode', [identity]), 'device-code.yaml')] : []),
    ...Object.keys(answers.clients ?? {}).flatMap((name) => [
      write(environment('flytekit', name), `${name}.flytekit.env`),
      write(environment('flyteSdk', name), `${name}.flyte-sdk.env`),
    ]),
  ];
}
