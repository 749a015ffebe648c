import { Chart } from 'cdk8s';
import { ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, SecretDelivery, SecretRotation } from '../../src';
import { externalSecrets, synth, unionAuth } from '../_tools/fixtures';

const RELOADER = 'secret.reloader.stakater.com/reload';
const CHECKSUM = 'union-auth.cdk8s.io/secrets-checksum';
const IMAGES = { imageRegistry: 'registry.example.com', imageTag: '1' };

function values(secrets: SecretDelivery) {
  let found: any;
  synth((chart: Chart) => {
    const props = { auth: unionAuth(), secrets };
    found = {
      controlPlane: new ControlPlaneAuth(chart, 'control-plane', props).helmValues.toObject(),
      dataPlane: new DataPlaneAuth(chart, 'data-plane', props).helmValues.toObject(),
    };
  });
  return found;
}

/** Annotations of the pods in plain YAML, by workload. */
function pods(secrets: SecretDelivery): Record<string, Record<string, string> | undefined> {
  const manifests = synth((chart: Chart) => {
    new ControlPlane(chart, 'control-plane', { auth: unionAuth(), secrets, ...IMAGES });
    new DataPlane(chart, 'data-plane', { auth: unionAuth(), secrets, ...IMAGES });
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
    expect(controlPlane.podAnnotations).toEqual({ [RELOADER]: 'union-controlplane-secrets' });
    expect(dataPlane.additionalPodAnnotations).toEqual({ [RELOADER]: 'union-secret-auth' });
  });

  test('the volumes beside the annotations stay', () => {
    expect(values(secrets).controlPlane.flyte.flyteadmin.additionalVolumes).toHaveLength(3);
  });

  test('in plain YAML: the same', () => {
    expect(pods(secrets)).toMatchObject({
      'flyteadmin': { [RELOADER]: 'flyte-admin-secrets,union-controlplane-secrets,flyteadmin-oidc-client-secret' },
      'flytescheduler': { [RELOADER]: 'flyte-secret-auth' },
      'executions': { [RELOADER]: 'union-controlplane-secrets' },
      'union-operator': { [RELOADER]: 'union-secret-auth' },
      // It mounts the Secret twice.
      'leaseworker': { [RELOADER]: 'union-secret-auth' },
    });
  });

  test.each([
    ['kubernetesSecrets', SecretDelivery.kubernetesSecrets({ rotation: SecretRotation.reloader() })],
    ['provisioned', SecretDelivery.provisioned({ rotation: SecretRotation.reloader() })],
  ])('goes with %s', (_, delivery) => expect(values(delivery).dataPlane.additionalPodAnnotations).toEqual({ [RELOADER]: 'union-secret-auth' }));
});

describe('SecretRotation.checksum', () => {
  const version = (web: string, rotation = SecretRotation.checksum()) =>
    externalSecrets({ webClientSecret: { key: 'union/web', version: web }, serviceClientSecret: { key: 'union/service', version: '1' }, rotation });
  const checksum = (secrets: SecretDelivery) => values(secrets).dataPlane.additionalPodAnnotations[CHECKSUM];

  test('changes with a version in the store, and only then', () => {
    expect(checksum(version('1'))).toMatch(/^[0-9a-f]{64}$/);
    expect(checksum(version('1'))).toBe(checksum(version('1')));
    expect(checksum(version('2'))).not.toBe(checksum(version('1')));
  });

  test('changes with the revision', () => {
    const revision = (word: string) => checksum(externalSecrets({ rotation: SecretRotation.checksum(word) }));
    expect(revision('2026-11-24')).toBe(revision('2026-11-24'));
    expect(revision('2026-11-24')).not.toBe(revision('2026-11-25'));
  });

  test('is on every pod of both planes', () => {
    const annotations = Object.values(pods(version('1')));
    expect(annotations.length).toBeGreaterThan(7);
    expect(annotations.every((entry) => entry?.[CHECKSUM] !== undefined)).toBe(true);
  });

  test('of a data plane with a client of its own knows that client\'s secret too', () => {
    const own = (ownVersion: string) => {
      let found: any;
      synth((chart) => {
        found = new DataPlaneAuth(chart, 'data-plane', {
          auth: unionAuth(),
          secrets: version('1'),
          clusterName: 'dp-1',
          clientId: 'dp-1-client',
          clientSecret: { key: 'union/dp-1', version: ownVersion },
        }).helmValues.toObject();
      });
      return found.additionalPodAnnotations[CHECKSUM];
    };
    expect(own('1')).not.toBe(own('2'));
  });

  test.each([
    ['External Secrets without versions', () => externalSecrets({ rotation: SecretRotation.checksum() })],
    ['one version missing', () => externalSecrets({ webClientSecret: { key: 'x', version: '1' }, rotation: SecretRotation.checksum() })],
    ['a script', () => SecretDelivery.kubernetesSecrets({ rotation: SecretRotation.checksum() })],
    ['somebody else', () => SecretDelivery.provisioned({ rotation: SecretRotation.checksum() })],
  ])('that would never change is refused: %s', (_, build) => {
    expect(build).toThrow('rotation: "checksum" would never change; give it a revision, or name the version of every entry in the store');
  });

  test('a blank revision is refused', () => expect(() => SecretRotation.checksum(' ')).toThrow('revision: " " is blank'));
});

test('without a rotation, no annotation', () => {
  const { controlPlane, dataPlane } = values(externalSecrets());
  expect(controlPlane).not.toHaveProperty('podAnnotations');
  expect(controlPlane.flyte.flyteadmin).not.toHaveProperty('podAnnotations');
  expect(dataPlane).not.toHaveProperty('additionalPodAnnotations');
  expect(Object.values(pods(externalSecrets())).every((annotations) => annotations === undefined)).toBe(true);
});
