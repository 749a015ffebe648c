import { authorizerSettings, columns, ingressAnnotation, kubectl } from '../running/cluster-looks';
import type { OtherCause } from './symptom';

/** Causes of more than one symptom that no rule finds. */

export const BIG_HEADER: OtherCause = {
  cause: 'Cookies and tokens outgrow the buffers of the edge: nginx logs "upstream sent too big header" and '
    + 'answers 502 at /callback, 500 elsewhere.',
  remedy:
    'Set nginx.ingress.kubernetes.io/proxy-buffer-size: 32k on the Ingress of the sign-in and on every '
      + 'guarded one.',
  see: [
    kubectl(
      "-n $CP logs -l app.kubernetes.io/name=ingress-nginx --tail=500 | grep 'too big header'",
      'Every line is an answer that did not fit.',
    ),
    ingressAnnotation('proxy-buffer-size', 'None means 4k.'),
  ],
};

export const STALE_SECRET: OtherCause = {
  cause:
    'The secret was rotated, and the process still has the old one: services read theirs once, when they '
      + 'start.',
  remedy: 'Restart the Deployments that mount the Secret; docs/rotation.md says how that happens by itself.',
  see: [
    columns('-n $NS get pods', { NAME: '.metadata.name', STARTED: '.status.startTime' },
      'Pods that started before the secret changed have the old one.',
    ),
  ],
};

export const NO_ACCESS_POLICY: OtherCause = {
  cause: 'The provider does not let the service application have tokens: its access policy leaves the client '
    + 'out, or the grant client_credentials is off.',
  remedy:
    'Add the service application to the access policy of the authorization server and allow it '
      + 'client_credentials.',
};

export const NO_ROLE: OtherCause = {
  cause: 'The authorizer knows nothing of the caller: since it is no longer Noop, every service application '
    + 'needs an entry by its sub, as does every operator and reader of a data plane cluster. At Entra ID the '
    + 'sub is the object ID, not the client ID.',
  remedy: 'Add the sub of the token to services.authorizer.configMap.authorizer.bootstrap (serviceAccounts, '
    + 'dataplaneClusters[].operators and viewers, adminUsers).',
  see: [authorizerSettings('bootstrap', 40, 'The sub of the caller must be in it.')],
};

export const FOREIGN_CERTIFICATE: OtherCause = {
  cause:
    "The certificate is signed by an authority that the client does not know, such as a company's own, or "
      + 'by none at all: "signed by unknown authority", "self signed certificate".',
  remedy: 'Give clients the authority (SSL_CERT_FILE, REQUESTS_CA_BUNDLE, or mount it into the pods). For a '
    + 'self-signed one on trial, insecureSkipVerify: true in the connection of the data plane, and '
    + '_U_INSECURE_SKIP_VERIFY for task pods, turn the check off.',
  see: [
    kubectl(
      "-n $DP get configmap -o yaml | grep -n -i -E 'insecure-?skip-?verify|_U_INSECURE'",
      'Where the check is turned off already.',
    ),
  ],
};
