import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { oneIn } from '../_tools/drawn';
import { kubeBinaries } from '../_tools/kube-binaries';
import { doctor } from '../cli/_run';
import { describeWithNginx, scratchDirectory } from '../constructs/edge/nginx/run-nginx';
import { service } from '../verify/_planes';
import { ClusterApi } from './_cluster-api';
import { CI_CLIENT, HOST, World } from './_deployment';
import { annotated, config } from './_faults';

/** Each runs the command, or asks a deployment. */
const it = oneIn(4);

/** What the page shows beneath its command. */
function transcript(): string {
  return /```text\n\$ npx cdk8s-union-auth doctor https:\/\/union.example.com\n([\s\S]*?)```/.exec(readFileSync(join(__dirname, '../../docs/doctor.md'), 'utf8'))![1];
}

/** Without the number of rules, which the page leaves out as it grows with each of them. */
const shown = (out: string) => out.replace(/\d+ rules passed, \d+ did not apply\./, '… rules passed, … did not apply.');

describeWithNginx('doctor, as a command', () => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    world = await World.start();
    folder = scratchDirectory();
    writeFileSync(join(folder, 'ca.crt'), world.authorities);
  });
  afterAll(() => world.stop());

  const reach = (port: number) => ['--ca', join(folder, 'ca.crt'), '--connect-to', `${HOST}:443:127.0.0.1:${port}`];

  it('says what docs/doctor.md shows of a deployment without useAuth', async () => {
    await world.deployed(config(({ server }) => { server.security.useAuth = false; }), async (_, port) => {
      const { code, out, err } = await doctor([`https://${HOST}`, ...reach(port)]);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(transcript()).toBe(shown(out));
    });
  });

  it('names two faults at once, each with its own finding', async () => {
    await world.deployed((parts) => {
      config(({ auth }) => { auth.authorizedUris = ['http://flyteadmin:80']; })(parts);
      annotated(/protected-grpc/, 'auth-signin', `https://${HOST}/login?redirect_url=$escaped_request_uri`)(parts);
    }, async (_, port) => {
      const { code, out } = await doctor([HOST, ...reach(port)]);
      expect([...out.matchAll(/^ {2}rule +(\S+)$/gm)].map(([, rule]) => rule)).toEqual(['live-login-redirect-uri', 'live-grpc-redirected']);
      expect({ code, last: out }).toEqual({ code: 1, last: expect.stringContaining('\n2 errors; not everything was checked.') });
    });
  });

  it('asks the cluster too, in the context and the namespace that are named', async () => {
    const admin = { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' };
    const [configMap, deployment] = service('executions', { admin }, { namespace: 'acme-cp' });
    const api = await ClusterApi.start({
      configmaps: [configMap],
      deployments: [deployment],
      externalsecrets: [{
        metadata: { name: 'flyte-secret-auth', namespace: 'acme-cp', uid: '1', resourceVersion: '1' },
        spec: { target: { name: 'flyte-secret-auth' }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'x' } }] },
        status: { conditions: [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: 'no such key' }] },
      }],
    });
    try {
      const kubeconfig = join(folder, 'kubeconfig');
      // Only the context that is named leads to the server.
      writeFileSync(kubeconfig, JSON.stringify({ ...JSON.parse(api.kubeconfig) as object, 'current-context': 'another' }));
      const env = { KUBECONFIG: kubeconfig, HOME: folder, PATH: dirname(kubeBinaries().kubectl) };
      await world.deployed(undefined, async (_, port) => {
        const { code, out, err } = await doctor([HOST, ...reach(port), '--kube', '--context', 'loopback', '--namespace', 'acme-cp'], { env });
        expect({ code, err }).toEqual({ code: 1, err: '' });
        expect(out).toContain('external-secret-not-ready');
        expect(out).toContain('ExternalSecret acme-cp/flyte-secret-auth');
        // Both are drawn: the way of a sign-in, and what hangs together in the cluster.
        const page = await doctor([HOST, ...reach(port), '--kube', '--context', 'loopback', '--namespace', 'acme-cp', '--format', 'html'], { env });
        expect([...page.out.matchAll(/<section class="picture[^"]*" aria-label="([^"]*)"/g)].map(([, heading]) => heading)).toEqual([
          'The way of a sign-in', expect.not.stringContaining('The way of a sign-in'),
        ]);
      });
      const namespaces = new Set(api.asked.flatMap((line) => /\/namespaces\/([^/?]+)/.exec(line)?.[1] ?? []));
      expect([...namespaces]).toEqual(['acme-cp']);
    } finally {
      await api.stop();
    }
  });

  it('finds nothing wrong with a healthy one, with a client by option, by file and by API key', async () => {
    const secret = world.secrets[CI_CLIENT];
    const file = join(folder, 'ci.yaml');
    writeFileSync(join(folder, 'secret'), `${secret}\n`);
    writeFileSync(file, `admin:\n  endpoint: dns:///${HOST}\n  authType: ClientSecret\n  clientId: ${CI_CLIENT}\n  clientSecretLocation: ${join(folder, 'secret')}\n  scopes: [all]\n`);
    const apiKey = Buffer.from(`${HOST}:${CI_CLIENT}:${secret}:acme`).toString('base64');
    await world.deployed(undefined, async (_, port) => {
      const ways: readonly (readonly [string[], Record<string, string>])[] = [
        [['--client-id', CI_CLIENT, '--client-secret-file', join(folder, 'secret')], {}],
        [['--client-id', CI_CLIENT], { UNION_CI_CLIENT_SECRET: secret }],
        [['--config', file], {}],
        [['--api-key-env', 'FLYTE_API_KEY'], { FLYTE_API_KEY: apiKey }],
      ];
      for (const [args, env] of ways) {
        const { code, out, err } = await doctor([`https://${HOST}`, ...reach(port), ...args], { env, stderrIsTerminal: true });
        expect([args[0], code, out]).toEqual([args[0], 0, expect.stringContaining('No findings')]);
        expect(out).toContain(`a token of ${CI_CLIENT}`);
        expect(err).toContain('Asking a token…');
        expect(out + err).not.toContain(secret);
        expect(out + err).not.toContain(apiKey);
      }
    });
  });
});

test('the way of a sign-in is drawn, alone or with what was found', async () => {
  const nobody = [HOST, '--connect-to', `${HOST}:443:127.0.0.1:1`];
  const svg = await doctor([...nobody, '--format', 'svg']);
  expect(svg.code).toBe(1);
  expect(svg.out).toMatch(/^<svg [^>]*aria-label="The way of a sign-in at union\.example\.com"/);
  expect(svg.out).toContain('✗ live-unreachable');
  const page = await doctor([...nobody, '--format', 'html']);
  expect(page.out).toContain('<h2>The way of a sign-in</h2>');
  expect(page.out).not.toContain('<h2>Wiring</h2>');
  expect(page.out).toMatch(/<a class="arrow bad" href="#finding-1"/);
});

test('the root of the domain names is not a part of a host', async () => {
  const { out } = await doctor([`https://${HOST}.`, '--connect-to', `${HOST}:443:127.0.0.1:1`]);
  expect(out).toContain(`https://${HOST}  connection\n`);
});
