import { generate } from 'selfsigned';
import { EdgeController } from '../../src';
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
import { diagnosed, pipelineClient } from './_wires';
import { CI_CLIENT, Cluster, Provider } from './_world';

/** The parts of a deployment that a fault may change. */
export interface Body {
  config: string;
  ingresses: Manifest[];
  nginx: (config: string) => string;
  webSecret?: string;
  /** Further variables of flyteadmin's container. */
  environment?: NodeJS.ProcessEnv;
  /** The provider's client secrets, by client ID. */
  readonly secrets: Readonly<Record<string, string>>;
  client: ClientUnderTest;
  certificate: Certificate;
  trusted: boolean;
  withoutFlyteadmin: boolean;
  /** Changes the provider, and returns a function that reverts it. */
  atProvider?: (admin: KeycloakAdmin, provider: Provider) => Promise<() => void | Promise<void>>;
}

export type Fault = (body: Body) => void | Promise<void>;

/** The doctor's report, and one with a person's sign-in if the first has no finding. */
export interface Examined {
  readonly report: Report;
  readonly withPerson?: Report;
}

/** One deployment, into which tests put faults. */
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

  /** Runs the doctor on the deployment with a fault: with a client, and if it finds nothing with a person as well. */
  public async examined(fault: Fault, { person = true } = {}): Promise<Examined> {
    const body = this.healthy();
    await fault(body);
    const flyteadmin = body.withoutFlyteadmin ? await noFlyteadmin() : await this.flyteadminOf(body);
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
    return {
      config: this.union.flyteadminConfig,
      secrets: this.provider.secrets,
      // With routes to every service of the release, as in the charts.
      ingresses: edgeManifests(EdgeController.ingressNginx(), { identity: this.union.identity }).filter(({ kind }) => kind === 'Ingress'),
      nginx: (config) => config,
      certificate: this.provider.certificate,
      trusted: true,
      withoutFlyteadmin: false,
      client: pipelineClient(this.provider.secrets[CI_CLIENT]),
    };
  }

  private diagnosed({ client, certificate, trusted }: Body, withPerson: boolean): Promise<Report> {
    const signIn = withPerson ? aliceAt(this.provider.network) : undefined;
    return diagnosed(this.provider, { client, authorities: trusted ? [certificate.certificate] : [], signIn });
  }

  /** Restarts flyteadmin if its files differ. If it stops at its start, nothing answers behind the edge. */
  private async flyteadminOf({ config, webSecret, environment }: Body): Promise<RunningFlyteadmin> {
    const key = JSON.stringify([config, webSecret, environment]);
    if (this.running?.key !== key) {
      await this.running?.flyteadmin.stop();
      this.running = undefined;
      const flyteadmin = await this.serve({ flyteadminConfig: config, webSecret, environment }).catch(() => undefined);
      this.running = { key, flyteadmin: flyteadmin ?? await noFlyteadmin() };
    }
    return this.running.flyteadmin;
  }
}

async function noFlyteadmin(): Promise<RunningFlyteadmin> {
  const port = await freePort();
  const nothing = () => Promise.resolve([]);
  return { served: nothing, refused: nothing, forget: () => Promise.resolve(), portOf: () => port, stop: () => Promise.resolve() };
}

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
