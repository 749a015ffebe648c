import { Chart, Duration } from 'cdk8s';
import { ChartVersion, ControlPlane, ControlPlaneAuth, ControlPlaneAuthProps, DataPlane, DataPlaneAuth, HelmValues, SecretDelivery, SecretRotation, UnionIdentity } from '../../../src';
import { SecretReader } from '../../../src/contract/union/secrets';
import { dataPlaneOf, dataPlaneProps, externalSecrets, synth, unionAuth } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';

const RELOADER = 'secret.reloader.stakater.com/reload';
const CHECKSUM = 'union-auth.cdk8s.io/secrets-checksum';

function values(secrets: SecretDelivery, identity = unionAuth()) {
  let found: any;
  synth((chart: Chart) => {
    const props = { identity, secrets };
    found = {
      controlPlane: new ControlPlaneAuth(chart, 'control-plane', props).helmValues.toObject(),
      dataPlane: new DataPlaneAuth(chart, 'data-plane', dataPlaneProps(props)).helmValues.toObject(),
    };
  });
  return found;
}

/** Annotations of the pods in plain YAML, by workload. */
function pods(secrets: SecretDelivery, identity = unionAuth()): Record<string, Record<string, string> | undefined> {
  const manifests = synth((chart: Chart) => {
    new ControlPlane(chart, 'control-plane', { identity, secrets, ...PLAIN });
    new DataPlane(chart, 'data-plane', { dataPlane: dataPlaneOf(identity), secrets, ...PLAIN_DATA_PLANE });
  });
  return Object.fromEntries(
    manifests.filter(({ kind }) => kind === 'Deployment').map(({ metadata, spec }) => [metadata.name, spec.template.metadata.annotations]),
  );
}

describe('SecretRotation.reloader', () => {
  const secrets = externalSecrets({ rotation: SecretRotation.reloader() });

  test('beside the charts: pods name the Secrets that they mount, where the charts read annotations', () => {
    const { controlPlane, dataPlane } = values(secrets);
    expect(controlPlane.flyte.flyteadmin.podAnnotations).toEqual({
      [RELOADER]: 'flyte-admin-secrets,union-controlplane-secrets,flyteadmin-oidc-client-secret',
    });
    expect(controlPlane.flyte.flytescheduler.podAnnotations).toEqual({ [RELOADER]: 'flyte-secret-auth' });
    for (const annotations of [controlPlane.podAnnotations, controlPlane.actions.podAnnotations]) {
      expect(annotations).toEqual({ [RELOADER]: 'union-controlplane-secrets' });
    }
    for (const workload of ['operator', 'proxy', 'leaseworker', 'flytepropeller', 'clusterresourcesync']) {
      expect(dataPlane[workload].podAnnotations).toEqual({ [RELOADER]: 'union-secret-auth' });
    }
    // These reach pods that mount nothing.
    expect(dataPlane).not.toHaveProperty('additionalPodAnnotations');
  });

  test('the volumes beside the annotations stay', () => expect(values(secrets).controlPlane.flyte.flyteadmin.additionalVolumes).toHaveLength(3));

  test('in plain YAML: the same, and the scheduler reads the database password besides', () => expect(pods(secrets)).toMatchObject({
    'flyteadmin': { [RELOADER]: 'flyte-admin-secrets,union-controlplane-secrets,flyteadmin-oidc-client-secret' },
    'flytescheduler': { [RELOADER]: 'flyte-secret-auth,union-controlplane-secrets' },
    'executions': { [RELOADER]: 'union-controlplane-secrets' },
    'union-operator': { [RELOADER]: 'union-secret-auth' },
    // It mounts the Secret twice.
    'leaseworker': { [RELOADER]: 'union-secret-auth' },
  }));

  test.each([
    ['kubernetesSecrets', SecretDelivery.kubernetesSecrets({ rotation: SecretRotation.reloader() })],
    ['provisioned', SecretDelivery.provisioned({ rotation: SecretRotation.reloader() })],
  ])('goes with %s', (_, delivery) => expect(values(delivery).dataPlane.operator.podAnnotations).toEqual({ [RELOADER]: 'union-secret-auth' }));
});

