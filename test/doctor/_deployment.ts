import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, request as requestOf } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ControlPlane, EdgeController, IdentityProvider, SecretDelivery, UnionIdentity } from '../../src';
import { nginxGateAddress } from '../../src/constructs/edge/ingress-nginx/ingress-nginx-annotations';
import { Registrations } from '../../src/constructs/registrations/registrations';
import { NGINX_GATE } from '../../src/contract/edges/known-edges';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import type { Wires } from '../../src/doctor/ask/network';
import { Secret } from '../../src/doctor/ask/secret';
import { diagnose } from '../../src/doctor/diagnose';
import { ExaminationOptions } from '../../src/doctor/examination';
import type { Person } from '../../src/doctor/probes/login';
import type { ClientUnderTest } from '../../src/doctor/probes/token';
import type { Report } from '../../src/verify/verify';
import { SERVICE_SECRET, WEB_SECRET } from '../_tools/fixtures';
import type { Answer, Asker, Asking } from '../_tools/flyteadmin/asking';
import { Flyteadmin } from '../_tools/flyteadmin/flyteadmin';
import { freePort } from '../_tools/free-port';
import { Listening, listening } from '../_tools/listening';
import { PLAIN } from '../_tools/plain-plane';
import { runGate } from '../constructs/edge/nginx/run-gate';
import { runNginx, scratchDirectory } from '../constructs/edge/nginx/run-nginx';
import { translateIngresses } from '../constructs/edge/nginx/translate-ingress';
import { edgeManifests, Manifest, manifests, ofKind } from '../constructs/edge/support';
import { OAuthClient } from '../constructs/registrations/provider/oauth-client';
import { ProviderSetup, TestProvider } from '../constructs/registrations/provider/test-provider';
import { Certificate, certificateFor } from './_certificate';
import { Services, startServices } from './_services';

export const HOST = 'union.example.com';
export const CI_CLIENT = 'union-ci';

/** Where a guard asks flyteadmin itself. */
export const DIRECT = 'flyteadmin.union-cp.svc.cluster.local:80';

/** What is deployed: emitted files, and what a fault may change about them. */
export interface Parts {
  /** flyteadmin's config file. */
  config: string;
  ingresses: readonly Manifest[];
  certificate: Certificate;
  /** nginx's configuration, as it was translated. */
  nginx: (config: string) => string;
  /** Once flyteadmin is up. */
  flyteadmin: (flyteadmin: Flyteadmin) => void;
  /** Whether no flyteadmin is behind the edge. */
  withoutFlyteadmin: boolean;
  /** Whether the authority of the certificate is known. */
  trusted: boolean;
  /** What the provider says of itself when it is asked from outside. */
  published?: (document: Record<string, unknown>) => void;
  /** What went wrong when the applications were registered. */
  registered?: Pick<ProviderSetup, 'mistake' | 'demandPkceOf'>;
  /** What the authorize endpoint answers in the place of the provider. */
  inPlaceOfProvider?: { readonly status: number; readonly body: string };
  /** What it answers to a request for a token by client credentials. */
  token?: (form: URLSearchParams, authorization: string) => { readonly status: number; readonly body: string };
}

