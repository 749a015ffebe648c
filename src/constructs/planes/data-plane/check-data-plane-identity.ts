import { Problems } from '../../../common/props/problems';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { EagerApiKey } from '../../identity';
import { DataPlaneApplications } from '../../identity/data-plane-applications';
import { checkOwnEntry } from '../../secrets/own-entry';
import { GivenIdentity, listedDataPlane, listedProp } from './data-plane-identity';

/** What a data plane says of itself, against what the identity knows of it. */
export function checkDataPlaneIdentity(
  problems: Problems, props: GivenIdentity, release: ReleaseContract,
): void {
  const { identity, clusterName } = props;
  const listed = listedDataPlane(props);
  if (identity._dataPlanes.length > 0 && !listed) {
    const names = identity._dataPlanes.map((other) => other.clusterName).join(', ');
    problems.add(
      'clusterName',
      clusterName,
      `is no data plane of UnionIdentity (${names}); name the one that this is, or list it there`,
    );
  }
  problems.check('controlPlaneHost', props.controlPlaneHost, (host) =>
    (host === undefined || identity.domains.includes(host) ? undefined
      : `is no host of the control plane (${identity.domains.join(', ')}), whose edge would not know it; `
        + 'name it in additionalDomains of UnionIdentity'));
  if (listed) {
    checkSecret(problems, props, listed);
    if (props.eagerApiKey !== undefined) {
      problems.add(
        'eagerApiKey',
        'EagerApiKey',
        `is said of a listed data plane in UnionIdentity; move it to ${listedProp(props)}`,
      );
    }
  }
  checkEagerApiKey(problems, props, release);
}

function checkSecret(problems: Problems, props: GivenIdentity, { operator }: DataPlaneApplications): void {
  const { identity, secrets } = props;
  const { clientId, secret: remote } = operator;
  const prop = `${listedProp(props)}.operator.secret`;
  const { service } = identity._applications;
  secrets._checkOwn(problems, prop, remote,
    `name where the secret of client ${clientId} lies; the delivery's own is that of ${service.clientId}`);
  checkOwnEntry(problems, props, prop, { clientId, remote });
}

/** The first charts whose operator fetches a key (dataplane: RELEASE.md, 2026.6.9). */
const FETCHED_SINCE = '2026.6.9';

function checkEagerApiKey(problems: Problems, props: GivenIdentity, release: ReleaseContract): void {
  const listed = listedDataPlane(props);
  const prop = listed ? `${listedProp(props)}.eagerApiKey` : 'eagerApiKey';
  const eagerApiKey = listed ? listed.eagerApiKey : props.eagerApiKey;
  if (eagerApiKey) {
    checkSource(problems, prop, { ...props, eagerApiKey }, release);
  } else if (listed?.eager && !release.dataPlane.operatorApiKey) {
    problems.add(prop, undefined, 'the operator of this chart release fetches no key made of '
      + `${listed.eager.clientId}; write EagerApiKey.encoded(…), or use charts ${FETCHED_SINCE} or later`);
  }
}

function checkSource(
  problems: Problems,
  prop: string,
  props: GivenIdentity & { readonly eagerApiKey: EagerApiKey },
  { dataPlane }: ReleaseContract,
): void {
  const { identity, eagerApiKey: source } = props;
  if (identity._apiKeysRefused) {
    problems.add(prop, 'EAGER_API_KEY', identity._apiKeysRefused);
  }
  if (source.madeByOperator && !dataPlane.operatorApiKey) {
    problems.add(
      prop,
      'fromOperator',
      `is not read by this chart release; use EagerApiKey.encoded, or charts ${FETCHED_SINCE} or later`,
    );
  }
  if (source.madeByOperator && !listedDataPlane(props)?.eager) {
    problems.add(prop, 'fromOperator', 'asks the control plane for a key, which makes it of nothing but an '
      + 'eager client, since it can '
      + `register none at ${identity.identityProvider.name}; list the data plane in UnionIdentity with its `
      + 'eager client, or use EagerApiKey.encoded');
  }
  if (source._encoded) {
    checkEncoded(problems, prop, props);
  }
}

/** The operator of External Secrets needs the client's secret at hand. */
function checkEncoded(problems: Problems, prop: string, props: GivenIdentity): void {
  const { secrets } = props;
  const eager = listedDataPlane(props)?.eager;
  if (!secrets._readsStore) {
    problems.add(
      prop, 'encoded', 'is computed by External Secrets Operator; use it with SecretDelivery.externalSecrets',
    );
  } else if (eager?.secret) {
    checkOwnEntry(problems, props, `${listedProp(props)}.eager.secret`, {
      clientId: eager.clientId,
      remote: eager.secret,
    });
  } else if (eager) {
    problems.add(`${listedProp(props)}.eager.secret`, undefined,
      `EagerApiKey.encoded needs it; name where the secret of client ${eager.clientId} lies`);
  }
}
