import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { ChartVersion, ControlPlaneAuth, DataPlaneAuth } from 'cdk8s-union-auth';
import { dataPlaneProps, unionAuth } from '../../test/_tools/fixtures';
import { sleep, temporaryDirectory } from '../_support/processes';
import { ChartRepository, PackagedChart } from '../gitops/_chart-repository';
import { Pods } from '../gitops/_pods';
import { externalSecretsCrds } from '../tools/crds';
import { DeployPage } from './_deploy-page';
import { HELMS } from './_helm';
import { fromStore, planes, Planes } from './_shared-planes';
import { World } from './_world';

const OLD = { release: ChartVersion.V2026_3, version: '2026.3.0' };
const NEW = { release: ChartVersion.V2026_8, version: '2026.8.3' };
const PASSWORD = 'database password';
/** Keys that services write into the Secrets that we share with them. */
const OTHERS = {
  'union-cp/flyte-admin-secrets': { cookie_hash_key: 'hash', cookie_block_key: 'block' },
  'union/union-secret-auth': { tunnel_token: 'tunnel' },
};
const OTHERS_KEYS = Object.entries({ ...OTHERS, 'union-cp/union-controlplane-secrets': { 'pass.txt': PASSWORD } })
  .flatMap(([secret, keys]) => Object.entries(keys).map(([key, value]) => ({ secret, key, value, externalSecret: '' })));

/**
 * The parts of Union's charts that stop an upgrade and are unrelated to authentication.
 *
 * Source: unionai/helm-charts 2026.3.0 and 2026.8.3: `controlplane/templates/scylla/storageclass.yaml` with `values.yaml` and
 * `values.aws.yaml`, `dataplane/templates/operator/service.yaml`; a Deployment of the control plane with `progressDeadlineSeconds: 0`.
 */
function faultsOf(release: ChartVersion): Record<PackagedChart['name'], Record<string, string>> {
  const isOld = release === ChartVersion.V2026_3;
  const parameters = `((.Values.scylla).storageClass).parameters | default (dict "type" "gp2"${isOld ? ' "fsType" "ext4"' : ''})`;
  const port = { port: isOld ? 80 : 10254, targetPort: 'debug', protocol: 'TCP', name: 'debug' };
  return {
    controlplane: {
      'storageclass.yaml': `apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: scylladb\nprovisioner: ebs.csi.eks.amazonaws.com\nparameters: {{- ${parameters} | toYaml | nindent 2 }}\n`,
      'console.yaml': [
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: unionconsole\nspec:',
        '  {{- if (.Values.console).progressDeadlineSeconds }}\n  progressDeadlineSeconds: {{ .Values.console.progressDeadlineSeconds }}\n  {{- end }}',
        '  selector: {matchLabels: {app: unionconsole}}\n  template:\n    metadata: {labels: {app: unionconsole}}\n    spec: {containers: [{name: console, image: example.com/console}]}\n',
      ].join('\n'),
    },
    dataplane: {
      'operator-service.yaml': JSON.stringify({
        apiVersion: 'v1', kind: 'Service', metadata: { name: 'union-operator' }, spec: { ports: [port], selector: { app: 'union-operator' } },
      }),
      'operator.yaml': [
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: union-operator\nspec:',
        '  selector: {matchLabels: {app: union-operator}}\n  template:\n    metadata: {labels: {app: union-operator}}',
        '    spec: {containers: [{name: operator, image: example.com/operator, ports: [{name: debug, containerPort: 10254}]}]}\n',
      ].join('\n'),
    },
  };
}

const emitted = {
  [OLD.version]: planes(fromStore(), { chartVersion: OLD.release }),
  [NEW.version]: planes(fromStore(), { chartVersion: NEW.release, migratingFrom: OLD.release }),
};
const page = new DeployPage();
let world: World;
let charts: ChartRepository;

beforeAll(async () => {
  world = await World.start([externalSecretsCrds]);
  charts = await ChartRepository.start(world.clients, [OLD, NEW].flatMap(({ release, version }) =>
    (['controlplane', 'dataplane'] as const).map((name) => ({
      name, version, reads: emitted[version].auths[name].requiredSecrets, templates: faultsOf(release)[name],
    }))));
});

