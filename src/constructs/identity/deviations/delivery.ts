import { FaultVisibility, deviations } from './deviation';

export const SECRET_DELIVERY = deviations({
  unionServicesDelivery: {
    guide: 'the control plane service Secret has no ExternalSecret in Option A',
    fault: '`/etc/secrets/union/client_secret` does not exist: services get ENOENT, then 401',
    mended: 'an ExternalSecret for `union-controlplane-secrets`',
    evidence: 'flyteidl `token_source_provider.go`',
    rule: { id: 'client-secret-undelivered', shows: FaultVisibility.PLAIN_PLANES },
  },
  mergeDeadlock: {
    guide: '`union-secret-auth`: `create: false`, and an ExternalSecret that merges',
    fault: 'Nothing creates the Secret. The ExternalSecret reports Ready and writes nothing; every pod of '
      + 'the data plane waits in ContainerCreating',
    mended:
      'the Secret is emitted without data, so that Merge has a target. Not `Owner`: the operator keeps '
        + '`tunnel_token` in it',
    evidence: 'ESO `externalsecret_controller.go`',
    tried: 'External Secrets Operator 2.9.0',
    rule: { id: 'secret-merge-deadlock', shows: FaultVisibility.PLAIN_PLANES },
  },
  appSecret: {
    guide: '`union-secret-auth` has `client_secret`',
    fault: 'The chart\'s own Secret also has `app_secret`, which some readers still use',
    mended: 'both keys',
    evidence: 'dataplane `common/auth-secret.yaml`',
  },
  schedulerPlaceholder: {
    guide: '`flyte-secret-auth`: the chart renders a placeholder, ESO merges over it',
    fault: 'Each `helm upgrade`, and each sync of Argo CD, puts the placeholder again; a pod that starts '
      + 'before the next refresh keeps it, since secrets are read once',
    mended: '`clientSecret: ""`: the chart renders none, ESO owns the Secret',
    evidence: 'flyte-core `secret-auth.yaml`',
    tried: 'Helm 3.18 and 4.1, Argo CD 3.5',
    rule: { id: 'placeholder-secret', shows: FaultVisibility.RENDERED_CHARTS },
  },
  sharedSecrets: {
    guide: '`flyte-admin-secrets` and `union-controlplane-secrets`',
    fault: '`Owner` would delete the cookie keys and `pass.txt`; `Merge` waits for a target',
    mended: '`Merge`, onto Secrets that are emitted without data',
    evidence: 'ESO `externalsecret_controller_template.go`',
    tried: 'External Secrets Operator 2.9.0',
    rule: { id: 'secret-owner-wipes-keys', shows: FaultVisibility.CHANGED_BY_HAND },
  },
  secretScript: {
    guide: 'Option B: `kubectl create secret`',
    fault:
      'Before the chart, Helm refuses to adopt the Secret; after it, the command fails with AlreadyExists',
    mended: 'an idempotent script that creates, adopts or patches',
    evidence: 'flyte-core `admin/secret.yaml`',
    tried: 'Helm 3.18 and 4.1',
  },
  rotation: {
    guide: 'secrets change in the store',
    fault: 'Processes read them once, at start: pods keep the old values ([rotation.md](rotation.md))',
    mended: 'opt-in: `rotation` of the delivery',
    evidence: 'flyteadmin `auth/auth_context.go`, flyteidl `token_source_provider.go`',
  },
  secretTemplate: {
    guide: 'ExternalSecrets without `target.template`',
    fault: 'ESO copies their annotations to the Secret, also those of kubectl apply. `kubectl '
      + 'apply` once and `kubectl apply --server-side` later: kubectl treats ESO\'s keys as its own and '
      + 'removes them, while the ExternalSecret stays Ready. Under Argo CD, self-heal and ESO fight without '
      + 'end',
    mended: '`template: {engineVersion: v2}` on every ExternalSecret',
    evidence: 'ESO `externalsecret_controller_template.go`',
    tried: 'kube-apiserver 1.34 and External Secrets Operator 2.9.0',
  },
  valueGuard: {
    guide: 'values are copied from the store into the Secret unchanged',
    fault: 'An emptied entry empties the key, while the ExternalSecret reports SecretSynced; a '
      + 'newline of an editor becomes part of the secret',
    mended: 'a template that trims newlines, and fails on an empty value, so that the old value stays and '
      + 'the condition names the entry',
    evidence: 'ESO `externalsecret_controller_template.go`',
    tried: 'External Secrets Operator 1.3.2',
  },
  keptSecrets: {
    guide: '`union-secret-auth` passes from the chart to an ExternalSecret (`create: false`)',
    fault:
      'On a running Helm release the upgrade removes the Secret that the chart rendered, with `tunnel_token`',
    mended:
      '`helm.sh/resource-policy: keep` on every delivered Secret; the Secrets of a running Helm release get '
        + 'it before the upgrade',
    evidence: 'Helm `pkg/action/upgrade.go`',
    tried: 'Helm 3.18 and 4.1',
  },
  externalSecretDefaults: {
    guide: 'ExternalSecrets omit fields that the API server defaults',
    fault: 'Argo CD reports them OutOfSync permanently',
    mended: 'the defaults are written out',
    evidence: 'external-secrets#5145',
  },
});

export const CHART_RELEASES = deviations({
  deadGlobals: {
    guide: '`global.OIDC_BASE_URL`, `OIDC_CLIENT_ID`, `CLI_CLIENT_ID`',
    fault: 'Unused since 2026.4.8, without a warning from Helm',
    mended: 'only the keys that the chosen release reads',
    evidence: 'controlplane `values.yaml` at 2026.4.8 and later',
    rule: { id: 'values-dead-key', shows: FaultVisibility.VALUES },
  },
  wholeLists: {
    guide: '`authorizedUris` as a list of two',
    fault: 'Helm replaces lists: on 2026.8 this drops the public URL of the chart',
    mended: 'the complete list',
    evidence: 'controlplane `values.yaml`',
    rule: { id: 'values-list-incomplete', shows: FaultVisibility.VALUES },
  },
  unionServicesSecretName: {
    guide: '`KUBERNETES_SECRET_NAME` is not set',
    fault:
      'Union services mount the Secret of this name, flyteadmin a fixed one. If it is empty or different, a '
        + 'mount is missing',
    mended: '`union-controlplane-secrets`',
    evidence: 'controlplane `values.yaml`',
    rule: { id: 'values-recommended-key', shows: FaultVisibility.VALUES },
  },
  controlPlaneHost: {
    guide: 'the data plane does not get the host of the control plane',
    fault: '2026.8 refuses to render; 2026.3 connects to the chart\'s sample host',
    mended: '`global.CONTROLPLANE_HOST`, in 2026.3 `host`',
    evidence: 'dataplane `_connection.tpl`',
    rule: { id: 'values-missing-key', shows: FaultVisibility.VALUES },
  },
  trustedIdentity: {
    guide: 'no `trustedIdentityClaims`',
    fault:
      'Its `externalIdentityClaim` is empty in 2026.8: services do not recognize the service application',
    mended: 'the subject of its tokens: from the provider, or `subject` of `applications.service`',
    evidence: 'controlplane `values.yaml`',
    rule: { id: 'values-recommended-key', shows: FaultVisibility.VALUES },
  },
  taskRunner: {
    guide: '`executor.config.unionAuth`',
    fault: '2026.8.0 removed the executor',
    mended: '`leaseworker.config.unionAuth` in 2026.8',
    evidence: 'dataplane `templates/`',
    rule: { id: 'values-dead-key', shows: FaultVisibility.VALUES },
  },
});
