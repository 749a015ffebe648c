import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuthGateDialect, ENVOY_GATEWAY, INGRESS_NGINX, TRAEFIK } from '../../../src/contract/edges/known-edges';
import { authGateConfig, authGateStart } from '../../../src/contract/edges/own-gate-config';
import { CALLER_HEADERS, CREDENTIAL_HEADERS, GUARDED_HEADERS } from '../../../src/contract/union/caller-headers';
import { oneIn } from '../../_tools/drawn';
import { freePort } from '../../_tools/free-port';
import { describeWithNginx, RunningNginx, runNginx, scratchDirectory } from './nginx/run-nginx';
import { Answer, ask, COOKIE, FORGED_USER_INFO, Stub, stubFlyteadmin, stubSickFlyteadmin, TOKEN } from './nginx/stub-flyteadmin';

/** Each asks a real nginx. */
const it = oneIn(4);

const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const API = { Accept: 'application/json' };

/** Asks the gate as the edge of the dialect would ask about a request. */
interface Gate {
  signIn(path: string, options?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Answer>;
  unauthorized(path: string, options?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Answer>;
}

const EDGES: [string, AuthGateDialect, string][] = [['Envoy', ENVOY_GATEWAY.dialect, ''], ['Traefik', TRAEFIK.dialect, 'https://union.example.com']];

describeWithNginx('the auth gate in a real nginx', () => {
  describe.each(EDGES)('before %s', (edge, dialect, origin) => {
    let flyteadmin: Stub;
    let nginx: RunningNginx;
    let gate: Gate;

    beforeAll(async () => {
      flyteadmin = await stubFlyteadmin();
      const [signInPort, unauthorizedPort, escapePort] = [await freePort(), await freePort(), await freePort()];
      const scratch = scratchDirectory();
      const config = authGateConfig({
        dialect,
        flyteadmin: `127.0.0.1:${flyteadmin.port}`,
        signInListen: `127.0.0.1:${signInPort}`,
        unauthorizedListen: `127.0.0.1:${unauthorizedPort}`,
        escapeListen: `127.0.0.1:${escapePort}`,
        scratch,
      });
      nginx = await runNginx(config, scratch, [signInPort, unauthorizedPort, escapePort]);
      const via = (port: number): Gate['signIn'] => (path, options = {}) =>
        edge === 'Envoy'
          ? ask(port, path, { ...options, headers: { Host: 'union.example.com', ...options.headers } })
          : ask(port, '/', {
            headers: { ...options.headers, 'X-Forwarded-Uri': path, 'X-Forwarded-Host': 'union.example.com', 'X-Forwarded-Method': options.method ?? 'GET' },
          });
      gate = { signIn: via(signInPort), unauthorized: via(unauthorizedPort) };
    });

    afterAll(async () => {
      await nginx.stop();
      await flyteadmin.stop();
    });

    beforeEach(() => {
      flyteadmin.seen.length = 0;
    });

    it.each<[string, keyof Gate, string, NonNullable<Parameters<Gate['signIn']>[1]>, number, string | undefined]>([
      ['sends an anonymous browser to sign in, and back to where it was', 'signIn', '/console/projects', { headers: BROWSER }, 302, `${origin}/login?redirect_url=/console/projects`],
      ...['//evil.example/x', '/\\evil.example/x', '///evil.example/x'].map((path): [string, 'signIn', string, object, number, string] =>
        ['sends no one away', 'signIn', path, { headers: BROWSER }, 302, `${origin}/login?redirect_url=/evil.example/x`]),
      ...['GET', 'POST'].map((method): [string, 'signIn', string, object, number, undefined] =>
        [`answers 401 to an anonymous API client (${method})`, 'signIn', '/api/v1/projects', { method, headers: API }, 401, undefined]),
      ['answers 401 to anonymous gRPC, whatever it accepts', 'unauthorized', '/flyteidl.service.AdminService/ListProjects',
        { method: 'POST', headers: { ...BROWSER, 'Content-Type': 'application/grpc' } }, 401, undefined],
      ['accepts large session cookies', 'signIn', '/api', { headers: { Cookie: `${COOKIE}; flyte_idt=${'x'.repeat(12_000)}` } }, 200, undefined],
    ])('%s: %s %s', async (_, door, path, options, status, location) => {
      const answer = await gate[door](path, options);
      expect([answer.status, answer.headers.location]).toEqual([status, location]);
    });

    it.each([
      '/console?a=1&b=2',
      '/console/a%20b?filter=x%26y&sort=up+down',
      '/console?q=50%25#none',
      '/console/%C3%BC?next=/a?b=c',
    ])('escapes %s so that it comes back whole', async (path) => {
      const { headers } = await gate.signIn(path, { headers: BROWSER });
      const url = new URL(headers.location!, 'https://union.example.com');
      expect([url.host, url.pathname, ...url.searchParams.entries()]).toEqual(['union.example.com', '/login', ['redirect_url', path]]);
    });

    it.each([
      ['cookie', { Cookie: COOKIE }, 'alice'],
      ['flyte-authorization', { 'Flyte-Authorization': TOKEN }, 'bob'],
      ['authorization', { Authorization: TOKEN }, 'bob'],
    ])('lets pass with a valid %s, and says who it is', async (_, headers, subject) => {
      for (const door of [gate.signIn, gate.unauthorized]) {
        const answer = await door('/api', { headers });
        expect(answer.status).toBe(200);
        expect(answer.headers['x-user-subject']).toBe(subject);
      }
    });

    it('asks /me with GET and without a body, whatever the request was', async () => {
      const { status } = await gate.unauthorized('/pkg.Service/Method?x=1', { method: 'POST', headers: { Cookie: COOKIE }, body: 'payload' });
      expect(status).toBe(200);
      expect(flyteadmin.seen).toEqual([expect.objectContaining({ method: 'GET', url: '/me' })]);
      expect(flyteadmin.seen[0].headers['content-length']).toBeUndefined();
    });

    it('shows /me the credentials of a caller and no other header', async () => {
      const all = Object.fromEntries(CALLER_HEADERS.map(({ name }) => [name.replace('*', 'Acme'), 'e30=']));
      for (const door of [gate.signIn, gate.unauthorized]) {
        flyteadmin.seen.length = 0;
        await door('/api', { headers: { ...all, ...FORGED_USER_INFO, Host: 'union.example.com', Cookie: COOKIE } });
        expect(Object.keys(flyteadmin.seen[0].headers).filter((name) => !/^(host|connection)$/.test(name)).sort())
          .toEqual(CREDENTIAL_HEADERS.map((name) => name.toLowerCase()).sort());
      }
    });

    it("keeps the client's identity headers from /me, and takes none over", async () => {
      const spoofed = Object.fromEntries(GUARDED_HEADERS.map((name) => [name, 'admin']));
      const { headers } = await gate.signIn('/api', { headers: { ...spoofed, Cookie: COOKIE } });
      expect(headers['x-user-subject']).toBe('alice');
      expect(headers['x-user-token']).toBeUndefined();
      expect(Object.keys(flyteadmin.seen[0].headers).filter((name) => name.startsWith('x-user'))).toEqual([]);
    });

    it('asks its own flyteadmin, whatever host the client names', async () => {
      const { status, headers } = await gate.signIn('/console', { headers: { ...BROWSER, Host: 'evil.example' } });
      expect(status).toBe(302);
      expect(new URL(headers.location!, 'https://union.example.com').host).toBe('union.example.com');
      expect(flyteadmin.seen[0].headers.host).toBe('127.0.0.1');
    });

    it('does not remember answers', async () => {
      expect((await gate.signIn('/api', { headers: { ...API, Cookie: COOKIE } })).status).toBe(200);
      expect((await gate.signIn('/api', { headers: API })).status).toBe(401);
      expect((await gate.signIn('/api', { headers: { ...API, Cookie: COOKIE } })).status).toBe(200);
    });

    if (dialect.removalHeader !== undefined) {
      it('names the identity headers that /me left out, for Envoy to remove', async () => {
        const { headers } = await gate.signIn('/api', { headers: { Cookie: COOKIE } });
        const removed = String(headers['x-envoy-auth-headers-to-remove']).split(',').filter(Boolean);
        expect(removed).toEqual(GUARDED_HEADERS.filter((name) => !['X-User-Subject', 'X-User-Claim-Preferred-Username'].includes(name)));
        expect(removed).toContain('X-User-Claim-Email');
      });
    }
  });

  describe('started as its container does', () => {
    /** The start script of a pod, with other directories and ports. */
    const startedWith = async (flyteadmin: string) => {
      const scratch = scratchDirectory();
      const port = await freePort();
      const settings = { dialect: INGRESS_NGINX.dialect, flyteadmin, signInListen: '', unauthorizedListen: `127.0.0.1:${port}`, escapeListen: '', scratch };
      const script = join(scratch, 'start.sh');
      const config = join(scratch, 'emitted.conf');
      writeFileSync(config, authGateConfig(settings));
      writeFileSync(script, authGateStart(config, scratch));
      const nginx = await runNginx('', scratch, [port], ['/bin/sh', script]);
      return { port, nginx, text: readFileSync(join(scratch, 'nginx.conf'), 'utf8') };
    };

    it('starts while flyteadmin has no address yet, and says 503', async () => {
      const { port, nginx } = await startedWith('flyteadmin.union-cp.svc.cluster.invalid:80');
      try {
        expect((await ask(port, '/me', { headers: { Cookie: COOKIE } })).status).toBe(503);
      } finally {
        await nginx.stop();
      }
    }, 20_000);

    it('asks the DNS servers of its pod, and listens on IPv6 where there is any', async () => {
      const { port, nginx, text } = await startedWith('127.0.0.1:9');
      try {
        const servers = [...readFileSync('/etc/resolv.conf', 'utf8').matchAll(/^nameserver\s+(\S+)/gm)]
          .map(([, address]) => (address.includes(':') ? `[${address}]` : address));
        expect(text).toContain(`\n  resolver ${servers.join(' ')} valid=5s;\n`);
        expect(text.includes(`\n    listen [::]:${port};\n`)).toBe(existsSync('/proc/net/if_inet6'));
      } finally {
        await nginx.stop();
      }
    });
  });

  describe('while flyteadmin is not well', () => {
    /** Waits a second, where the emitted one waits longer. */
    const impatient = (config: string) => {
      expect(config).toMatch(/proxy_read_timeout \d+s;/);
      return config.replaceAll(/proxy_read_timeout \d+s;/g, 'proxy_read_timeout 1s;');
    };

    it.each<[string, number | 'never' | 'away']>([
      ['is away', 'away'],
      ['answers 500', 500],
      ['answers 502', 502],
      ['has no /me', 501],
      ['never answers', 'never'],
    ])('lets no request pass and answers 503, which clients retry: it %s', async (_, sickness) => {
      const [signInPort, unauthorizedPort, escapePort, unused] = [await freePort(), await freePort(), await freePort(), await freePort()];
      const flyteadmin = sickness === 'away' ? undefined : await stubSickFlyteadmin(sickness);
      const scratch = scratchDirectory();
      const listen = (port: number) => `127.0.0.1:${port}`;
      const config = authGateConfig({
        dialect: ENVOY_GATEWAY.dialect,
        flyteadmin: listen(flyteadmin?.port ?? unused),
        signInListen: listen(signInPort),
        unauthorizedListen: listen(unauthorizedPort),
        escapeListen: listen(escapePort),
        scratch,
      });
      const nginx = await runNginx(impatient(config), scratch, [signInPort, unauthorizedPort, escapePort]);
      try {
        const answers = await Promise.all([signInPort, unauthorizedPort].map((port) => ask(port, '/api', { headers: { ...BROWSER, Cookie: COOKIE } })));
        expect(answers.map(({ status }) => status)).toEqual([503, 503]);
      } finally {
        await nginx.stop();
        await flyteadmin?.stop();
      }
    }, 20_000);
  });
});