interface Installing {
  /** @default the version of `dist` */
  readonly version?: string;
  /** Whether to use Union's values only, as before the library was used. */
  readonly before?: boolean;
  readonly flags?: readonly string[];
}

/** A person who follows the page with one Helm, in an empty folder. */
class Reader {
  public static async start(helm: string): Promise<Reader> {
    world.clients.helmBinary = helm;
    const reader = new Reader();
    writeFileSync(join(reader.folder, 'values.aws.yaml'), 'console: {progressDeadlineSeconds: 0}\n');
    await reader.run(`helm repo add unionai ${charts.url} --ca-file ${charts.certificateFile} --force-update`);
    await reader.run(page.block('Create namespaces and stores'));
    return reader;
  }

  public readonly pods = new Pods(world.api);
  private readonly folder = temporaryDirectory('deploy');
  private version = OLD.version;
  private working = true;
  private readonly controller = this.keepSettling();

  public get ours(): Planes {
    return emitted[this.version];
  }

  public run(commands: string): Promise<string> {
    const ofVersion = commands.replaceAll(NEW.version, this.version)
      .replaceAll(`--release ${NEW.release}`, `--release ${this.version === NEW.version ? NEW.release : OLD.release}`);
    return world.clients.shell(ofVersion, this.folder, { DATABASE_PASSWORD: PASSWORD });
  }

  /** Writes `dist` as `examples/self-hosted` does. */
  public synthesize({ version, release }: typeof OLD, migratingFrom?: ChartVersion): void {
    this.version = version;
    const app = new App({ outdir: join(this.folder, 'dist') });
    const props = { identity: unionAuth(), secrets: fromStore(), chartVersion: release };
    const control = new ControlPlaneAuth(new Chart(app, 'union-cp', { namespace: 'union-cp' }), 'auth', { ...props, migratingFrom });
    const data = new DataPlaneAuth(new Chart(app, 'union', { namespace: 'union' }), 'auth', dataPlaneProps(props));
    for (const [name, plane] of Object.entries({ controlplane: control, dataplane: data })) {
      plane.helmValues.writeTo(app, `${name}.values.yaml`);
      plane.takeOverScript?.writeTo(app, `${name}.take-over.sh`);
    }
    mkdirSync(app.outdir, { recursive: true });
    app.synth();
  }

  public async takeOver(): Promise<void> {
    await this.run(page.block('Keys that other tools own'));
  }

  public async deliver(): Promise<void> {
    await this.run(page.block('Deliver the secrets'));
    const arrived = await this.run(page.block('Deliver the secrets', 2));
    expect(arrived.match(/Secret\w+/g)).toEqual(expect.arrayContaining(['SecretSynced']));
    expect(arrived).not.toContain('SecretMissing');
    expect(Number(arrived.trim().split('\n').pop())).toBeGreaterThan(0);
  }

  /** Installs or upgrades both charts. */
  public async install({ version = this.version, before = false, flags = [] }: Installing = {}): Promise<void> {
    await this.run(page.block('Install the charts')
      .replaceAll(NEW.version, version)
      .replace(/ --values dist\/\S+/g, before ? '' : '$&')
      .replace(/--timeout/g, [...flags, '--timeout'].join(' ')));
  }

  /** The missing keys, of External Secrets and of services. */
  public async lost(): Promise<string[]> {
    await sleep(1500);
    return world.lost([...world.promises(this.ours.manifests), ...OTHERS_KEYS]);
  }