describe('beside the charts, annotations reach', () => {
  const secrets = externalSecrets({ rotation: SecretRotation.reloader() });
  const ANNOTATION = { [RELOADER]: 'union-controlplane-secrets' };
  const controlPlane = (props: Partial<ControlPlaneAuthProps>) => {
    let found: any;
    synth((chart) => {
      found = new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets, ...props }).helmValues;
    });
    return found;
  };

  test('every reader of a release at the path that the chart renders, and nothing else', () => {
    for (const chartVersion of ChartVersion._all) {
      const plane = (build: (chart: Chart) => { helmValues: HelmValues }) => {
        let found: any;
        synth((chart) => {
          found = build(chart).helmValues.toObject();
        });
        return annotated(found);
      };
      const props = { identity: unionAuth(), secrets, chartVersion };
      const { controlPlane: control, dataPlane: data } = chartVersion._contract;
      expect(plane((chart) => new ControlPlaneAuth(chart, 'it', props))).toEqual(expected(control.secretReaders));
      expect(plane((chart) => new DataPlaneAuth(chart, 'it', dataPlaneProps(props)))).toEqual(expected(data.secretReaders));
    }
  });

  test('a service with its own annotations, which replace the shared ones', () => {
    const extraValues = { podAnnotations: { team: 'a' }, services: { cluster: { podAnnotations: { own: 'b' } }, usage: { replicaCount: 2 } } };
    const emitted = controlPlane({ extraValues }).toObject();
    expect(emitted.podAnnotations).toEqual({ ...ANNOTATION, team: 'a' });
    expect(emitted.services.cluster.podAnnotations).toEqual({ ...ANNOTATION, own: 'b' });
    expect(emitted.services.usage).toEqual({ replicaCount: 2 });
  });

  test('the identity service, when a seeded API key changes, and keep what everybody has', () => {
    const identity = unionAuth({
      dataPlanes: { east: { operator: { clientId: 'operator' }, eager: { clientId: 'east', secret: { key: 'union/east' } } } },
    });
    const emitted = controlPlane({ identity, extraValues: { podAnnotations: { team: 'a' } } }).toObject();
    expect(emitted.services.identity.podAnnotations).toEqual({ team: 'a', [RELOADER]: 'union-controlplane-secrets,eager-api-key-east' });
    expect(emitted.podAnnotations).toEqual({ ...ANNOTATION, team: 'a' });
  });

  test('no pod of a chart that takes none: the head of the values says how to restart it', () => {
    const heading = (delivery: SecretDelivery, chartVersion: ChartVersion) => {
      let found = '';
      synth((chart) => {
        found = new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(unionAuth()), secrets: delivery, chartVersion, namespace: 'dp' }).helmValues.toString();
      });
      return found;
    };
    const command = '#   kubectl rollout restart deployment/executor --namespace dp\n';
    expect(heading(secrets, ChartVersion.V2026_3)).toContain(command);
    expect(heading(secrets, ChartVersion.V2026_8)).not.toContain('rollout restart');
    expect(heading(externalSecrets(), ChartVersion.V2026_3)).not.toContain('rollout restart');
  });
});

/** Paths of the values that carry the annotation, with it. */
function annotated(content: any, path: string[] = []): Record<string, string> {
  return Object.assign({}, ...Object.entries<any>(content).map(([key, value]) =>
    key === RELOADER ? { [path.join('.')]: value } : value && typeof value === 'object' && !Array.isArray(value) ? annotated(value, [...path, key]) : {}));
}

function expected(readers: readonly SecretReader[]): Record<string, string> {
  return Object.fromEntries(readers.flatMap(({ podAnnotations, secrets }) => (podAnnotations ? [[podAnnotations, secrets.join()]] : [])));
}

