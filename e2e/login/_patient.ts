import { generate } from 'selfsigned';
import { EdgeController } from '../../src';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { Secret } from '../../src/doctor/ask/secret';
import { diagnose } from '../../src/doctor/diagnose';
import type { ClientUnderTest } from '../../src/doctor/probes/token';
import type { Report } from '../../src/verify/verify';
import { edgeManifests, Manifest } from '../../test/constructs/edge/support';
import { freePort } from '../_support/processes';
import type { Certificate } from '../edges/_certificate';
import { prepareFlyteadmin, RunningFlyteadmin } from './_flyteadmin';
import type { Serving } from './_flyteadmin-pod';
import { KeycloakDeployment, keycloakDeployment, startKeycloak } from './_keycloak';
import { KeycloakAdmin } from './_keycloak-admin';
import { aliceAt } from './_signer';
import { wiresOf } from './_wires';
import { CI_CLIENT, Cluster, Provider, UNION_HOST } from './_world';

/** What a fault may change about a deployment. */
export interface Body {
  config: string;
  ingresses: Manifest[];
  nginx: (config: string) => string;
  webSecret?: string;
  /** Variables of flyteadmin's container besides. */
  environment?: NodeJS.ProcessEnv;
  /** What the provider knows, by client ID. */
  readonly secrets: Readonly<Record<string, string>>;
  client: ClientUnderTest;
  certificate: Certificate;
  trusted: boolean;
  withoutFlyteadmin: boolean;
  /** Changes the provider, and returns what undoes it. */
  atProvider?: (admin: KeycloakAdmin, provider: Provider) => Promise<() => void | Promise<void>>;
}

export type Fault = (body: Body) => void | Promise<void>;

/** What the doctor said; with a person where it had nothing to say without one. */
export interface Examined {
  readonly report: Report;
  readonly withPerson?: Report;
}

/** One deployment, at which faults are put in and out. */
export class Patient {
  public static async start(): Promise<Patient> {
    const union = keycloakDeployment();
    const provider = await startKeycloak(union);
    return new Patient(union, provider, await prepareFlyteadmin(provider, union));
  }

  private running?: { readonly key: string; readonly flyteadmin: RunningFlyteadmin };

  private constructor(
    private readonly union: KeycloakDeployment,
    private readonly provider: Provider,
    private readonly serve: (serving: Serving) => Promise<RunningFlyteadmin>,
  ) {}

  /** What the doctor says of the deployment with a fault in it: from outside and with a client; and, where that is nothing, with a person. */
  public async examined(fault: Fault, { person = true } = {}): Promise<Examined> {
    const body = this.healthy();
    await fault(body);
    const flyteadmin = body.withoutFlyteadmin ? await nobody() : await this.flyteadminOf(body);
    const manifests = [...this.union.manifests.filter(({ kind }) => kind !== 'Ingress'), ...body.ingresses];
    const cluster = await Cluster.start(this.provider, { ...this.union, manifests }, { flyteadmin, edge: body.nginx, certificate: body.certificate });
    const undo = await body.atProvider?.(new KeycloakAdmin(this.provider.network, 'union'), this.provider);
    try {
      const report = await this.diagnosed(body, false);
      return report.findings.length > 0 || !person ? { report } : { report, withPerson: await this.diagnosed(body, true) };
    } finally {
      await undo?.();
      await cluster.stop();
    }
  }

  public async stop(): Promise<void> {
    await this.running?.flyteadmin.stop();
    await this.provider.network.stop();
  }

  public healthy(): Body {
    const clientSecret = new Secret(this.provider.secrets[CI_CLIENT]);
    return {
      config: this.union.flyteadminConfig,
      secrets: this.provider.secrets,
      // As the charts have them: routes to every service of the release.
      ingresses: edgeManifests(EdgeController.ingressNginx(), { identity: this.union.identity }).filter(({ kind }) => kind === 'Ingress'),
      nginx: (config) => config,
      certificate: this.provider.certificate,
      trusted: true,
      withoutFlyteadmin: false,
      client: {
        source: 'ci.yaml',
        endpoint: { host: UNION_HOST, insecure: false },
        credentials: { clientId: CI_CLIENT, clientSecret, scopes: ['all'] },
      },
    };
  }

  private diagnosed({ client, certificate, trusted }: Body, withPerson: boolean): Promise<Report> {
    const { network } = this.provider;
    const wires = wiresOf(network, this.provider.certificate.certificate, ...(trusted ? [certificate.certificate] : []));
    return diagnose({
      deployment: { host: UNION_HOST, port: 443 },
      release: ChartVersion._current._contract,
      wires,
      client,
      signIn: withPerson ? aliceAt(network) : undefined,
    });
  }

  /** Started anew where its files differ. One that stops at its start leaves nobody behind the edge. */
  private async flyteadminOf({ config, webSecret, environment }: Body): Promise<RunningFlyteadmin> {
    const key = JSON.stringify([config, webSecret, environment]);
    if (this.running?.key !== key) {
      await this.running?.flyteadmin.stop();
      this.running = undefined;
      const flyteadmin = await this.serve({ flyteadminConfig: config, webSecret, environment }).catch(() => undefined);
      this.running = { key, flyteadmin: flyteadmin ?? await nobody() };
    }
    return this.running.flyteadmin;
  }
}

async function nobody(): Promise<RunningFlyteadmin> {
  const port = await freePort();
  const nothing = () => Promise.resolve([]);
  return { served: nothing, refused: nothing, forget: () => Promise.resolve(), portOf: () => port, stop: () => Promise.resolve() };
}

/** A certificate of one's own. */
export async function certificateOf(
  host: string,
  options: { readonly notBeforeDate?: Date; readonly notAfterDate?: Date; readonly commonName?: string } = {},
): Promise<Certificate> {
  const { commonName = host, ...dates } = options;
  const { cert, private: key } = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...dates,
    extensions: [{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  });
  return { certificate: cert, key };
}
