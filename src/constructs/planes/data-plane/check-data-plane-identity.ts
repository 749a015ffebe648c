import { Problems } from '../../../common/props/problems';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { _isSameEntry } from '../../../contract/upstream/remote-secret';
import { OAuthApplicationType } from '../../identity';
import { _otherOrganization } from '../../identity/organization';
import { checkOwnEntry } from '../../secrets/own-entry';
import type { GivenIdentity } from './data-plane-identity';
import { listedDataPlane, listedProp } from './listed-data-plane';

/** What a data plane says of itself, against what the identity knows of it. */
export function checkDataPlaneIdentity(problems: Problems, props: GivenIdentity, release: ReleaseContract): void {
  checkClient(problems, props);
  checkSecrets(problems, props);
  checkEagerApiKey(problems, props, release);
}

function checkClient(problems: Problems, props: GivenIdentity): void {
  const { auth, clusterName, clientId } = props;
  const listed = listedDataPlane(props);
  if (auth.dataPlanes.length > 0 && !listed && clientId === undefined) {
    const names = auth.dataPlanes.map((other) => other.clusterName).join(', ');
    problems.add('clusterName', clusterName, `is no data plane of UnionAuth (${names}); name the one that this is, list it there, or give the clientId of its own`);
  }
  if (clientId === undefined) {
    return;
  }
  const { applications: { all, service } } = auth;
  problems.check('clientId', clientId, (id) => {
    if (listed) {
      return id === listed.operator.clientId ? undefined : `is another client than ${listed.operator.clientId}, which UnionAuth names for ${clusterName}; leave it out here`;
    }
    const taken = all.find((application) => application !== service && application.clientId === id);
    if (taken?.type === OAuthApplicationType.SERVICE) {
      return `is the client ID of "${taken.name}"; register a client of its own, which can be rotated and revoked alone`;
    }
    return taken && `is the ${taken.type} application's; a data plane needs a service application`;
  });
}

function checkSecrets(problems: Problems, props: GivenIdentity): void {
  const { auth, secrets, clientId: ownClientId, clientSecret } = props;
  const serviceClientId = auth.applications.service.clientId;
  const listed = listedDataPlane(props);
  const operator = listed?.operator;
  const clientId = operator?.clientId ?? ownClientId ?? serviceClientId;
  const prop = listed ? `${listedProp(props)}.operator.secret` : 'clientSecret';
  const remote = operator?.secret ?? clientSecret;
  if (operator?.secret && clientSecret && !_isSameEntry(operator.secret, clientSecret)) {
    problems.add('clientSecret', clientSecret, `is another entry than ${operator.secret.key}, which UnionAuth names for ${clientId}; leave it out here`);
  } else if (remote) {
    const stated = operator?.secret ? prop : 'clientSecret';
    secrets._checkOwn(problems, stated, remote);
    checkOwnEntry(problems, props, stated, { clientId, remote });
  } else if (clientId !== serviceClientId && secrets._readsStore) {
    problems.add(prop, undefined, `name where the secret of client ${clientId} lies; the delivery's own is that of ${serviceClientId}`);
  }
}

/** The first charts whose operator fetches a key (dataplane: RELEASE.md, 2026.6.9). */
const FETCHED_SINCE = '2026.6.9';

function checkEagerApiKey(problems: Problems, props: GivenIdentity, { dataPlane }: ReleaseContract): void {
  const { auth, secrets, eagerApiKey } = props;
  const eager = listedDataPlane(props)?.eager;
  if (eagerApiKey === undefined) {
    if (eager && !dataPlane.operatorApiKey) {
      problems.add('eagerApiKey', undefined, `the operator of this chart release fetches no key made of ${eager.clientId}; write EagerApiKey.encoded(…), `
        + `or use charts ${FETCHED_SINCE} or later`);
    }
    return;
  }
  if (auth._apiKeysRefused) {
    problems.add('eagerApiKey', 'EAGER_API_KEY', auth._apiKeysRefused);
  }
  if (eagerApiKey.madeByOperator && !dataPlane.operatorApiKey) {
    problems.add('eagerApiKey', 'fromOperator', `is not read by this chart release; use EagerApiKey.encoded, or charts ${FETCHED_SINCE} or later`);
  }
  if (eagerApiKey.madeByOperator && !eager) {
    problems.add('eagerApiKey', 'fromOperator', 'asks the control plane for a key, which makes it of nothing but an eager client, since it can register none '
      + `at ${auth.identityProvider.name}; list the data plane in UnionAuth with its eager client, or use EagerApiKey.encoded`);
  }
  if (!eagerApiKey._encoded) {
    return;
  }
  if (!secrets._readsStore) {
    problems.add('eagerApiKey', 'encoded', 'is computed by External Secrets Operator; use it with SecretDelivery.externalSecrets');
  } else if (eager?.secret) {
    checkOwnEntry(problems, props, `${listedProp(props)}.eager.secret`, { clientId: eager.clientId, remote: eager.secret });
  } else if (eager) {
    problems.add(`${listedProp(props)}.eager.secret`, undefined, `EagerApiKey.encoded needs it; name where the secret of client ${eager.clientId} lies`);
  }
  problems.check('eagerApiKey.organization', eagerApiKey._encoded.organization, (given) => given && _otherOrganization(auth)(given));
}
