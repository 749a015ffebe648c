import * as looks from '../../../src/verify/running/cluster-looks';
import { Look } from '../../../src/verify/running/look';

const SECRET = 'kubectl -n $CP get secret a -o jsonpath=\'{.data.client_secret}\' | base64 -d';

test.each<[string, (shows: string) => Look, string]>([
  ['settings', (shows) => looks.settings('$DP', 'a|b', shows), 'kubectl -n $DP get configmap -o yaml | grep -n -E \'a|b\''],
  ['flyteadminSettings', (shows) => looks.flyteadminSettings('a', shows), 'kubectl -n $CP get configmap flyte-admin-base-config -o yaml | grep -n -E \'a\''],
  ['secretKeys', (shows) => looks.secretKeys('$NS', 'a', shows), 'kubectl -n $NS describe secret a'],
  ['secretKeys, of all', (shows) => looks.secretKeys('$NS', undefined, shows), 'kubectl -n $NS describe secret'],
  ['secretMatches', (shows) => looks.secretMatches('$CP', 'a', '^x$', shows), `${SECRET} | grep -c -E ^x$`],
  ['secretAtProvider', (shows) => looks.secretAtProvider('$CP', 'a', shows),
    `${SECRET} | curl -s "$TOKEN_URL" -d grant_type=client_credentials -d "client_id=$CLIENT_ID" -d scope=all --data-urlencode client_secret@- | grep -o '"error.*'`],
  ['warnings', (shows) => looks.warnings('$DP', shows), 'kubectl -n $DP get events --field-selector type=Warning --sort-by .lastTimestamp'],
  ['flyteadminLogs', (shows) => looks.flyteadminLogs('a', shows), 'kubectl -n $CP logs deploy/flyteadmin --all-containers --tail=500 | grep -i -E \'a\''],
  ['schedulerLogs', (shows) => looks.schedulerLogs('a', shows), 'kubectl -n $CP logs deploy/flytescheduler --all-containers --tail=500 | grep -i -E \'a\''],
  ['operatorLogs', (shows) => looks.operatorLogs('a', shows), 'kubectl -n $DP logs deploy/union-operator --all-containers --tail=500 | grep -i -E \'a\''],
  // A dot in the name of a key is none of the path.
  ['ingressAnnotation', (shows) => looks.ingressAnnotation('auth-url', shows),
    'kubectl -n $CP get ingress -o custom-columns=\'NAME:.metadata.name,CLASS:.spec.ingressClassName,HOSTS:.spec.rules[*].host,'
      + 'VALUE:.metadata.annotations.nginx\\.ingress\\.kubernetes\\.io/auth-url\''],
  ['mounts', (shows) => looks.mounts('$DP', shows),
    'kubectl -n $DP get deploy -o custom-columns=\'NAME:.metadata.name,SECRETS:.spec.template.spec.volumes[*].secret.secretName,'
      + 'MOUNTS:.spec.template.spec.containers[*].volumeMounts[*].mountPath\''],
  ['helmAuthValues', looks.helmAuthValues, 'helm -n $NS get values $RELEASE -o yaml | grep -n -E \'auth|AUTH|OIDC|oauth|CLIENT\''],
  ['authorizerSettings', (shows) => looks.authorizerSettings('bootstrap', 9, shows), 'kubectl -n $CP get configmap authorizer -o yaml | grep -n -A9 bootstrap'],
  ['secretWriters', looks.secretWriters,
    'kubectl -n $NS get secret -o custom-columns=\'NAME:.metadata.name,WRITERS:.metadata.managedFields[*].manager\''],
])('%s', (_, look, run) => expect(look('What is there.')).toEqual({ run, shows: 'What is there.' }));
