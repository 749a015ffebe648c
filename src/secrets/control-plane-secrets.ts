import { CLIENT_SECRET_KEY, DATABASE_PASSWORD_KEY, OIDC_CLIENT_SECRET_KEY, SECRETS, SecretContent } from '../contract/secrets';
import { AuthProfile, UnionAuth } from '../identity';
import { SecretCreationPolicy } from './external-secret';
import { SecretEntry, SecretPlan, SecretTarget } from './secret-target';

const SERVICE_SECRET: SecretEntry = { key: CLIENT_SECRET_KEY, content: SecretContent.SERVICE_CLIENT_SECRET };

/** The control plane's Secrets. Guide: section "Secret delivery". */
export function controlPlaneSecrets(auth: UnionAuth, namespace: string, besideChart: boolean): SecretPlan {
  const toTheLetter = auth.profile === AuthProfile.GUIDE;
  return { namespace, targets: toTheLetter ? guideTargets() : hardenedTargets(besideChart), toTheLetter };
}

/** Every delivery merges, and flyteadmin's web client secret is not delivered at all. */
function guideTargets(): SecretTarget[] {
  const guide = { entries: [SERVICE_SECRET], creationPolicy: SecretCreationPolicy.MERGE, ensureExists: false, renderedByChart: true };
  return [
    { ...guide, secretName: SECRETS.flyteadmin.name, externalSecretName: `${SECRETS.flyteadmin.name}-auth` },
    { ...guide, secretName: SECRETS.scheduler.name, externalSecretName: SECRETS.scheduler.name },
    {
      ...guide,
      secretName: SECRETS.unionServices.name,
      externalSecretName: `${SECRETS.unionServices.name}-auth`,
      renderedByChart: false,
      notExternal: true,
    },
  ];
}

function hardenedTargets(besideChart: boolean): SecretTarget[] {
  return [
    {
      // generate-secrets keeps its cookie keys here: merge, never own.
      secretName: SECRETS.flyteadmin.name,
      externalSecretName: `${SECRETS.flyteadmin.name}-auth`,
      entries: [SERVICE_SECRET, { key: OIDC_CLIENT_SECRET_KEY, content: SecretContent.WEB_CLIENT_SECRET }],
      creationPolicy: SecretCreationPolicy.MERGE,
      ensureExists: !besideChart,
      renderedByChart: besideChart,
    },
    {
      // Nobody else writes it: the chart is told not to render its placeholder.
      secretName: SECRETS.scheduler.name,
      externalSecretName: SECRETS.scheduler.name,
      entries: [SERVICE_SECRET],
      creationPolicy: SecretCreationPolicy.OWNER,
      ensureExists: false,
      renderedByChart: false,
    },
    {
      // The database password lies here too.
      secretName: SECRETS.unionServices.name,
      externalSecretName: `${SECRETS.unionServices.name}-auth`,
      entries: [SERVICE_SECRET, { key: DATABASE_PASSWORD_KEY, content: SecretContent.DATABASE_PASSWORD }],
      creationPolicy: SecretCreationPolicy.MERGE,
      ensureExists: true,
      renderedByChart: false,
    },
  ];
}
