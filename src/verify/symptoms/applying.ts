import { columns, helmValues, kubectl } from '../running/cluster-looks';
import type { SymptomGroup } from './symptom';

export const APPLYING: SymptomGroup = {
  title: 'Applying and installing',
  symptoms: [
    {
      id: 'refused',
      title: 'The API server refuses a manifest',
      words: [
        'admission webhook denied the request', 'Unsupported value', 'invalid configuration',
        'validation error', 'refused by webhook', 'unknown field', 'violates PodSecurity',
        'violates PodSecurity restricted', 'field is immutable',
        'the server could not find the requested resource', 'Invalid value', 'pod security',
      ],
      see: [kubectl('api-resources --api-group=external-secrets.io', 'The version that the cluster serves.')],
      causes: [
        {
          rule: 'external-secret-api-unserved',
          cause: 'External Secrets serves another API version: "no matches for kind".',
          words: ['no matches for kind ExternalSecret', 'v1beta1'],
        },
        {
          cause: 'The CRDs of the cluster are older than the manifest, or not there: "unknown field", such '
            + 'as in a SecurityPolicy or a GRPCRoute.',
          remedy: 'Upgrade the CRDs of External Secrets, Gateway API or Envoy Gateway, which helm upgrade '
            + 'may leave as they are, or write for the version that the cluster serves.',
          words: [
            'unknown field in a SecurityPolicy', 'unknown field in a GRPCRoute', 'unknown field of a CRD',
            'strict decoding error', 'CRD missing', 'no matches for kind SecurityPolicy',
            'no matches for kind IngressRoute', 'no matches for kind HTTPRoute',
          ],
        },
        {
          rule: 'snippet-rejected',
          cause: 'The webhook of ingress-nginx refuses snippets.',
          words: [
            'annotation contains risky', 'snippet annotation cannot be used',
            'nginx.ingress.kubernetes.io/configuration-snippet', 'ConfigurationSnippet', 'risky annotation',
          ],
        },
        {
          rule: 'external-secret-policy-invalid',
          cause: 'creationPolicy or deletionPolicy is none that exists, or the two do not go together.',
        },
        { rule: 'duration-unitless', cause: 'A duration of the ExternalSecret is a bare number.' },
        {
          rule: 'text-unquoted',
          cause: 'A label or an annotation is a boolean or a number: "cannot unmarshal".',
          words: ['cannot unmarshal bool', 'cannot unmarshal number'],
        },
        { rule: 'external-secret-incomplete', cause: 'An ExternalSecret lacks a required field.' },
      ],
    },
    {
      id: 'crd-too-long',
      title: 'metadata.annotations: Too long, when CRDs are applied',
      words: [
        'Too long: must have at most 262144 bytes', 'CRD too long', 'annotations too long',

      ],
      see: [
        columns(
          'get crd externalsecrets.external-secrets.io',
          { NAME: '.metadata.name', VERSIONS: '.spec.versions[*].name' },
          'Whether the CRDs are there, and which versions.',
        ),
      ],
      causes: [{
        cause: 'Client-side apply keeps a copy of the object in an annotation, and large CRDs do not fit.',
        remedy:
          'Apply CRDs with kubectl apply --server-side (Argo CD: ServerSideApply=true), or let Helm install '
            + 'them.',
      }],
    },
    {
      id: 'helm-ownership',
      title: 'Helm stops with "invalid ownership metadata" or AlreadyExists',
      words: [
        'invalid ownership metadata', 'cannot be imported into the current release', 'AlreadyExists',
        'meta.helm.sh/release-name', 'secret already exists',
        'rendered manifests contain a resource that already exists', 'helm rollback fails', 'UPGRADE FAILED',
        'conflict occurred while applying object', 'Apply failed with 1 conflict', 'field manager conflict',
        'conflict with externalsecrets',
      ],
      see: [
        columns(
          '-n $NS get secret',
          {
            NAME: '.metadata.name',
            RELEASE: '.metadata.annotations.meta\\.helm\\.sh/release-name',
            BY: '.metadata.labels.app\\.kubernetes\\.io/managed-by',
          },
          'A Secret that the chart renders must belong to its release.',
        ),
      ],
      causes: [
        { rule: 'secret-writers-collide', cause: 'The chart renders a Secret that something else created.' },
        {
          cause: 'The Secret was made by hand before the chart.',
          remedy: 'Label it app.kubernetes.io/managed-by=Helm and annotate it with meta.helm.sh/release-name '
            + 'and -namespace, or let the chart render none (clientSecret: "").',
        },
      ],
    },
    {
      id: 'no-effect',
      title: 'A setting has no effect',
      words: [
        'changed a value and nothing happens', 'changed the configuration and nothing happens',
        'setting ignored', 'value ignored', 'nothing changes', 'helm value has no effect',
        'configuration not applied', 'annotation ignored', 'key not read', 'HTTPRoute not accepted',
        'route is not attached', 'change of values.yaml does nothing', 'nothing changes after helm upgrade',
        'although I set it', 'set to true and still false', 'useAuth is false although it is set',
      ],
      see: [
        helmValues('AUTH|OIDC|CLIENT_ID|auth', 'What the release was installed with.'),
        kubectl("-n $NS get configmap -o yaml | grep -n -E 'clientId|baseUrl|useAuth'", 'What became of it.'),
      ],
      causes: [
        { rule: 'values-dead-key', cause: 'The chart release does not read the key any more.' },
        { rule: 'values-unknown-key', cause: 'The key is misspelt; Helm takes every key.' },
        {
          rule: 'nginx-config-broken',
          cause: 'nginx cannot read what an Ingress puts into its configuration, and keeps what it had.',
        },
        {
          rule: 'install-values-unread',
          cause: 'Values stand under a field that Argo CD or Flux does not have, and the API server drops.',
        },
        {
          rule: 'policy-unattached',
          cause: 'The policy aims at a route by a name or kind that is not there.',
          words: ['TargetNotFound', 'SecurityPolicy not accepted'],
        },
        { rule: 'config-unknown-key', cause: 'The key is misspelt in a config file; services take any.' },
        {
          rule: 'values-dotted-key',
          cause: 'The key is a path with dots, which a values file takes for one name.',
        },
        { rule: 'key-duplicated', cause: 'The key stands twice in the manifest, and the last one counts.' },
        { rule: 'values-overridden', cause: 'A later file sets it again.' },
        {
          rule: 'object-duplicated',
          cause:
            'Another manifest of the same name says otherwise, and was applied later: two planes in one '
              + 'namespace.',
        },
        { rule: 'values-missing-key', cause: 'Another key, without which it does not count, is not set.' },
        {
          rule: 'auth-annotation-ignored',
          cause: "The controller does not know the annotation: it is another controller's, or misspelt.",
        },
        {
          rule: 'live-delivery-failed',
          cause: 'The last sync of Argo CD or Flux has failed.',
          words: ['RetriesExceeded'],
        },
        { rule: 'values-contradiction', cause: 'Another key means the same, says otherwise, and wins.' },
        {
          cause: 'The pods have not restarted since the ConfigMap changed.',
          remedy: 'kubectl rollout restart the Deployments that mount it.',
        },
      ],
    },
  ],
};
