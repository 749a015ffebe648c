import { CLIENT_ID_KEY, EAGER_API_KEY, SEEDS_DIRECTORY } from '../../contract/union/secrets';
import type { ExternalSecret } from '../kube/external-secret';
import { Home, sameHome } from '../kube/home';
import { cleanPath } from '../kube/volume';
import type { Field } from '../read/field';
import type { Seed as EagerSeed } from './eager-keys';
import type { Model } from './model';

/** `host:clientId:clientSecret:organization`, as in a template of External Secrets for an API key. */
const API_KEY_FORMAT = /printf "%s:%s:%s:%s" "[^"]*" "([^"]+)" \S+ "([^"]*)"/g;

/** The API key of a template: its client and organization. */
export interface ApiKeyTemplate {
  readonly clientId: string;
  /** Empty if there is none. */
  readonly organization: string;
  readonly externalSecret: ExternalSecret;
  readonly field: Field;
}

export function apiKeyTemplates(model: Model): ApiKeyTemplate[] {
  return model.externalSecrets.flatMap((externalSecret) =>
    Object.entries(externalSecret.template).flatMap(([key, text]) =>
      [...text.matchAll(API_KEY_FORMAT)].map(([, clientId, organization]) => ({
        clientId,
        organization,
        externalSecret,
        field: externalSecret.templateField(key),
      })),
    ),
  );
}

/** An eager client whose credentials are delivered to the control plane. */
export interface SeededClient {
  readonly clientId: string;
  readonly externalSecret: ExternalSecret;
  readonly field: Field;
}

/** The eager clients from whose credentials API keys are created, if the input has their IDs. */
export function seededClients(model: Model): SeededClient[] {
  return mountedSeeds(model).flatMap(({ secret, near }) =>
    model.externalSecrets
      .filter((each) => each.target === secret && each.writesInto(near))
      .flatMap((each) => {
        const clientId = each.template[CLIENT_ID_KEY];
        return clientId === undefined
          ? []
          : [{ clientId, externalSecret: each, field: each.templateField(CLIENT_ID_KEY) }];
      }),
  );
}

const SEEDS = cleanPath(`${SEEDS_DIRECTORY}${EAGER_API_KEY}`);

/** The Secrets of eager clients, and their readers. */
function mountedSeeds({ workloads }: Model): { readonly secret: string; readonly near: Home }[] {
  return workloads.flatMap((workload) => workload.containers.flatMap(({ mounts }) => mounts)
    .filter(({ directory }) => directory === SEEDS || directory.startsWith(`${SEEDS}-`))
    .flatMap(({ volume }) => volume?.sources ?? [])
    .filter(({ kind }) => kind === 'Secret')
    .map(({ name }) => ({ secret: name, near: workload })));
}

/** The client of a seed, by the ID in its Secret. */
export function clientIdOf(
  model: Model, { secret, home }: Pick<EagerSeed, 'secret' | 'home'>,
): string | undefined {
  if (secret === undefined) {
    return undefined;
  }
  const templated = model.externalSecrets.filter((each) => each.target === secret && each.writesInto(home))
    .map(({ template }) => template[CLIENT_ID_KEY]);
  const plain = model.secrets
    .filter((each) => each.name === secret && sameHome(each, home))
    .map((each) => each.publicText(CLIENT_ID_KEY));
  return [...templated, ...plain].find((clientId) => clientId !== undefined);
}

/** Client IDs next to client secrets or in API keys: those of eager clients. */
export function clientIdsInSecrets(model: Model): string[] {
  const templated = model.externalSecrets.flatMap(({ template }) => template[CLIENT_ID_KEY] ?? []);
  const plain = model.secrets.flatMap((secret) => secret.publicText(CLIENT_ID_KEY) ?? []);
  return [...templated, ...plain, ...apiKeyTemplates(model).map(({ clientId }) => clientId)];
}
