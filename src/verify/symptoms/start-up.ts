import { OAUTH_METADATA_PATH } from '../../contract/union/flyteadmin';
import { SECRETS } from '../../contract/union/secrets';
import {
  clientSecretKey, externalSecretStatus, flyteadminLogs, kubectl, schedulerLogs, secretKeys, settings,
  warnings,
} from '../running/cluster-looks';
import { anonymousAt, providerMetadata } from '../running/edge-looks';
import type { SymptomGroup } from './symptom';

export const START_UP: SymptomGroup = {
  title: 'Pods that do not start',
  symptoms: [
    {
      id: 'scheduler-fails',
      title: 'Scheduler fails to start',
      words: [
        'flytescheduler unauthenticated', 'scheduler: failed to create execution',
        'scheduled workflows do not start', 'flytescheduler', 'flyte-scheduler', 'scheduler CrashLoopBackOff',
        'schedules do not fire', 'Error reading secret from location /etc/secrets/client_secret',
        'flyte-secret-auth', 'cron does not fire', 'launch plans stopped firing', 'cron schedule',
        'scheduler permission denied',
      ],
      see: [
        schedulerLogs(
          'secret|auth|error', '"Error reading secret from location" names the file that is not there.',
        ),
        clientSecretKey('$CP', SECRETS.scheduler.name),
      ],
      causes: [
        {
          rule: 'scheduler-secret-unmounted',
          cause:
            'flyte.secrets.adminOauthClientCredentials.enabled is not true, so the chart does not mount '
              + 'flyte-secret-auth.',
        },
        {
          rule: 'secret-merge-deadlock',
          cause: 'flyte-secret-auth is not there: its ExternalSecret waits for a Secret that nobody creates.',
        },
        { rule: 'client-secret-undelivered', cause: 'Nobody writes flyte-secret-auth.' },
        {
          rule: 'placeholder-secret',
          cause: "flyte-secret-auth holds the chart's placeholder: the log says invalid_client.",
        },
        {
          rule: 'secret-writers-collide',
          cause:
            'The chart and an ExternalSecret both write it: every helm upgrade puts the placeholder back.',
        },
      ],
    },
    {
      id: 'secrets-not-found',
      title: 'flyteadmin stops with "secrets not found"',
      words: [
        'secrets not found', 'secrets not found - file', 'oidc_client_secret', 'flyteadmin CrashLoopBackOff',
        'flyteadmin crashes', 'FLYTE_SECRET_',
      ],
      see: [
        flyteadminLogs('secrets not found|panic', 'The file and the variable where flyteadmin looked.'),
        secretKeys(
          '$CP',
          SECRETS.flyteadmin.name,
          'oidc_client_secret, cookie_hash_key and cookie_block_key must be among the keys.',
        ),
      ],
      causes: [
        {
          rule: 'browser-secret-undelivered',
          cause: "The web application's client secret does not reach "
          + 'flyteadmin: not delivered, not mounted, or under another key. client_secret is the service '
          + "application's.",
        },
        {
          rule: 'session-key-missing',
          cause: 'The keys of the session cookies are not in the Secret of the cluster, or are empty.',
          words: [
            'cookie_hash_key', 'cookie_block_key', 'Could not read hash key file', 'illegal base64 data',
          ],
        },
        {
          rule: 'secret-owner-wipes-keys',
          cause: 'An ExternalSecret owns flyte-admin-secrets and removed the cookie keys.',
        },
        {
          rule: 'secret-merge-deadlock',
          cause: 'flyte-admin-secrets is not there, and the ExternalSecret waits for it.',
        },
        {
          rule: 'auth-server-type-contradicted',
          cause: 'flyteadmin acts as its own authorization server, and looks for keys that nobody '
            + 'needs beside an external one.',
          words: ['claim_symmetric_key', 'token_rsa_key.pem'],
        },
        {
          cause:
            'The init container generate-secrets, which makes the cookie keys, did not run or may not write '
              + 'the Secret.',
          remedy:
            "Give flyteadmin's ServiceAccount get, create and update on Secrets, and look at the init "
              + "container's log.",
          see: [
            kubectl('-n $CP logs deploy/flyteadmin -c generate-secrets', 'It must end without an error.'),
          ],
        },
      ],
    },
    {
      id: 'flyteadmin-provider',
      title: 'flyteadmin stops because it cannot set up the provider',
      words: [
        'Error creating oidc provider', 'failed to decode provider discovery object',
        'flyteadmin does not start', 'unsupported protocol scheme', 'discovery', 'issuer',
        'flyteadmin panics', 'openid-configuration 404 at start', 'failed to fetch openid configuration',
        'authorization server does not exist', 'flyteadmin pod not ready',
      ],
      see: [
        flyteadminLogs(
          'oidc|provider|issuer|discovery|resource server', 'What flyteadmin asked, and what it got.',
        ),
        providerMetadata("The issuer in it must be flyteadmin's letter by letter."),
        anonymousAt(`$ISSUER/${OAUTH_METADATA_PATH}`, '404 is fine only with metadataUrl.'),
      ],
      causes: [
        {
          rule: 'auth-value-empty',
          cause: 'The issuer is empty: "Error creating oidc provider w/ issuer []".',
        },
        {
          rule: 'relying-party-incomplete',
          cause: 'No file of the config names the issuer: the message has no issuer either.',
        },
        {
          rule: 'metadata-url-missing',
          cause:
            'The provider has no oauth-authorization-server document, which flyteadmin fetches unless '
              + 'metadataUrl names another.',
          words: [
            'failed to get oauth metadata', 'well-known 404', 'error setting up resource server',
            'initializing the oauth2 resource server',
          ],
        },
        { rule: 'value-unreplaced', cause: 'A placeholder, such as <issuer-uri>, is left.' },
        {
          rule: 'issuer-mismatch',
          cause:
            'The issuer is spelled otherwise than the provider does: "issuer did not match". The slash at '
              + 'the end counts.',
          words: [
            'issuer did not match the issuer returned by provider', 'trailing slash', 'Realm does not exist',
            'issuer mismatch',
          ],
        },
        { rule: 'issuer-insecure', cause: 'The issuer has no scheme, or http.' },
        {
          cause:
            'flyteadmin does not reach the provider: egress, DNS, a proxy, or a certificate of an authority '
              + 'that it does not know.',
          remedy:
            "Allow flyteadmin egress to the provider on port 443, and mount the authority's certificate.",
        },
      ],
    },
    {
      id: 'container-creating',
      title: 'Pods stay in ContainerCreating: secret "…" not found',
      words: [
        'FailedMount secret not found', 'ContainerCreating', 'FailedMount', 'MountVolume.SetUp failed',
        'secret not found', 'CreateContainerConfigError', 'secretName is a required value', 'pods pending',
      ],
      see: [
        warnings('$NS', 'FailedMount names the Secret, or the key, that is not there.'),
        externalSecretStatus('SecretMissing: it waits for a Secret that nobody creates.'),
      ],
      causes: [
        {
          rule: 'secret-merge-deadlock',
          cause: 'An ExternalSecret with creationPolicy Merge waits for a Secret that nobody creates.',
        },
        { rule: 'client-secret-undelivered', cause: 'Nothing writes the Secret.' },
        {
          rule: 'secret-namespace-mismatch',
          cause: 'The Secret, or the SecretStore it comes from, lies in another namespace.',
        },
        {
          rule: 'client-secret-key-missing',
          cause: 'The Secret is there, but the key of items or secretKeyRef is not.',
          words: ['references non-existent secret key', "couldn't find key"],
        },
        { rule: 'browser-secret-undelivered', cause: 'It is the Secret of the web application.' },
        { rule: 'auth-value-empty', cause: 'The name of the Secret is empty.' },
        { rule: 'value-unreplaced', cause: 'The name of the Secret is a placeholder.' },
        { rule: 'database-password-missing', cause: 'It is the Secret with the password of the database.' },
        { rule: 'external-secret-not-ready', cause: 'The ExternalSecret that should write it is not Ready.' },
        { rule: 'secret-store-missing', cause: 'The store that it should come from is not there.' },
      ],
    },
    {
      id: 'config-refused',
      title: 'A service stops because it cannot read its config',
      words: ['cannot unmarshal', 'CrashLoopBackOff'],
      see: [
        kubectl('-n $NS get pods', 'The service is in CrashLoopBackOff.'),
        kubectl('-n $NS get configmap', 'The ConfigMap that it mounts was changed last.'),
      ],
      causes: [
        {
          rule: 'duration-unitless',
          cause: 'A duration has no unit, or one that Go does not know: "missing unit in duration".',
          words: ['missing unit in duration', 'unknown unit'],
        },
        {
          rule: 'config-unreadable',
          cause:
            'The file is no YAML to the service: a tab, a quote that is not closed, a key that stands twice.',
          words: ['yaml: line', 'mapping key already defined', 'found character that cannot start any token'],
        },
        {
          rule: 'config-file-missing',
          cause: 'The ConfigMap or key that --config leads to is not there, or has another name.',
        },
        {
          rule: 'enum-invalid',
          cause: 'A setting with fixed values holds another, or in another case: "cannot parse … as int".',
          words: ['unknown authServerType', 'invalid enum', 'does not belong to', 'cannot parse'],
        },
        {
          rule: 'config-unknown-key',
          cause: 'A key is misspelt, and the service reads its config strictly.',
          words: ['has invalid keys', 'unknown key', 'config validate'],
        },
        {
          rule: 'values-wrong-value',
          cause: 'A value has another type than its reader takes.',
          words: [
            'strconv.ParseBool', 'parsing "no": invalid syntax', 'ParseBool', 'strconv', 'invalid value',
          ],
        },
        { rule: 'auth-value-empty', cause: 'A setting that must be filled is empty.' },
      ],
    },
    {
      id: 'no-database',
      title: 'flyteadmin stops with relation "…" does not exist, or cannot reach its database',
      words: [
        'database', 'initContainer is required', 'connection to postgres', 'cannot connect to postgres',
        'postgresql',
      ],
      see: [
        flyteadminLogs('relation|database|postgres|password|initContainer', 'What the database said.'),
        settings(
          '$CP', 'passwordPath|dbname|host:', 'Where the database is, and which file holds its password.',
        ),
      ],
      causes: [
        {
          rule: 'secret-owner-wipes-keys',
          cause:
            'pass.txt is gone from union-controlplane-secrets, because an ExternalSecret owns the Secret.',
        },
        {
          cause: 'The tables are not there: flyteadmin migrate run comes before serve.',
          remedy:
            'Keep the init container of the chart, or run flyteadmin migrate run before flyteadmin serve.',
          see: [
            kubectl(
              "-n $CP get deploy flyteadmin -o jsonpath='{.spec.template.spec.initContainers[*].name}'",
              'run-migrations must be among them.',
            ),
          ],
          words: ['relation "projects" does not exist', 'migrate', 'pq: relation'],
        },
        {
          rule: 'database-password-missing',
          cause: 'The password of the database is not delivered, or not mounted where the config looks.',
          words: ['password authentication failed', 'no password supplied'],
        },
      ],
    },
  ],
};
