import { AuthProfile, EdgeController } from '../../../../src';
import { CALLER_HEADERS, CREDENTIAL_HEADERS, GUARDED_HEADERS } from '../../../../src/contract/union/caller-headers';
import { drawn, oneIn } from '../../../_tools/drawn';
import { freePort } from '../../../_tools/free-port';
import { runGate } from '../nginx/run-gate';
import { describeWithNginx, RunningNginx, runNginx, scratchDirectory } from '../nginx/run-nginx';
import { Answer, ask, COOKIE, FORGED_USER_INFO, HIDDEN_TOKEN, Stub, stubBackend, stubFlyteadmin, stubGrpcBackend, stubSickFlyteadmin, TOKEN } from '../nginx/stub-flyteadmin';
import { translateIngresses } from '../nginx/translate-ingress';
import { ambiguous, PATH_TRICKS } from '../path-tricks';
import { edgeManifests, HOST, INTERNAL_HOST, Manifest, unionAuth } from '../support';

/** Each asks a real nginx. */
const it = oneIn(8);

const BROWSER = { Accept: 'text/html' };
const GUARDED_METHOD = '/flyteidl.service.AdminService/ListProjects';
const GUARDED_UNARY = '/cloudidl.execution.ExecutionService/CreateExecution';
const GUARDED_STREAM = '/flyteidl2.actions.ActionsService/Enqueue';
const GATE = 'union-auth-gate-nginx';
const IN_CLUSTER = `http://${GATE}.union-cp.svc.cluster.local:8081`;

/** The manifests in a real nginx, before the gate that they bring, a stub of flyteadmin and of every backend. */
class Cluster {
  public static async of(manifests: readonly Manifest[], authUrl: string, me: () => Promise<Stub> = stubFlyteadmin): Promise<Cluster> {
    const [flyteadmin, http, grpc] = await Promise.all([me(), stubBackend(), stubGrpcBackend()]);
    const port = await freePort();
    const gate = authUrl === IN_CLUSTER ? await runGate(manifests, GATE, flyteadmin.port) : undefined;
    const scratch = scratchDirectory();
    const config = translateIngresses(manifests, {
      port,
      scratch,
      portOf: (_service, _port, isGrpc) => (isGrpc ? grpc : http).port,
      authUrl: [authUrl, `http://127.0.0.1:${(gate ?? flyteadmin).port}`],
    });
    return new Cluster(flyteadmin, http, grpc, port, await runNginx(config, scratch, [port]), gate);
  }

  private constructor(
    public readonly flyteadmin: Stub,
    public readonly http: Stub,
    public readonly grpc: Stub,
    private readonly port: number,
    private readonly nginx: RunningNginx,
    private readonly gate: RunningNginx | undefined,
  ) {}

  public ask(path: string, headers: Record<string, string> = {}, method = 'GET', host = HOST): Promise<Answer> {
    return ask(this.port, path, { method, headers: { Host: host, ...headers }, body: method === 'POST' ? 'payload' : undefined });
  }

  /** A signed-in POST of so many bytes, whose length is not told in advance: as streams are. */
  public send(path: string, bytes: number): Promise<Answer> {
    return ask(this.port, path, { method: 'POST', headers: { 'Host': HOST, 'Cookie': COOKIE, 'Transfer-Encoding': 'chunked' }, body: 'x'.repeat(bytes) });
  }

  public async stop(): Promise<void> {
    await this.nginx.stop();
    await this.gate?.stop();
    await Promise.all([this.flyteadmin, this.http, this.grpc].map((stub) => stub.stop()));
  }
}

/** Works in a cluster, which is stopped afterwards. */
async function during(started: Promise<Cluster>, work: (cluster: Cluster) => Promise<void>): Promise<void> {
  const cluster = await started;
  try {
    await work(cluster);
  } finally {
    await cluster.stop();
  }
}