/** An identity provider, a control plane as it is emitted for it, and a client that may sign in. */
export class World {
  public static async start(): Promise<World> {
    const provider = await TestProvider.start();
    const identity = new UnionIdentity({
      domain: HOST,
      identityProvider: IdentityProvider.oidc({
        issuer: provider.issuer,
        tokenEndpoint: `${provider.issuer}/token`,
        authorizationEndpoint: `${provider.issuer}/auth`,
        deviceAuthorizationEndpoint: `${provider.issuer}/device/auth`,
      }),
      applications: { web: { clientId: 'union-web', secret: WEB_SECRET }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: SERVICE_SECRET } },
      clients: { ci: { clientId: CI_CLIENT } },
    });
    const registrations = new Registrations({ identity }).all;
    const secrets = Object.fromEntries(registrations.map(({ clientId }) => [clientId, randomBytes(24).toString('hex')]));
    const setup: ProviderSetup = { registrations, secrets, audience: identity.url };
    await provider.register(setup);
    const metadata = JSON.parse((await ask(identity.identityProvider.metadataUrl, provider.ca)).body) as Record<string, unknown>;
    return new World(provider, setup, identity, secrets, metadata, await startServices(), await certificateFor(HOST), await certificateFor('127.0.0.1'));
  }

  private emitted?: Pick<Parts, 'config' | 'ingresses'>;

  private constructor(
    private readonly provider: TestProvider,
    private readonly setup: ProviderSetup,
    public readonly identity: UnionIdentity,
    public readonly secrets: Readonly<Record<string, string>>,
    public readonly metadata: Readonly<Record<string, unknown>>,
    private readonly services: Services,
    public readonly certificate: Certificate,
    private readonly frontCertificate: Certificate,
  ) {}

  public parts(): Parts {
    const { config, ingresses } = this.emitted ??= this.emit();
    return {
      config,
      ingresses: structuredClone(ingresses) as Manifest[],
      certificate: this.certificate,
      nginx: (text) => text,
      flyteadmin: () => undefined,
      withoutFlyteadmin: false,
      trusted: true,
    };
  }

  private emit(): Pick<Parts, 'config' | 'ingresses'> {
    const emitted = manifests((scope) => new ControlPlane(scope, 'plane', {
      identity: this.identity,
      secrets: SecretDelivery.provisioned(),
      ...PLAIN,
      edge: { ...PLAIN.edge, tls: [{ secretName: 'union-tls' }] },
    }));
    return {
      config: ofKind(emitted, 'ConfigMap').get('flyte-admin-base-config')!.data!['server.yaml'],
      // As the charts have them: routes to every service of the release.
      ingresses: edgeManifests(EdgeController.ingressNginx(), { identity: this.identity }).filter(({ kind }) => kind === 'Ingress'),
    };
  }

  /** A client that may sign in, as a config file would name it. */
  public get client(): ClientUnderTest {
    const clientSecret = new Secret(this.secrets[CI_CLIENT]);
    return { source: 'ci.yaml', endpoint: { host: HOST, insecure: false }, credentials: { clientId: CI_CLIENT, clientSecret, scopes: ['all'] } };
  }

  /** A person who signs in, unless the provider leads them nowhere. */
  public readonly person: Person = async ({ open, endsAt }) => {
    const { page, ...found } = await new OAuthClient(this.authorities).browse(open.href, endsAt.href);
    return page === undefined ? new URL(`${endsAt.href}?${new URLSearchParams(found)}`) : undefined;
  };

  /** What clients have to trust. */
  public get authorities(): string {
    return [this.certificate.cert, this.provider.ca].join('\n');
  }

  /** Starts a deployment, has it examined, and stops it. */
  public examine(change?: (parts: Parts) => void | Promise<void>, options: Partial<ExaminationOptions> = {}): Promise<Report> {
    const deployment = { host: HOST, port: 443 };
    return this.deployed(change, (wires) => diagnose({ deployment, wires, release: ChartVersion._current._contract, ...options }));
  }

  /** Starts a deployment for as long as it is used. */
  public async deployed<T>(
    change: (parts: Parts) => void | Promise<void> = () => undefined,
    use: (wires: Wires, port: number) => Promise<T>,
  ): Promise<T> {
    const parts = this.parts();
    await change(parts);
    const flyteadmin = parts.withoutFlyteadmin ? undefined : await Flyteadmin.start(parts.config, this.secrets['union-web'], this.asker);
    if (flyteadmin) {
      parts.flyteadmin(flyteadmin);
    }
    const [port, nobody] = [await freePort(), await freePort()];
    const gate = await runGate(edgeManifests(EdgeController.ingressNginx(), { identity: this.identity }), NGINX_GATE, flyteadmin?.port ?? nobody);
    const scratch = scratchDirectory();
    const tls = { certificate: join(scratch, 'tls.crt'), key: join(scratch, 'tls.key') };
    writeFileSync(tls.certificate, parts.certificate.cert);
    writeFileSync(tls.key, parts.certificate.private);
    const backend = flyteadmin?.port ?? nobody;
    const config = translateIngresses(parts.ingresses, {
      port,
      scratch,
      tls,
      portOf: (service, _, isGrpc) => (service === 'flyteadmin' ? backend : isGrpc ? this.services.grpc : this.services.http),
      authUrl: [`http://${nginxGateAddress('union-cp')}`, `http://127.0.0.1:${gate.port}`],
    });
    if (parts.registered) {
      await this.provider.register({ ...this.setup, ...parts.registered });
    }
    const front = parts.published || parts.token || parts.inPlaceOfProvider ? await this.front(parts) : undefined;
    const direct = config.split(`http://${DIRECT}`).join(`http://127.0.0.1:${backend}`);
    const nginx = await runNginx(parts.nginx(direct), scratch, [port]);
    try {
      return await use(this.wires(port, parts, front?.port), port);
    } finally {
      await nginx.stop();
      await gate.stop();
      await flyteadmin?.stop();
      await front?.stop();
      if (parts.registered) {
        await this.provider.register(this.setup);
      }
    }
  }

  /** The host's port 443 is a port of the loopback. */
  private wires(port: number, { certificate, trusted }: Parts, provider: number | undefined): Wires {
    return {
      lookup: () => Promise.resolve(['127.0.0.1']),
      connect: (address, at) => connect(at, address),
      route: ({ host }) => (host === HOST ? { host: '127.0.0.1', port } : provider ? { host, port: provider } : undefined),
      authorities: [...(trusted ? [certificate.cert] : []), this.provider.ca, this.frontCertificate.cert].join('\n'),
    };
  }

  /** A server in front of the provider, which publishes something else. */
  private front({ published = () => undefined, token, inPlaceOfProvider }: Parts): Promise<Listening> {
    const document = { ...this.metadata };
    published(document);
    const keysAt = new URL(String(this.metadata.jwks_uri)).pathname;
    const { private: key, cert } = this.frontCertificate;
    return listening(createServer({ key, cert }, (request, response) => {
      let form = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (form += chunk)).once('end', async () => {
        const asked = new URLSearchParams(form);
        const answer = request.url!.includes('/auth?') && inPlaceOfProvider ? inPlaceOfProvider
          : asked.get('grant_type') === 'client_credentials' ? token?.(asked, request.headers.authorization ?? '')
            : request.method === 'POST' ? await ask(new URL(request.url!, this.provider.issuer).href, this.provider.ca, { form: Object.fromEntries(asked) }) : undefined;
        response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' })
          .end(answer?.body ?? JSON.stringify(request.url === keysAt ? { keys: [{}] } : document));
      });
    }));
  }

  public async stop(): Promise<void> {
    await this.provider.stop();
    await this.services.stop();
  }

  /** How flyteadmin reaches the provider. */
  private get asker(): Asker {
    return { ask: (url, asking) => ask(url, this.provider.ca, asking) };
  }
}

function ask(url: string, ca: string, { method, headers, form }: Asking = {}): Promise<Answer> {
  const body = form && new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    requestOf(url, {
      ca, agent: false, method: method ?? (body ? 'POST' : 'GET'), headers: { ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
    }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).once('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    }).once('error', reject).end(body);
  });
}
