import { deviations, FaultVisibility } from './deviation';

export const CHART_RELEASES = deviations({
  deadGlobals: {
    guide: '`global.OIDC_BASE_URL`, `OIDC_CLIENT_ID`, `CLI_CLIENT_ID`',
    fault: 'Read by nothing since 2026.4.8, and Helm says nothing',
    mended: 'only the keys that the chosen release reads',
    evidence: 'controlplane `values.yaml` at 2026.4.8 and later',
    rule: { id: 'values-dead-key', shows: FaultVisibility.VALUES },
  },
  wholeLists: {
    guide: '`authorizedUris` as a list of two',
    fault: 'Helm replaces lists: on 2026.8 it drops the public URL that the chart has in it',
    mended: 'the list whole',
    evidence: 'controlplane `values.yaml`',
    rule: { id: 'values-list-incomplete', shows: FaultVisibility.VALUES },
  },
  unionServicesSecretName: {
    guide: '`KUBERNETES_SECRET_NAME` is not mentioned',
    fault:
      'Union services mount the Secret that it names, flyteadmin a fixed one. Blank or different, a mount is '
        + 'missing',
    mended: '`union-controlplane-secrets`',
    evidence: 'controlplane `values.yaml`',
    rule: { id: 'values-recommended-key', shows: FaultVisibility.VALUES },
  },
  controlPlaneHost: {
    guide: 'the data plane does not get the host of the control plane',
    fault: '2026.8 refuses to render; 2026.3 calls the chart\'s sample host',
    mended: '`global.CONTROLPLANE_HOST`, in 2026.3 `host`',
    evidence: 'dataplane `_connection.tpl`',
    rule: { id: 'values-missing-key', shows: FaultVisibility.VALUES },
  },
  trustedIdentity: {
    guide: 'nothing about `trustedIdentityClaims`',
    fault:
      'Its `externalIdentityClaim` is blank in 2026.8: services do not recognize the service application',
    mended: 'the subject of its tokens: from the provider, or `subject` of `applications.service`',
    evidence: 'controlplane `values.yaml`',
    rule: { id: 'values-recommended-key', shows: FaultVisibility.VALUES },
  },
  taskRunner: {
    guide: '`executor.config.unionAuth`',
    fault: 'The executor is gone since 2026.8.0',
    mended: '`leaseworker.config.unionAuth` in 2026.8',
    evidence: 'dataplane `templates/`',
    rule: { id: 'values-dead-key', shows: FaultVisibility.VALUES },
  },
});
