import { request } from 'node:http';
import { EdgeController } from '../../src';
import { GATE_PORTS, NGINX_GATE, SIGN_IN_GATE } from '../../src/contract/edges/known-edges';
import { edgeManifests, HOST } from '../../test/constructs/edge/support';
import { BOBS_TOKEN, Flyteadmin } from './_flyteadmin';
import { RunningGate, startGate } from './_gate';
import { HAS_IPV6, IPV6 } from './_loopback';

/** Each gate with the ports that its edge calls. */
const GATES = [
  { name: 'ingress-nginx', edge: EdgeController.ingressNginx(), gate: NGINX_GATE, ports: [GATE_PORTS.unauthorized] },
  { name: 'Traefik', edge: EdgeController.traefik(), gate: SIGN_IN_GATE, ports: [GATE_PORTS.signIn, GATE_PORTS.unauthorized] },
  { name: 'Envoy Gateway', edge: EdgeController.envoyGateway(), gate: SIGN_IN_GATE, ports: [GATE_PORTS.signIn, GATE_PORTS.unauthorized] },
];

const CALLERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'anonymous': {},
  'an anonymous browser': { 'Accept': 'text/html', 'X-Forwarded-Host': HOST, 'X-Forwarded-Uri': '/console', 'X-Envoy-Original-Path': '/console' },
  'bob, forging': { 'Flyte-Authorization': BOBS_TOKEN, 'Grpc-Metadata-Userinfo-Bin': 'eyJzdWJqZWN0IjoiYWRtaW4ifQ==', 'X-User-Subject': 'admin' },
};

if (!HAS_IPV6) {
  console.error('THIS MACHINE HAS NO IPv6: gates are not tested on it');
}

describe.each(GATES)('the gate of $name', ({ edge, gate, ports }) => {
  let flyteadmin: Flyteadmin;
  let running: RunningGate;

  beforeAll(async () => {
    flyteadmin = await Flyteadmin.start();
    running = await startGate(edgeManifests(edge), flyteadmin.port, gate);
  });
  afterAll(async () => {
    await running?.stop();
    await flyteadmin?.stop();
  });

  (HAS_IPV6 ? it : it.skip).each(ports)('answers on port %i over IPv6 as over IPv4', async (port) => {
    for (const headers of Object.values(CALLERS)) {
      const [four, six] = await Promise.all(['127.0.0.1', IPV6].map((host) => answer(host, running.portOf(port), headers)));
      expect(six).toEqual(four);
    }
    const asked = flyteadmin.asked;
    expect(await answer(IPV6, running.portOf(port), CALLERS.anonymous)).toMatchObject({ status: 401 });
    expect((await answer(IPV6, running.portOf(port), CALLERS['bob, forging'])).subject).toBe('bob');
    expect(flyteadmin.asked).toBe(asked + 2);
  });
});

interface GateAnswer {
  readonly status?: number;
  readonly subject?: unknown;
  readonly location?: string;
}

function answer(host: string, port: number, headers: Readonly<Record<string, string>>): Promise<GateAnswer> {
  return new Promise((resolve, reject) => {
    request({ host, port, path: '/me', headers }, (response) => {
      response.resume();
      response.once('end', () => resolve({
        status: response.statusCode, subject: response.headers['x-user-subject'], location: response.headers.location,
      }));
    }).once('error', reject).end();
  });
}