describeWithNginx('the ingress-nginx annotations in a real nginx', () => {
  describe('hardened', () => {
    let cluster: Cluster;
    beforeEach(async () => {
      cluster = await Cluster.of(edgeManifests(EdgeController.ingressNginx()), IN_CLUSTER);
    });
    afterEach(() => cluster.stop());

    it.each(drawn<[string, string, Record<string, string>, string, string, number, string | undefined]>([
      ...[HOST, INTERNAL_HOST].map((host): [string, string, Record<string, string>, string, string, number, string] =>
        [`an anonymous browser on ${host}`, '/console/projects', BROWSER, 'GET', host, 302, `https://${host}/login?redirect_url=/console/projects`]),
      ['anonymous gRPC', GUARDED_METHOD, {}, 'POST', HOST, 401, undefined],
      ['a request for a foreign host', '/api', {}, 'GET', 'evil.example', 404, undefined],
    ], 2))('sends %s to no backend', async (_, path, headers, method, host, status, location) => {
      const answer = await cluster.ask(path, headers, method, host);
      expect([answer.status, answer.headers.location]).toEqual([status, location]);
      expect([...cluster.http.seen, ...cluster.grpc.seen]).toEqual([]);
    });

    it.each(drawn([
      ['cookie', { Cookie: COOKIE }, 'alice'],
      ['flyte-authorization', { 'Flyte-Authorization': TOKEN }, 'bob'],
      ['authorization', { Authorization: TOKEN }, 'bob'],
    ], 1))('lets pass with a valid %s and tells backends who it is', async (_, headers, subject) => {
      expect((await cluster.ask('/api/v1/projects', headers)).status).toBe(200);
      expect((await cluster.ask(GUARDED_METHOD, headers, 'POST')).status).toBe(200);
      expect(cluster.http.seen[0].headers['x-user-subject']).toBe(subject);
      expect(cluster.grpc.seen[0].headers['x-user-subject']).toBe(subject);
    });

    it('takes identity headers from /me, never from the client', async () => {
      const spoofed = Object.fromEntries(GUARDED_HEADERS.map((name) => [name, 'admin']));
      await cluster.ask('/api', { ...spoofed, Cookie: COOKIE });
      await cluster.ask(GUARDED_METHOD, { ...spoofed, Cookie: COOKIE }, 'POST');
      for (const { headers } of [...cluster.http.seen, ...cluster.grpc.seen]) {
        expect(headers['x-user-subject']).toBe('alice');
        expect(Object.values(headers)).not.toContain('admin');
      }
    });

    it('does not let callers forge their identity for /me', async () => {
      expect((await cluster.ask('/api', { ...FORGED_USER_INFO, Cookie: COOKIE })).status).toBe(200);
      expect(cluster.http.seen[0].headers['x-user-subject']).toBe('alice');
      expect(cluster.http.seen[0].headers).not.toHaveProperty('grpc-metadata-userinfo-bin');
    });

    it('shows /me the credentials of a caller and no other header', async () => {
      const all = Object.fromEntries(CALLER_HEADERS.map(({ name }) => [name.replace('*', 'Acme'), 'e30=']));
      await cluster.ask('/api', { ...all, Host: HOST, Cookie: COOKIE });
      expect(Object.keys(cluster.flyteadmin.seen[0].headers).filter((name) => !/^(host|connection)$/.test(name)).sort())
        .toEqual(CREDENTIAL_HEADERS.map((name) => name.toLowerCase()).sort());
    });

    it('remembers no answer to a credential that its key does not know', async () => {
      expect((await cluster.ask('/api', { ...BROWSER, ...HIDDEN_TOKEN })).status).toBe(302);
      expect((await cluster.ask('/api', BROWSER)).status).toBe(302);
    });

    it('passes POST on, and asks /me with GET', async () => {
      expect((await cluster.ask('/api/v1/executions', { Cookie: COOKIE }, 'POST')).status).toBe(200);
      expect(cluster.http.seen).toEqual([expect.objectContaining({ method: 'POST', url: '/api/v1/executions' })]);
      expect(cluster.flyteadmin.seen).toEqual([expect.objectContaining({ method: 'GET', url: '/me' })]);
    });

    it.each(drawn<[string, Record<string, string>]>([
      ['cookie', { Cookie: COOKIE }],
      ['flyte-authorization', { 'Flyte-Authorization': TOKEN }],
      ['authorization', { Authorization: TOKEN }],
    ], 1))('never serves the answer to one %s to another', async (_, headers) => {
      expect((await cluster.ask('/api', headers)).status).toBe(200);
      expect((await cluster.ask('/api', headers)).status).toBe(200);
      // Remembered, so the test would notice an answer that leaks.
      expect(cluster.flyteadmin.seen).toHaveLength(1);
      expect((await cluster.ask('/api', BROWSER)).status).toBe(302);
      expect((await cluster.ask('/api', { ...BROWSER, Cookie: 'flyte_at=mallory' })).status).toBe(302);
    });

    it('does not cache the answer to an anonymous request', async () => {
      expect((await cluster.ask('/api', { Cookie: 'flyte_at=expired' })).status).toBe(302);
      expect((await cluster.ask('/api', { Cookie: 'flyte_at=expired' })).status).toBe(302);
      expect(cluster.flyteadmin.seen).toHaveLength(2);
    });

    it.each(drawn(['/me', '/login', '/login/idp', '/callback', '/logout', '/.well-known/openid-configuration', '/healthcheck', '/healthz'], 2))(
      'leaves %s open',
      async (path) => {
        expect((await cluster.ask(path)).status).toBe(200);
        expect(cluster.flyteadmin.seen).toEqual([]);
      },
    );

    it.each(drawn<[string, number, string?]>([
      ...['/members', '/menu', '/loginx', '/Xwell-known', '/unknown', '/'].map((path): [string, number, string] => [path, 302, 'GET']),
      ['/flyteidl.service.AuthMetadataService/GetPublicClientConfig', 200],
      ['/flyteidl.service.WatchService/WatchExecutionStatusUpdates', 200],
      ['/flyteidl.service.WatchService/WatchSomethingElse', 401],
      ['/flyteidl2.task.TaskService/WatchTasks', 401],
      ['/flyteidlXservice.AuthMetadataService/GetPublicClientConfig', 302],
    ], 3))('answers %s with %d to anonymous callers', async (path, status, method = 'POST') => {
      expect((await cluster.ask(path, {}, method)).status).toBe(status);
    });

    it.each(drawn(PATH_TRICKS, 3))('passes %s to no backend without asking, other than as the open path that it names', async (path) => {
      for (const method of ['GET', 'POST']) {
        await cluster.ask(path, {}, method);
      }
      expect([...cluster.http.seen, ...cluster.grpc.seen].map(({ url }) => url).filter(ambiguous)).toEqual([]);
    });

    it('hands open routes their path and query as they were, where there is nothing to mend', async () => {
      await cluster.ask('/callback?code=a%2Fb%20c&state=x+y');
      await cluster.ask('/.well-known/openid-configuration');
      await cluster.ask('/login/idp%20one');
      expect(cluster.http.seen.map(({ url }) => url)).toEqual(['/callback?code=a%2Fb%20c&state=x+y', '/.well-known/openid-configuration', '/login/idp%20one']);
    });

    it.each(drawn<[string, string, number, number]>([
      ['a body of 6 MiB', '/api/v1/executions', 6, 200],
      ['a larger body', '/api/v1/executions', 6.1, 413],
      ['a gRPC message of 6 MiB', GUARDED_UNARY, 6, 200],
      ['ten times as much on a stream', GUARDED_STREAM, 60, 200],
    ], 1))('answers %s as the chart does', async (_, path, mebibytes, status) => {
      expect((await cluster.send(path, Math.floor(mebibytes * 1024 * 1024))).status).toBe(status);
    });
  });

  it.each(drawn(['/api', GUARDED_METHOD], 1))('shows what the controller does at %s without the gate: callers are whom they like', async (path) => {
    const direct = edgeManifests(EdgeController.ingressNginx()).map((manifest) => JSON.parse(JSON.stringify(manifest).split(IN_CLUSTER).join('http://direct')));
    await during(Cluster.of(direct, 'http://direct'), async (cluster) => {
      expect((await cluster.ask(path, { ...FORGED_USER_INFO, Cookie: COOKIE }, path === '/api' ? 'GET' : 'POST')).status).toBe(200);
      expect([...cluster.http.seen, ...cluster.grpc.seen][0].headers['x-user-subject']).toBe('admin');
      expect((await cluster.ask('/api', HIDDEN_TOKEN)).status).toBe(200);
      expect((await cluster.ask('/api')).status).toBe(200);
    });
  });

  it.each(drawn<[string, number | 'never']>([
    ['answers 500', 500],
    ['answers 404', 404],
  ], 1))('lets no request in while /me %s: nginx answers 500', async (_, sickness) => {
    await during(Cluster.of(edgeManifests(EdgeController.ingressNginx()), IN_CLUSTER, () => stubSickFlyteadmin(sickness)), async (cluster) => {
      expect((await cluster.ask('/api', { Cookie: COOKIE })).status).toBe(500);
      expect((await cluster.ask(GUARDED_METHOD, { Cookie: COOKIE }, 'POST')).status).toBe(500);
      expect([...cluster.http.seen, ...cluster.grpc.seen]).toEqual([]);
    });
  });

  it('shows what the guide’s cache key does: one caller’s token lets everybody in', async () => {
    const guide = edgeManifests(EdgeController.ingressNginx(), { identity: unionAuth(AuthProfile.GUIDE) });
    await during(Cluster.of(guide, 'https://$host'), async (cluster) => expect((await cluster.ask('/api')).status).toBe(302));
    // A new cache: the first one would remember the 401 for five minutes.
    await during(Cluster.of(guide, 'https://$host'), async (cluster) => {
      expect((await cluster.ask('/api', { Authorization: TOKEN })).status).toBe(200);
      expect((await cluster.ask('/api')).status).toBe(200);
    });
  });
});
