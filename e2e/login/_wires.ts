import { connect } from 'node:net';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import type { Wires } from '../../src/doctor/ask/network';
import { Secret } from '../../src/doctor/ask/secret';
import { diagnose } from '../../src/doctor/diagnose';
import type { Person } from '../../src/doctor/probes/login';
import type { ClientUnderTest } from '../../src/doctor/probes/token';
import type { Report } from '../../src/verify/verify';
import type { Network } from './_network';
import { CI_CLIENT, Provider, UNION_HOST } from './_world';

/** The pipeline's credentials, for the doctor. */
export function pipelineClient(clientSecret: string): ClientUnderTest {
  return {
    source: 'ci.yaml',
    endpoint: { host: UNION_HOST, insecure: false },
    credentials: { clientId: CI_CLIENT, clientSecret: new Secret(clientSecret), scopes: ['all'] },
  };
}

interface Diagnosing {
  /** @default the pipeline */
  readonly client?: ClientUnderTest;
  /** Certificates that the doctor trusts beside the provider's. */
  readonly authorities?: readonly string[];
  readonly signIn?: Person;
}

/** Runs the doctor on the deployment in a provider's network. */
export function diagnosed(
  { network, certificate, secrets }: Provider, { client = pipelineClient(secrets[CI_CLIENT]), authorities = [], signIn }: Diagnosing = {},
): Promise<Report> {
  return diagnose({
    deployment: { host: UNION_HOST, port: 443 },
    release: ChartVersion._current._contract,
    wires: wiresOf(network, certificate.certificate, ...authorities),
    client,
    signIn,
  });
}

/** How the doctor reaches the hosts of a network; a disconnected host gets a port without a listener. */
function wiresOf(network: Network, ...authorities: readonly string[]): Wires {
  return {
    lookup: () => Promise.resolve(['127.0.0.1']),
    connect: (address, port) => connect(port, address),
    route: ({ host }) => ({ host: '127.0.0.1', port: network.isHere(host) ? network.portOf(host) : 1 }),
    authorities: authorities.join('\n'),
    patience: 5000,
  };
}