describe('SecretRotation.checksum', () => {
  const versioned = (web?: string, service: string | undefined = '1') => unionAuth({
    applications: {
      web: { clientId: 'w', secret: { key: 'union/web', version: web } },
      native: { clientId: 'n' },
      service: { clientId: 's', secret: { key: 'union/service', version: service } },
    },
  });
  const byVersion = externalSecrets({ rotation: SecretRotation.checksum() });
  const checksum = (secrets: SecretDelivery, identity?: UnionIdentity) => values(secrets, identity).dataPlane.operator.podAnnotations[CHECKSUM];

  test('changes with a version in the store, and only then', () => {
    expect(checksum(byVersion, versioned('1'))).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum(byVersion, versioned('1', '1'))).toBe(checksum(byVersion, versioned('2', '1')));
    expect(checksum(byVersion, versioned('1', '2'))).not.toBe(checksum(byVersion, versioned('1', '1')));
  });

  test('changes with the revision', () => {
    const revision = (word: string) => checksum(externalSecrets({ rotation: SecretRotation.revision(word) }));
    expect(revision('2026-11-24')).toBe(revision('2026-11-24'));
    expect(revision('2026-11-24')).not.toBe(revision('2026-11-25'));
  });

  test('is on every pod of both planes that mounts a Secret', () => {
    const reached = Object.entries(pods(byVersion, versioned('1'))).filter(([, annotations]) => annotations?.[CHECKSUM] !== undefined).map(([name]) => name);
    expect(reached.length).toBeGreaterThan(7);
    expect(Object.keys(pods(byVersion, versioned('1'))).filter((name) => !reached.includes(name))).toEqual(['flyteconsole', 'union-auth-gate-nginx']);
  });

  test('of a data plane with a separate client uses that client', () => {
    const own = (ownVersion: string) => {
      let found: any;
      synth((chart) => {
        found = new DataPlaneAuth(chart, 'data-plane', {
          dataPlane: dataPlaneOf(unionAuth({
            dataPlanes: { 'dp-1': { operator: { clientId: 'dp-1-client', secret: { key: 'union/dp-1', version: ownVersion } } } },
          }), { clusterName: 'dp-1' }),
          secrets: byVersion,
        }).helmValues.toObject();
      });
      return found.operator.podAnnotations[CHECKSUM];
    };
    expect(own('1')).not.toBe(own('2'));
  });

  test('a client secret of a data plane without a version would never change it, and is refused', () => {
    const identity = unionAuth({
      dataPlanes: {
        east: {
          operator: { clientId: 'east', secret: { key: 'union/east' } },
          eager: { clientId: 'east-eager', secret: { key: 'union/east/eager' } },
        },
      },
    });
    const secrets = byVersion;
    expect(() => synth((chart) => new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(identity, { clusterName: 'east' }), secrets }))).toThrow('operator.secret.version: required; otherwise the checksum');
    expect(() => synth((chart) => new ControlPlaneAuth(chart, 'it', { identity, secrets }))).toThrow(
      'identity.dataPlanes.east.eager.secret.version: required; otherwise the checksum',
    );
  });

  test.each([
    ['a script', () => SecretDelivery.kubernetesSecrets({ rotation: SecretRotation.checksum() })],
    ['somebody else', () => SecretDelivery.provisioned({ rotation: SecretRotation.checksum() })],
  ])('that would never change is refused: %s', (_, build) => {
    expect(build).toThrow('rotation: "checksum" would never change; use SecretRotation.revision');
  });

  test('one version missing is refused where it is read', () => {
    expect(() => values(byVersion, versioned())).toThrow('identity.applications.web.secret.version: required; otherwise the checksum of the rotation would never change');
  });

  test('a blank revision is refused', () => expect(() => SecretRotation.revision(' ')).toThrow('SecretRotation.revision has a problem:\n  - word: must not be empty'));
});

test.each([['Reloader', SecretRotation.reloader()], ['a checksum', SecretRotation.revision('2026-11')]])('%s waits for no value from a store that is read once', (_, rotation) => {
  expect(() => externalSecrets({ rotation, refreshInterval: Duration.seconds(0) })).toThrow(
    'refreshInterval: "0s" reads the store once, so no new value can arrive',
  );
});

test('without a rotation, no annotation', () => {
  const { controlPlane, dataPlane } = values(externalSecrets());
  expect(controlPlane).not.toHaveProperty('podAnnotations');
  expect(controlPlane.flyte.flyteadmin).not.toHaveProperty('podAnnotations');
  expect(dataPlane).not.toHaveProperty('operator');
  // The gate's is of its configuration, no Secret.
  const found = Object.entries(pods(externalSecrets())).filter(([, annotations]) => annotations !== undefined);
  expect(found).toEqual([['union-auth-gate-nginx', { 'checksum/config': expect.any(String) as unknown }]]);
});
