import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { ALICE } from './_people';

interface Asked {
  readonly skip: boolean;
  readonly client: { readonly audience: string[] };
  readonly requested_scope: string[];
  readonly requested_access_token_audience: string[];
}

/**
 * The app that Hydra needs for sign-in and consent: it signs Alice in without a form. It writes `identitytype` as docs/providers.md says,
 * and adds the audience for clients that request none.
 */
export class SignInApp {
  public static async start(hydraAdmin: string): Promise<SignInApp> {
    const app = new SignInApp(hydraAdmin);
    await new Promise<void>((resolve) => app.server.listen(0, '127.0.0.1', resolve));
    return app;
  }

  /** For each sign-in, whether a person would see a form. */
  public readonly forms: boolean[] = [];
  /** Whether the app adds the audience for clients that request none. */
  public addsAudience = true;
  /** The `identitytype` of people. */
  public identityType: string | undefined = 'user';

  private readonly server = createServer((request, response) => {
    void this.answer(request, response).catch((error: Error) => response.writeHead(500).end(String(error)));
  });

  private constructor(private readonly hydraAdmin: string) {}

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    if (pathname === '/login') {
      const { skip } = await this.hydra('login', searchParams);
      this.forms.push(!skip);
      response.writeHead(302, { location: await this.accept('login', searchParams, { subject: ALICE.username, remember: true }) }).end();
    } else if (pathname === '/consent') {
      const { requested_scope, requested_access_token_audience: requested, client } = await this.hydra('consent', searchParams);
      const accepted = {
        grant_scope: requested_scope,
        grant_access_token_audience: requested.length > 0 || !this.addsAudience ? requested : client.audience,
        session: { access_token: this.claims, id_token: this.claims },
      };
      response.writeHead(302, { location: await this.accept('consent', searchParams, accepted) }).end();
    } else {
      await this.tokenHook(request, response);
    }
  }

  private get claims(): object {
    return { preferred_username: ALICE.username, ...(this.identityType === undefined ? {} : { identitytype: this.identityType }) };
  }

  /** Hydra calls this for every token; tokens of people keep the claims of their session. */
  private async tokenHook(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { request: { client_id, grant_types } } = JSON.parse((await request.toArray()).join('')) as { request: { client_id: string; grant_types: string[] } };
    if (grant_types.includes('client_credentials')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ session: { access_token: { identitytype: 'app', preferred_username: client_id } } }));
    } else {
      response.writeHead(204).end();
    }
  }

  private async hydra(step: string, query: URLSearchParams): Promise<Asked> {
    return (await fetch(`${this.hydraAdmin}/admin/oauth2/auth/requests/${step}?${query}`)).json() as never;
  }

  private async accept(step: string, query: URLSearchParams, decision: object): Promise<string> {
    const answer = await fetch(`${this.hydraAdmin}/admin/oauth2/auth/requests/${step}/accept?${query}`, {
      method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(decision),
    });
    return (await answer.json() as { redirect_to: string }).redirect_to;
  }
}
