import { SecretDelivery } from 'cdk8s-union-auth';
import { externalSecretsCrds } from '../tools/crds';
import { created, KEYS } from './_people';
import { planes, SHARED, VALUES } from './_shared-planes';
import { World } from './_world';

const { takeOver, scripts, manifests } = planes(SecretDelivery.kubernetesSecrets());
const NAMESPACES = ['union-cp', 'union'];
/** Each script with its namespace. */
const DELIVERY = scripts.map((script, i) => [NAMESPACES[i], script] as const);
const TAKE_OVER = takeOver.map((script, i) => [NAMESPACES[i], script] as const);

let world: World;

beforeAll(async () => {
  world = await World.start([externalSecretsCrds]);
});
beforeEach(async () => {
  for (const namespace of NAMESPACES) {
    await world.clients.kubectl('create', 'namespace', namespace);
  }
});
afterEach(async () => {
  await world.clients.kubectl(
    'delete',
    'roles,rolebindings,serviceaccounts',
    '--all',
    '--all-namespaces',
    '--wait=false',
  );
  await world.clear();
});

async function made(): Promise<void> {
  for (const secret of SHARED) {
    await created(world, secret, KEYS);
  }
}

async function versions(): Promise<Record<string, string | undefined>> {
  const names = await world.secretNames();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => [name, (await world.secret(name))?.metadata.resourceVersion]),
    ),
  );
}

/** The message of a script that must fail and change nothing. */
async function refused(script: string, environment: Record<string, string> = {}): Promise<string> {
  const before = await versions();
  const said = await world.clients.script(script, { ...VALUES, ...environment }).then(
    (text) => Promise.reject(new Error(`went through: ${text}`)),
    (error: Error) => error.message,
  );
  expect(await versions()).toEqual(before);
  expect(said).not.toContain('Delivered.');
  return said;
}

describe('without rights', () => {
  describe.each([
    ['Secrets exist', true],
    ['no Secret exists', false],
  ])('%s', (_name, there) => {
    beforeEach(() => (there ? made() : undefined));

    test.each([
      ['do nothing', [], /secret \S+: cannot be read; see the message of kubectl above/],
      [
        'only create and patch',
        ['create', 'patch'],
        /secret \S+: cannot be read; see the message of kubectl above/,
      ],
      [
        'only get',
        ['get'],
        there
          ? /you may not patch it in namespace \S+; request get, create and patch of secrets/
          : /you may not create it in namespace \S+; request get, create and patch of secrets/,
      ],
    ])(
      'the script of Option B names each Secret to a person who may %s, and changes nothing',
      async (_verbs, verbs, message) => {
        for (const [namespace, script] of DELIVERY) {
          const said = await refused(script, {
            KUBECONFIG: await world.api.kubeconfigOf(namespace, ...verbs),
          });
          expect(said).toMatch(message);
          const names = SHARED.filter((secret) => secret.startsWith(`${namespace}/`)).map(
            (secret) => secret.split('/')[1],
          );
          names.forEach((name) => expect(said).toContain(`secret ${name}: `));
        }
      },
    );
  });

  test.each([
    ['do nothing', [], /secret \S+: cannot be read; see the message of kubectl above/],
    ['only get', ['get'], /secret \S+: cannot be kept: .*[Ff]orbidden/],
  ])('the take-over scripts name the missing right to a person who may %s, and change nothing', async (_verbs, verbs, message) => {
    await made();
    for (const [namespace, script] of TAKE_OVER) {
      expect(
        await refused(script, { KUBECONFIG: await world.api.kubeconfigOf(namespace, ...verbs) }),
      ).toMatch(message);
    }
  });

  test('get, create and patch of Secrets are sufficient for both scripts', async () => {
    const kubeconfigs = await Promise.all(
      NAMESPACES.map((namespace) => world.api.kubeconfigOf(namespace, 'get', 'create', 'patch')),
    );
    for (const _ of ['no Secret exists', 'all Secrets exist']) {
      for (const [namespace, script] of [...DELIVERY, ...TAKE_OVER]) {
        await world.clients.script(script, {
          ...VALUES,
          KUBECONFIG: kubeconfigs[NAMESPACES.indexOf(namespace)],
        });
      }
    }
    expect(await world.data('union/union-secret-auth')).toEqual({
      client_secret: 'service',
      app_secret: 'service',
    });
  });
});

