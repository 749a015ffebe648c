import { EdgeController } from '../../src';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { edgeManifests, HOST, INTERNAL_HOST, Manifest } from '../../test/constructs/edge/support';
import { egctl } from '../tools/egctl';
import { Backends } from './_backends';
import { bob } from './_cases';
import { Certificate, certificateFor } from './_certificate';
import { Client } from './_client';
import { RouteTable } from './_contract';
import { RunningEdge } from './_edge';
import { startEnvoyGateway } from './_envoy-gateway';
import { Flyteadmin } from './_flyteadmin';
import { GrpcStatus } from './_grpc';

const PATH = '/flyteidl.service.AdminService/ListProjects';

describe('two domains on one certificate', () => {
  const emitted = edgeManifests(EdgeController.envoyGateway({ envoyGatewayVersion: egctl.version }));
  let certificate: Certificate;
  let services: Backends;
  let flyteadmin: Flyteadmin;
  let running: RunningEdge;
  let client: Client;

  beforeAll(async () => {
    certificate = await certificateFor(HOST, INTERNAL_HOST);
    services = await Backends.start(new RouteTable(ChartVersion._current).backends);
    flyteadmin = await Flyteadmin.start();
  });
  afterEach(async () => {
    client.close();
    await running.stop();
  });
  afterAll(() => Promise.all([services.stop(), flyteadmin.stop()]));

  const serve = async (manifests: readonly Manifest[]): Promise<void> => {
    running = await startEnvoyGateway({ manifests, backends: services, flyteadmin, certificate });
    client = new Client(running.port, certificate.certificate);
  };

  it('a gRPC client gets HTTP/2 on both domains', async () => {
    await serve(emitted);
    for (const host of [HOST, INTERNAL_HOST]) {
      expect(await client.grpc({ host, path: PATH, headers: bob.headers })).toMatchObject({ code: GrpcStatus.OK, messages: ['hello'] });
    }
  });

  it('without alpnProtocols a gRPC client gets no HTTP/2, while HTTP/1.1 works', async () => {
    await serve(emitted.map((object) => (object.kind === 'ClientTrafficPolicy' ? { ...object, spec: { ...object.spec, tls: undefined } } : object)));
    for (const host of [HOST, INTERNAL_HOST]) {
      await expect(client.grpc({ host, path: PATH, headers: bob.headers })).rejects.toThrow(/no HTTP\/2/);
      expect((await client.http1({ host, path: '/healthcheck' })).status).toBe(200);
    }
  });
});