  public file(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  public async leave(): Promise<void> {
    this.pods.stop();
    this.working = false;
    await this.controller;
    await world.clients.kubectl('delete', 'storageclass', '--all');
    await world.clear();
  }

  /** Lets External Secrets act while commands run. */
  private async keepSettling(): Promise<void> {
    while (this.working) {
      await world.externalSecrets.settle().catch(() => undefined);
      await sleep(200);
    }
  }
}

describe.each(HELMS)('docs/deploy.md with %s', (_name, binary, clientSide) => {
  let reader: Reader;
  beforeEach(async () => {
    reader = await Reader.start(binary());
  });
  afterEach(() => reader.leave());

  const upgradeStops = () => expect(reader.install()).rejects.toThrow(page.says('updates to parameters are forbidden'));
  const deleteStorageClass = () => reader.run(page.command('kubectl delete storageclass scylladb'));

  test('no pod lacks a key at any moment from an empty cluster to 2026.3, on to 2026.8 and back', async () => {
    reader.synthesize(OLD);
    await reader.takeOver();
    await reader.deliver();
    await reader.run(page.block('Register the applications'));
    expect(await reader.run(page.block('Synthesize'))).toMatch(/^No findings/m);
    await reader.install();
    await world.writeAll(OTHERS);
    expect(await reader.lost()).toEqual([]);
    expect(await reader.run(page.block('Check'))).toMatch(/^No findings/m);

    reader.synthesize(NEW, OLD.release);
    await reader.takeOver();
    await reader.deliver();
    await upgradeStops();
    page.says('or set `scylla.storageClass.parameters` to what it has');
    await reader.install({ flags: ["--set-json 'scylla.storageClass.parameters={\"type\":\"gp2\",\"fsType\":\"ext4\"}'"] });
    await deleteStorageClass();
    await reader.install();
    expect(await reader.lost()).toEqual([]);

    await reader.takeOver();
    await expect(reader.run('helm rollback unionai-controlplane 1 --namespace union-cp')).rejects.toThrow('updates to parameters are forbidden');
    await reader.run('helm rollback unionai-dataplane 2 --namespace union');
    expect(await reader.lost()).toEqual([]);
    reader.synthesize(OLD);
    await reader.takeOver();
    await reader.deliver();
    await upgradeStops();
    await deleteStorageClass();
    await reader.install({ flags: clientSide });
    expect(await reader.lost()).toEqual([]);
    expect([...reader.pods.missed]).toEqual([]);

    // "kubectl replace" removes keys; these steps of the page restore them.
    await reader.run(`${page.command('kubectl replace --filename')} dist/union-cp.k8s.yaml`);
    expect(await reader.lost()).toEqual(expect.arrayContaining(['union-cp/flyte-admin-secrets cookie_hash_key', 'union-cp/union-controlplane-secrets pass.txt']));
    await reader.deliver();
    await reader.run(page.block('Register the applications'));
    await world.writeAll(OTHERS);
    expect(await reader.lost()).toEqual([]);
  });

  test('a release that ran without the library is adopted, goes back to its old values, and leaves the library again', async () => {
    await world.clients.kubectl('create', 'secret', 'generic', 'union-controlplane-secrets', '--namespace', 'union-cp', `--from-literal=pass.txt=${PASSWORD}`);
    // Without --wait, since its pods lack keys until the library delivers them.
    await reader.run(page.block('Install the charts').replace(/ --values dist\/\S+/g, '').replaceAll(' --wait', ''));
    await world.writeAll(OTHERS);

    expect(await reader.run(page.command('helm list --all-namespaces'))).toMatch(/unionai-controlplane[^]*unionai-dataplane/);
    reader.synthesize(NEW, OLD.release);
    await reader.takeOver();
    await reader.deliver();
    expect(await reader.run(page.command('kubectl get secret flyte-secret-auth --namespace union-cp -o yaml'))).toContain(page.says('helm.sh/resource-policy: keep'));
    await deleteStorageClass();
    await reader.install();
    await reader.run(page.command('kubectl rollout restart deployment --namespace union-cp'));
    expect(await reader.lost()).toEqual([]);

    await reader.takeOver();
    await expect(reader.run('helm rollback unionai-controlplane 1 --namespace union-cp')).rejects.toThrow(/flyte-secret-auth|updates to parameters are forbidden/);
    await expect(reader.run('helm rollback unionai-dataplane 1 --namespace union')).rejects.toThrow('union-secret-auth');
    await deleteStorageClass();
    await expect(reader.install({ version: OLD.version, before: true, flags: clientSide })).rejects.toThrow(page.says('spec.ports[1].name: Duplicate value: "debug"'));
    await reader.run(page.command('kubectl delete service union-operator --namespace union'));
    for (const [version, before] of [[OLD.version, true], [NEW.version, false], [OLD.version, true]] as const) {
      await reader.takeOver();
      await deleteStorageClass();
      await reader.install({ version, before, flags: clientSide });
      expect({ version, lost: await reader.lost() }).toEqual({ version, lost: [] });
    }
    await reader.run(page.block('Going back'));
    expect(await reader.lost()).toEqual([]);
  });
});

test('the tests run every block of commands of docs/deploy.md', () => {
  expect([...page.unread]).toEqual([]);
});
