import { Problems } from '../../../common/props/problems';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { EagerApiKey } from '../../identity';
import { propOf } from '../../identity/data-plane-clients';
import { GivenDataPlane } from './data-plane-facts';

/** What a data plane says of itself, against what the identity knows of it. */
export function checkDataPlane(problems: Problems, props: GivenDataPlane, release: ReleaseContract): void {
  const { identity } = props.dataPlane;
  problems.check('controlPlaneHost', props.controlPlaneHost, (host) =>
    (host === undefined || identity.domains.includes(host) ? undefined
      : `is not a host of the control plane (${identity.domains.join(', ')}), whose edge would not know it; `
        + 'name it in additionalDomains of the identity'));
  checkSecret(problems, props);
  checkEagerApiKey(problems, props, release);
}

/** The secret of the client with which the data plane signs in. */
function checkSecret(problems: Problems, { dataPlane, secrets }: GivenDataPlane): void {
  const { identity, clientId, _applications: own } = dataPlane;
  const { secret } = own?.operator ?? identity._applications.service;
  const client = own ? propOf(own.clusterName, 'operator') : 'identity.applications.service';
  secrets._checkOwn(problems, `${client}.secret`, secret, 'give the place of the secret of client '
    + clientId);
}

/** The first charts whose operator fetches a key (dataplane: RELEASE.md, 2026.6.9). */
const FETCHED_SINCE = '2026.6.9';

const ENCODED = 'use EagerApiKey.encoded';

function checkEagerApiKey(problems: Problems, props: GivenDataPlane, release: ReleaseContract): void {
  const { _applications: listed, _eagerApiKey: eagerApiKey } = props.dataPlane;
  const prop = listed ? propOf(listed.clusterName, 'eagerApiKey') : 'eagerApiKey';
  if (eagerApiKey) {
    checkSource(problems, prop, { ...props, eagerApiKey }, release);
  } else if (listed?.eager && !release.dataPlane.operatorApiKey) {
    problems.addMissing(prop, 'the operator of this chart release fetches no key made of '
      + `${listed.eager.clientId}; use charts ${FETCHED_SINCE} or later`, ENCODED);
  }
}

function checkSource(
  problems: Problems,
  prop: string,
  props: GivenDataPlane & { readonly eagerApiKey: EagerApiKey },
  { dataPlane: contract }: ReleaseContract,
): void {
  const { dataPlane: { identity, _applications: listed }, eagerApiKey: source } = props;
  if (identity._apiKeysRefused) {
    problems.add(prop, 'EAGER_API_KEY', identity._apiKeysRefused);
  }
  if (source.madeByOperator && !contract.operatorApiKey) {
    problems.add(
      prop,
      'fromOperator',
      `is not read by this chart release; use charts ${FETCHED_SINCE} or later`,
      ENCODED,
    );
  }
  if (source.madeByOperator && !listed?.eager) {
    problems.add(prop, 'fromOperator', 'asks the control plane for a key, which makes it of nothing but an '
      + 'eager client, since it can '
      + `register none at ${identity.identityProvider.name}; list the data plane in the identity with its `
      + 'eager client', ENCODED);
  }
  if (source._encoded) {
    checkEncoded(problems, prop, props);
  }
}

/** The operator of External Secrets needs the client's secret at hand. */
function checkEncoded(problems: Problems, prop: string, props: GivenDataPlane): void {
  const { dataPlane: { _applications: listed }, secrets } = props;
  if (!secrets._readsStore) {
    problems.add(
      prop, 'encoded', 'is computed by External Secrets Operator; use it with SecretDelivery.externalSecrets',
    );
  } else if (listed?.eager) {
    const { clientId, secret } = listed.eager;
    secrets._checkOwn(problems, `${propOf(listed.clusterName, 'eager')}.secret`, secret,
      `EagerApiKey.encoded needs it; give the place of the secret of client ${clientId}`);
  }
}
