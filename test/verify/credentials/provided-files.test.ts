import { classFiles } from '../../../src/verify/credentials/provided-files';
import { KubeObject } from '../../../src/verify/kube/kube-object';
import { object } from '../_manifests';

const filesOf = (provider: string, parameters: Record<string, unknown>) =>
  classFiles(new KubeObject(
    object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'union', { spec: { provider, parameters } }),
    { file: 'a.yaml', document: 0, path: [] },
  ));

test.each<[string, string, Record<string, unknown>, readonly string[] | undefined]>([
  ['Vault', 'vault', { objects: '- objectName: "client_secret"\n  secretPath: "kv/data/union"\n  secretKey: "secret"\n' }, ['client_secret']],
  ['Azure', 'azure', { objects: 'array:\n  - |\n    objectName: union-client-secret\n    objectAlias: client_secret\n    objectType: secret\n  - |\n    objectName: app\n    objectType: secret\n' }, ['client_secret', 'app']],
  ['several versions of Azure\'s', 'azure', { objects: 'array:\n  - |\n    objectName: union\n    objectVersionHistory: 3\n' }, undefined],
  ['AWS', 'aws', { objects: '- objectName: union/prod\n  objectType: secretsmanager\n  jmesPath:\n  - path: secret\n    objectAlias: client_secret\n' }, ['union_prod', 'client_secret']],
  ['AWS, with a character of their own', 'aws', { pathTranslation: '-', objects: '- objectName: union/prod\n  objectType: secretsmanager\n' }, ['union-prod']],
  ['AWS, with folders', 'aws', { pathTranslation: 'False', objects: '- objectName: union/prod\n  objectType: secretsmanager\n' }, undefined],
  ['Google Cloud', 'gcp', { secrets: '- resourceName: "projects/1/secrets/union/versions/latest"\n  path: "client_secret"\n- resourceName: x\n  fileName: app_secret\n' }, ['client_secret', 'app_secret']],
  ['an alias that is missing', 'aws', { objects: '- objectName: union\n  jmesPath:\n  - path: secret\n  - null\n' }, undefined],
  ['a provider that is not known', 'conjur', { objects: '- objectName: x\n' }, undefined],
  ['a template', 'vault', { objects: '- objectName: "${NAME}"\n' }, undefined],
  ['broken YAML', 'vault', { objects: '- objectName: "x\n  - {' }, undefined],
  ['no list', 'vault', { objects: 'client_secret' }, undefined],
  ['nothing', 'vault', {}, undefined],
])('%s', (_, provider, parameters, files) => {
  expect(filesOf(provider, parameters)).toEqual(files);
});
