import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { ControlPlane, IdentityProvider, Registrations, SecretDelivery, UnionIdentity } from '../../src';
import { nginxGateAddress } from '../../src/constructs/edge/ingress-nginx/ingress-nginx-annotations';
import { GATE_PORTS, NGINX_GATE } from '../../src/contract/edges/known-edges';
import { servicePortNumber } from '../../src/contract/union/services';
import { PLAIN } from '../../test/_tools/plain-plane';
import { translateIngresses } from '../../test/constructs/edge/nginx/translate-ingress';
import { manifests, ofKind } from '../../test/constructs/edge/support';
import { freePort, temporaryDirectory } from '../_support/processes';
import { Certificate, certificateFor } from '../edges/_certificate';
import { runNginx, startGate } from '../edges/_gate';
import { flyteadmin as realFlyteadmin } from '../tools/flyteadmin';
import { EdgeLog } from './_edge-log';
import { RunningFlyteadmin, startFlyteadmin } from './_flyteadmin';
import { Network } from './_network';

export const UNION_HOST = 'union.example.com';
export const CI_CLIENT = 'union-ci';
export const APPLICATIONS = {
  web: { clientId: 'union-web', secret: { key: 'union/web' } },
  native: { clientId: 'union-native' },
  service: { clientId: 'union-service', secret: { key: 'union/service' } },
};

/** The library's output for one deployment; tests put faults into it before they use it. */
export interface Deployment {
  readonly identity: UnionIdentity;
  /** All clients, with the pipeline's. */
  readonly registrations: Registrations;
  readonly flyteadminConfig: string;
  readonly manifests: ReturnType<typeof manifests>;
}

/** A deployment with people, services and a pipeline at an identity provider. */
export function deploymentFor(identityProvider: IdentityProvider): Deployment {
  const identity = new UnionIdentity({ domain: UNION_HOST, organization: 'acme', identityProvider, applications: APPLICATIONS, clients: { ci: { clientId: CI_CLIENT } } });
  const emitted = manifests((scope: Construct) =>
    new ControlPlane(scope, 'plane', { identity, secrets: SecretDelivery.provisioned(), ...PLAIN, edge: { ...PLAIN.edge, tls: [{ secretName: 'union-tls' }] } }));
  return {
    identity,
    registrations: new Registrations({ identity }),
    manifests: emitted,
    flyteadminConfig: ofKind(emitted, 'ConfigMap').get('flyte-admin-base-config')!.data!['server.yaml'],
  };
}

/** flyteadmin's HTTP port dials its gRPC port as `0.0.0.0`, on which it listens. */
const NOT_BY_PROXY = 'localhost,127.0.0.1,0.0.0.0';

/** Client secrets, by client ID. */
export type Secrets = Readonly<Record<string, string>>;

/** A running identity provider and the network; `Cluster` adds the deployment. */
export class Provider {
  /**
   * Makes the network, with a certificate for the provider's host.
   *
   * @param run starts the provider, and returns its client secrets
   */
  public static async start(host: string, run: (certificate: Certificate, network: Network) => Promise<Secrets>): Promise<Provider> {
    const certificate = await certificateFor(UNION_HOST, host);
    const network = await Network.start(certificate.certificate);
    return new Provider(certificate, network, await run(certificate, network));
  }

  private constructor(
    public readonly certificate: Certificate,
    public readonly network: Network,
    public readonly secrets: Secrets,
  ) {}

  /** The variables for clients: the proxy, and the certificate by the names that each library reads. */
  public get environment(): NodeJS.ProcessEnv {
    const file = join(temporaryDirectory('ca'), 'ca.crt');
    writeFileSync(file, this.certificate.certificate);
    const { proxy } = this.network;
    return {
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      no_proxy: NOT_BY_PROXY,
      NO_PROXY: NOT_BY_PROXY,
      SSL_CERT_FILE: file,
      REQUESTS_CA_BUNDLE: file,
      GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: file,
    };
  }

  /** The variables of the pipeline. */
  public get pipeline(): NodeJS.ProcessEnv {
    return { UNION_CI_CLIENT_SECRET: this.secrets[CI_CLIENT] };
  }
}

/** A provider for the tests of a file: starts before them, and its network stops after them. */
export function providerFor(start: () => Promise<Provider>): () => Provider {
  let provider: Provider | undefined;
  beforeAll(async () => {
    provider = await start();
  }, 600_000);
  afterAll(() => provider?.network.stop());
  return () => provider!;
}

/** Escapes one "&" of the way back, which is enough for these tests; the controller escapes all by its own module. */
function escaping(config: string): string {
  const unescaped = 'map $request_uri $escaped_request_uri { default $request_uri; }';
  if (!config.includes(unescaped)) {
    throw new Error('the translated configuration has no $escaped_request_uri to replace');
  }
  return config.replace(unescaped, () => 'map $request_uri $escaped_request_uri { default $request_uri; "~^(?<before>[^&]*)&(?<after>[^&]*)$" "$before%26$after"; }');
}

interface ClusterOptions {
  /** A program with flyteadmin's command line. @default the stand-in within this process */
  readonly binary?: string;
  /** What the edge calls to identify callers: the gate, or as in Union's guide flyteadmin with all headers of the caller. */
  readonly guardAsks?: 'gate' | 'flyteadmin';
  /** A running flyteadmin, which `stop` keeps running. */
  readonly flyteadmin?: RunningFlyteadmin;
  /** Changes the configuration of nginx. */
  readonly edge?: (config: string) => string;
  /** The edge's certificate. @default the provider's */
  readonly certificate?: Certificate;
}

const GRPC_PORT = servicePortNumber('flyteadmin', 'grpc');

/** The control plane of a deployment: flyteadmin with the emitted config file, nginx with the emitted Ingresses. */
export class Cluster {
  public static async start(provider: Provider, deployment: Deployment, options: ClusterOptions = {}): Promise<Cluster> {
    const { network } = provider;
    const { binary = realFlyteadmin.locate(), guardAsks = 'gate', edge = (config) => config, certificate = provider.certificate } = options;
    const scratch = temporaryDirectory('edge');
    const log = await EdgeLog.in(scratch);
    const flyteadmin = options.flyteadmin ?? await startFlyteadmin(provider, deployment, log, binary);
    const tls = { certificate: join(scratch, 'tls.crt'), key: join(scratch, 'tls.key') };
    writeFileSync(tls.certificate, certificate.certificate);
    writeFileSync(tls.key, certificate.key);
    const gate = await startGate(deployment.manifests, flyteadmin.portOf('flyteadmin', false), NGINX_GATE);
    const port = await freePort();
    const asked = { gate: gate.portOf(GATE_PORTS.unauthorized), flyteadmin: flyteadmin.portOf('flyteadmin', false) };
    const config = translateIngresses(deployment.manifests, {
      port,
      scratch,
      portOf: (service, servicePort) => flyteadmin.portOf(service, servicePort === GRPC_PORT),
      authUrl: [`http://${nginxGateAddress('union-cp')}`, `http://127.0.0.1:${asked[guardAsks]}`],
      tls,
    });
    const nginx = await runNginx(edge(log.logging(escaping(config))), scratch, [port]);
    const leave = network.serve(UNION_HOST, port);
    return new Cluster(flyteadmin, async () => {
      leave();
      await nginx.stop();
      await gate.stop();
      await (options.flyteadmin ? undefined : flyteadmin.stop());
    });
  }

  private constructor(public readonly flyteadmin: RunningFlyteadmin, public readonly stop: () => Promise<void>) {}
}
