import { JsonObject } from '../../../common/data/json';
import { RegisteredClient } from './provider-description';

/** Blocks of Terraform's JSON syntax: type, name, body. */
export type Blocks = Record<string, Record<string, Record<string, unknown>>>;

/** A literal text, although it may contain `${` or `%{`. */
export function literal(text: string): string {
  return text.replace(/[$%]\{/g, (opening) => opening[0] + opening);
}

/** A reference to an attribute. */
export function reference(path: string): string {
  return `\${${path}}`;
}

/** The name of a registration in Terraform. */
export function terraformName(client: RegisteredClient): string {
  return client.id.replace(/-/g, '_');
}

/** One block per client, by its name in Terraform. */
export function eachClient(
  clients: readonly RegisteredClient[], body: (client: RegisteredClient) => JsonObject,
): JsonObject {
  return Object.fromEntries(clients.map((client) => [terraformName(client), body(client)]));
}

/** Two outputs per client: its ID, and its secret, which Terraform shows only on request. */
export function outputs(
  clients: readonly RegisteredClient[],
  clientId: (name: string) => string,
  clientSecret: (name: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(clients.flatMap((client) => {
    const name = terraformName(client);
    const id = [`${name}_client_id`, { value: reference(clientId(name)) }];
    const secret = [`${name}_client_secret`, { value: reference(clientSecret(name)), sensitive: true }];
    return client.hasClientSecret ? [id, secret] : [id];
  }));
}
