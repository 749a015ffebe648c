import { columns, externalSecretStatus, kubectl, secretKeys, secretWriters } from '../running/cluster-looks';
import { STALE_SECRET } from './shared-causes';
import type { SymptomGroup } from './symptom';

const OWNER_WIPES = {
  rule: 'secret-owner-wipes-keys',
  cause: 'The ExternalSecret owns the Secret, and removes every key that it does not write.',
};

export const SECRET_DELIVERY: SymptomGroup = {
  title: 'Secrets and their delivery',
  symptoms: [
    {
      id: 'externalsecret-not-ready',
      title: 'An ExternalSecret is not Ready',
      words: [
        'SecretSyncedError', 'could not get SecretStore', 'UpdateFailed',
        'target is owned by another ExternalSecret', 'external secret error', 'ExternalSecret sync status',
      ],
      see: [
        externalSecretStatus('The message says what is wrong.'),
        kubectl('get secretstore,clustersecretstore -A', 'Every store must be Valid and Ready.'),
      ],
      causes: [
        {
          rule: 'secret-namespace-mismatch',
          cause: 'There is no such store in the namespace of the '
          + 'ExternalSecret: "could not get SecretStore". The guide needs it in both planes.',
        },
        { rule: 'value-unreplaced', cause: 'The remote key is a placeholder of the guide.' },
        {
          cause: 'The remote key or property does not exist, or the store may not read it.',
          remedy: "Create it in the store under that very name, and allow the store's identity to read it.",
          words: [
            'could not get secret data from provider', 'Secret does not exist', 'key does not exist',
            'secret not found in the store', 'could not find secret data for key', 'AccessDeniedException',
            'secretsmanager:GetSecretValue', 'GetSecretValue', 'is not authorized to perform',
            'permission denied by vault', 'vault permission denied', 'vault 403', 'key vault forbidden',
            'PermissionDenied secretmanager', 'IRSA', 'workload identity',
          ],
        },
        {
          rule: 'secret-writers-collide',
          cause: 'Another ExternalSecret owns the Secret: "target is owned by another ExternalSecret".',
        },
        {
          rule: 'external-secret-api-unserved',
          cause: 'The operator serves another API version than the manifest has.',
        },
        {
          rule: 'external-secret-policy-invalid',
          cause: 'The policies of the ExternalSecret are not among those that exist, or do not go together.',
        },
        { rule: 'external-secret-not-ready', cause: 'The cluster says so, with the reason.' },
        {
          rule: 'secret-store-missing',
          cause: 'No store of that name and kind is there.',
          words: [
            'could not find secret store', 'ClusterSecretStore not found',
            'could not get ClusterSecretStore', 'SecretStore not ready', 'InvalidStoreConfiguration',
          ],
        },
        {
          rule: 'external-secret-incomplete',
          cause: 'A required field is empty, or a template asks for a key that is not fetched.',
        },
        {
          rule: 'client-secret-inconsistent',
          cause: 'It asks for another entry or property than its siblings, which the store does not have.',
        },
      ],
    },
    {
      id: 'secret-empty',
      title: 'An ExternalSecret is Ready, and its Secret is missing, empty or lacks keys',
      words: [
        'Secret is empty', 'union-secret-auth is empty', 'SecretMissing', 'secret is empty', 'key missing',
        'ready but no secret', '0 bytes', 'ExternalSecret is ready but pods fail',
        'SecretSynced and the key is missing',
      ],
      see: [
        externalSecretStatus('SecretMissing: it is Ready, and has nothing to write into.'),
        secretKeys('$NS', undefined, 'Every key with its bytes.'),
        secretWriters('Who wrote each Secret.'),
      ],
      causes: [
        {
          rule: 'secret-merge-deadlock',
          cause:
            'With creationPolicy Merge nobody creates the Secret: reason SecretMissing, and Ready all the '
              + 'same.',
        },
        {
          cause:
            'The Secret was created after the ExternalSecret had looked: it waits for the next '
              + 'refreshInterval.',
          remedy:
            'Have it look now: kubectl annotate externalsecret NAME force-sync=$(date +%s) --overwrite.',
        },
        OWNER_WIPES,
      ],
    },
    {
      id: 'secret-keys-lost',
      title: 'A Secret had its keys, and they are gone',
      words: [
        'keys are gone', 'apply removed keys', 'keys disappeared', 'keys wiped', 'tunnel_token',
        'secret deleted after upgrade', 'server-side apply wiped the Secret',
        'kubectl create secret --dry-run=client -o yaml | kubectl apply -f -', 'apply emptied the Secret',
        'data of the Secret is empty after apply', 'delivered keys removed', 'Secret overwritten',
        'Secret vanished', 'keys were deleted', 'the secret lost a key', 'tunnel token gone',
        'last-applied-configuration deleted keys',
      ],
      see: [
        secretWriters('kubectl among them: the next apply takes what it wrote before and has no more.'),
        secretKeys('$NS', undefined, 'Every key with its bytes.'),
        externalSecretStatus('Whether somebody puts them back.'),
      ],
      causes: [
        {
          rule: 'secret-keys-applied',
          cause: 'The keys came by kubectl create | kubectl apply, and the next apply of a manifest without '
          + 'them removed them.',
          words: [
            'last-applied-configuration', 'kubectl-client-side-apply',
            'Secret lost all keys after kubectl apply', 'kubectl apply removed all keys of a Secret',
          ],
        },
        {
          cause:
            'kubectl apply and kubectl apply --server-side took turns: kubectl took the delivered keys for '
              + 'its own and removed them.',
          remedy: 'Set spec.target.template: {engineVersion: v2} on the ExternalSecret, so that it copies no '
          + 'annotations, and apply in one mode.',
        },
        OWNER_WIPES,
        {
          cause: 'A helm upgrade to create: false, or kubectl delete -f, removed the Secret, and with it the '
          + 'keys of others (tunnel_token, pass.txt).',
          remedy: 'Annotate the Secret with helm.sh/resource-policy: keep before the upgrade, and restore '
          + 'the keys; docs/deploy.md has the steps.',
        },
      ],
    },
    {
      id: 'after-upgrade',
      title: 'It worked until a helm upgrade, a sync or a restart',
      words: [
        'Argo CD reverts the secret', 'argocd reverts', 'Secret is reverted',
        'helm upgrade wiped the client secret', 'helm upgrade wiped', 'upgrade put the placeholder back',
        'worked before the upgrade', 'after helm upgrade', 'after upgrade', 'after sync', 'Argo CD sync',
        'placeholder again', 'placeholder came back', 'works until restart', 'after restart 401',
        'OutOfSync', 'Argo CD deleted the secret', 'argo pruned the secret',
        'prune deleted union-secret-auth', 'Flux reverts the secret', 'helm rollback',
        'self heal fights External Secrets', 'Argo self-heal loop', 'Argo CD diff on the data of a Secret',
        'secret is reset to the placeholder', 'helm upgrade resets the secret',
      ],
      see: [
        secretWriters(
          'Helm or argocd-controller and externalsecrets behind one name: both write that Secret.',
        ),
        kubectl(
          '-n $NS get pods', 'Pods that restarted after the upgrade read what was there at that moment.',
        ),
      ],
      causes: [
        {
          rule: 'secret-writers-collide',
          cause:
            'The chart writes the Secret as well: each upgrade puts its placeholder over the delivered '
              + 'value.',
        },
        { rule: 'placeholder-secret', cause: "The chart's placeholder is all that is written." },
        {
          rule: 'values-list-incomplete',
          cause:
            'A list of your values replaces one of the chart, which had more entries in the new release.',
        },
        { rule: 'values-dead-key', cause: 'The new release no longer reads a key of your values.' },
        {
          rule: 'live-delivery-failed',
          cause: 'The last sync has failed, or Flux has given up, so half of the new release is there.',
          words: ['RetriesExceeded', 'retries exhausted', 'sync failed', 'install retries exhausted'],
        },
        {
          rule: 'object-duplicated',
          cause: 'Two applications of Argo CD describe one object, and undo each other.',
          words: ['SharedResourceWarning', 'is part of applications'],
        },
        {
          cause:
            "Argo CD and External Secrets undo each other's work: annotations that Argo CD tracks by were "
              + 'copied onto the Secret.',
          remedy:
            'Set spec.target.template: {engineVersion: v2} on the ExternalSecret; docs/gitops.md has the '
              + 'rest.',
        },
      ],
    },
    {
      id: 'after-rotation',
      title: 'It worked until a secret was rotated',
      words: [
        'client secret was rotated', 'pod still has the old secret', 'rotation', 'rotated secret',
        'secret expired', 'new secret not picked up', 'old secret', 'changed client secret',
        'rotated client secret', '401 after rotation', 'new client secret in vault',
        'new client secret and services still fail', 'stopped working overnight',
      ],
      see: [
        externalSecretStatus('SecretSynced, with the new value, comes after refreshInterval.'),
        columns(
          '-n $NS get externalsecret',
          { NAME: '.metadata.name', REFRESHED: '.status.refreshTime', INTERVAL: '.spec.refreshInterval' },
          'When each was read last.',
        ),
      ],
      causes: [
        { rule: 'live-pod-stale', cause: 'Pods are older than their Secret.' },
        STALE_SECRET,
        {
          cause: 'External Secrets has not looked since: refreshInterval is up to an hour.',
          remedy:
            'Have it look now: kubectl annotate externalsecret NAME force-sync=$(date +%s) --overwrite.',
        },
        {
          rule: 'rotation-never-arrives',
          cause: 'External Secrets reads the store once and never again: refreshInterval is 0.',
        },
        { rule: 'secret-writers-collide', cause: 'Another writer puts the old value back.' },
      ],
    },
  ],
};