test('both scripts refuse an immutable Secret, and leave it unchanged', async () => {
  await made();
  for (const secret of SHARED) {
    await world.clients.patchSecret(secret, { immutable: true });
  }
  for (const [, script] of [...DELIVERY, ...TAKE_OVER]) {
    expect(await refused(script)).toMatch(
      /is immutable(?: and accepts no further key)?; create it again without immutable: true/,
    );
  }
  for (const secret of SHARED) {
    expect(await world.data(secret)).toEqual(KEYS);
  }
});

describe('in a namespace that is being deleted', () => {
  beforeEach(async () => {
    await made();
    for (const namespace of NAMESPACES) {
      await world.clients.kubectl('delete', 'namespace', namespace, '--wait=false');
    }
  });

  test('both scripts stop before they write', async () => {
    for (const [namespace, script] of [...DELIVERY, ...TAKE_OVER]) {
      expect(await refused(script)).toContain(
        `namespace ${namespace}: is being deleted, with every Secret in it; nothing was changed`,
      );
    }
  });

  test('the API server refuses our manifests', async () => {
    await expect(world.clients.apply(manifests, 'client-side')).rejects.toThrow(
      /being terminated|no objects/,
    );
  });
});

test('a person who may not read namespaces gets the API server\'s message that the namespace is being deleted', async () => {
  const kubeconfigs: Record<string, string> = {};
  for (const namespace of NAMESPACES) {
    kubeconfigs[namespace] = await world.api.kubeconfigOf(namespace, 'get', 'create', 'patch');
    await world.clients.kubectl('delete', 'namespace', namespace, '--wait=false');
  }
  for (const [namespace, script] of DELIVERY) {
    expect(await refused(script, { KUBECONFIG: kubeconfigs[namespace] })).toMatch(
      /because it is being terminated/,
    );
  }
});

test('scripts refuse a Secret that an ExternalSecret owns, and one that is being deleted', async () => {
  await made();
  const [owned, going] = ['union-cp/union-controlplane-secrets', 'union/union-secret-auth'];
  const owner = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    name: 'others',
    uid: 'f1a1f0b0-0000-4000-8000-000000000000',
    controller: true,
  };
  await world.clients.patchSecret(owned, { metadata: { ownerReferences: [owner] } });
  await world.clients.patchSecret(going, { metadata: { finalizers: ['example.com/held'] } });
  await world.clients.kubectl(
    'delete',
    'secret',
    'union-secret-auth',
    '--namespace',
    'union',
    '--wait=false',
  );
  const said = [];
  for (const [, script] of TAKE_OVER) {
    said.push(
      await world.clients.script(script).then(
        () => 'went through',
        (error: Error) => error.message,
      ),
    );
  }
  expect(said[0]).toContain('belongs to ExternalSecret others, which can replace all its keys');
  expect(said[1]).toContain(
    'union-secret-auth: is being deleted, with its keys: client_secret pass.txt tunnel_token',
  );
  expect(await refused(scripts[1])).toContain(
    'secret union-secret-auth: is being deleted; wait until it is gone',
  );
  await world.clients.patchSecret(going, { metadata: { finalizers: null } });
  await world.clients.patchSecret(owned, { metadata: { ownerReferences: null } });
});

test('both scripts report that kubectl is missing', async () => {
  for (const [, script] of [...DELIVERY, ...TAKE_OVER]) {
    expect(await refused(script, { KUBECTL: 'no-such-kubectl' })).toContain(
      'command no-such-kubectl not found; install it, or set KUBECTL',
    );
  }
});
