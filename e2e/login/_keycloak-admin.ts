import { ADMIN, KEYCLOAK_HOST } from './_keycloak';
import type { Network } from './_network';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = Record<string, any>;

/** Changes a realm by the admin API; each method returns a function that reverts the change. */
export class KeycloakAdmin {
  public constructor(private readonly network: Network, private readonly realm: string) {}

  public async client(clientId: string, edit: (client: Json) => void): Promise<() => Promise<void>> {
    const [client] = await this.ask('GET', `/clients?clientId=${clientId}`) as unknown as Json[];
    const undo = await this.unhindered(() => this.change(`/clients/${client.id}`, client, edit));
    return () => this.unhindered(undo);
  }

  /** Suspends the realm's client policies, which refuse changes to a public client. */
  private async unhindered<T>(change: () => Promise<T>): Promise<T> {
    const { policies } = await this.ask('GET', '/client-policies/policies');
    await this.ask('PUT', '/client-policies/policies', { policies: [] });
    try {
      return await change();
    } finally {
      await this.ask('PUT', '/client-policies/policies', { policies });
    }
  }

  public async realmItself(edit: (realm: Json) => void): Promise<() => Promise<void>> {
    return this.change('', await this.ask('GET', ''), edit);
  }

  /** Removes an optional or default scope from a client. */
  public async withoutScope(clientId: string, scope: string): Promise<() => Promise<void>> {
    const [{ id }] = await this.ask('GET', `/clients?clientId=${clientId}`) as unknown as Json[];
    for (const kind of ['default', 'optional']) {
      const scopes = await this.ask('GET', `/clients/${id}/${kind}-client-scopes`) as unknown as Json[];
      const found = scopes.find(({ name }) => name === scope);
      if (found) {
        const path = `/clients/${id}/${kind}-client-scopes/${found.id}`;
        await this.ask('DELETE', path);
        return async () => void await this.ask('PUT', path, {});
      }
    }
    throw new Error(`${clientId} has no scope ${scope}`);
  }

  /** Changes a mapper of a client or of a shared scope, or removes it. */
  public async mapper(
    of: { readonly client: string } | { readonly scope: string },
    name: string,
    edit?: (mapper: Json) => void,
  ): Promise<() => Promise<void>> {
    const [kind, owner] = 'client' in of
      ? ['clients', (await this.ask('GET', `/clients?clientId=${of.client}`) as unknown as Json[])[0]]
      : ['client-scopes', (await this.ask('GET', '/client-scopes') as unknown as Json[]).find((scope) => scope.name === of.scope)!];
    const path = `/${kind}/${(owner as Json).id}/protocol-mappers/models`;
    const mapper = (await this.ask('GET', path) as unknown as Json[]).find((each) => each.name === name)!;
    if (edit) {
      return this.change(`${path}/${mapper.id}`, mapper, edit);
    }
    await this.ask('DELETE', `${path}/${mapper.id}`);
    return async () => void await this.ask('POST', path, mapper);
  }

  private async change(path: string, object: Json, edit: (object: Json) => void): Promise<() => Promise<void>> {
    const changed = structuredClone(object);
    edit(changed);
    await this.ask('PUT', path, changed);
    // Keycloak keeps attributes that a request does not name, so they are emptied.
    const emptied = Object.fromEntries(Object.keys((changed.attributes ?? {}) as Json).map((name) => [name, '']));
    return async () => void await this.ask('PUT', path, 'attributes' in object ? { ...object, attributes: { ...emptied, ...object.attributes } } : object);
  }

  private async ask(method: string, path: string, json?: object): Promise<Json> {
    const { body: given } = await this.network.ask(`https://${KEYCLOAK_HOST}/realms/master/protocol/openid-connect/token`, {
      form: { grant_type: 'password', client_id: 'admin-cli', ...ADMIN },
    });
    const { access_token: token } = JSON.parse(given) as { access_token: string };
    const url = `https://${KEYCLOAK_HOST}/admin/realms/${this.realm}${path}`;
    const { status, body } = await this.network.ask(url, { method, headers: { authorization: `Bearer ${token}` }, json });
    if (status >= 300) {
      throw new Error(`${method} ${path}: ${status} ${body}`);
    }
    return body === '' ? {} : JSON.parse(body) as Json;
  }
}
