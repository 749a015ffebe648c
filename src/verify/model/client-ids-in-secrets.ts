import { CLIENT_ID_KEY } from '../../contract/union/secrets';
import { asObject, asText } from '../kube/json-access';
import type { Model } from './model';

/** `host:clientId:clientSecret:organization`, as a template for External Secrets puts an API key together. */
const API_KEY_FORMAT = /printf "%s:%s:%s:%s" "[^"]*" "([^"]+)" \S+ "([^"]*)"/g;

/** An API key of a template: whose it is, and for which organization. */
export interface ApiKeyTemplate {
  readonly clientId: string;
  /** Empty for none. */
  readonly organization: string;
  readonly field: ReturnType<Model['externalSecrets'][number]['field']>;
}

/** The API keys that External Secrets Operator encodes. */
export function apiKeyTemplates(model: Model): ApiKeyTemplate[] {
  return model.externalSecrets.flatMap((externalSecret) => Object.entries(asObject(externalSecret.at('target', 'template', 'data'))).flatMap(([key, text]) =>
    [...(asText(text) ?? '').matchAll(API_KEY_FORMAT)].map(([, clientId, organization]) =>
      ({ clientId, organization, field: externalSecret.field('target', 'template', 'data', key) }))));
}

/** Client IDs that lie beside client secrets or in API keys: those of eager clients. */
export function clientIdsInSecrets(model: Model): string[] {
  const templated = model.externalSecrets.flatMap((externalSecret) => asText(asObject(externalSecret.at('target', 'template', 'data'))[CLIENT_ID_KEY]) ?? []);
  const plain = model.ofKind('', 'Secret').flatMap((object) => asText(object.objectAt('stringData')[CLIENT_ID_KEY]) ?? []);
  return [...templated, ...plain, ...apiKeyTemplates(model).map(({ clientId }) => clientId)];
}
