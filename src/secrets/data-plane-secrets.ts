import { APP_SECRET_KEY, CLIENT_SECRET_KEY, SECRETS, SecretContent } from '../contract/secrets';
import { AuthProfile, UnionAuth } from '../identity';
import { SecretCreationPolicy } from './external-secret';
import { SecretEntry, SecretPlan } from './secret-target';

const SERVICE_SECRET: SecretEntry = { key: CLIENT_SECRET_KEY, content: SecretContent.SERVICE_CLIENT_SECRET };
const APP_SECRET: SecretEntry = { key: APP_SECRET_KEY, content: SecretContent.SERVICE_CLIENT_SECRET };

/** The data plane's Secret. Guide: section "Dataplane secrets". */
export function dataPlaneSecrets(auth: UnionAuth, namespace: string): SecretPlan {
  const toTheLetter = auth.profile === AuthProfile.GUIDE;
  return {
    namespace,
    toTheLetter,
    targets: [
      {
        // The operator keeps its tunnel token here: merge, never own. With `create: false` nobody creates the Secret,
        // and Merge waits for ever; so we do.
        secretName: SECRETS.dataPlane.name,
        externalSecretName: SECRETS.dataPlane.name,
        entries: toTheLetter ? [SERVICE_SECRET] : [SERVICE_SECRET, APP_SECRET],
        creationPolicy: SecretCreationPolicy.MERGE,
        ensureExists: !toTheLetter,
        renderedByChart: false,
      },
    ],
  };
}
