import { Problems } from '../../common/props/problems';
import { RemoteRef, _isSameEntry } from '../../contract/upstream/remote-ref';
import { UnionIdentity } from '../identity';
import { _furtherClient } from '../identity/further-client';
import { OAuthApplication } from '../identity/oauth-application';
import { _describePipeline } from '../identity/pipeline-application';
import { ClientRegistration } from '../registrations';
import { _freeId } from '../registrations/client-registration';
import { SecretDelivery } from '../secrets';
import { checkOwnEntry } from '../secrets/own-entry';
import { SecretSource, clientSecretOf } from '../secrets/secret-target';

/** What says which pipeline a client is. */
interface Given {
  readonly identity: UnionIdentity;
  readonly secrets: SecretDelivery;
  readonly name?: string;
  readonly clientId?: string;
  readonly clientSecret?: RemoteRef;
}

/** Which pipeline a client is: one that the identity lists, or one of its own. */
export interface CiPipeline {
  readonly name: string;
  readonly clientId: string;
  readonly client: SecretSource;
  readonly registration: ClientRegistration;
}

const DEFAULT_NAME = 'ci';

/** The props are checked. */
export function ciPipeline(props: Given): CiPipeline {
  const { identity, clientSecret } = props;
  const listed = listedPipeline(props);
  if (listed) {
    const registration = ClientRegistration._of(identity, listed);
    return {
      name: listed.id,
      clientId: listed.clientId,
      client: { ...clientSecretOf(listed), remote: listed.secret ?? clientSecret },
      registration,
    };
  }
  const { name = DEFAULT_NAME, clientId = '' } = props;
  const registration = ClientRegistration.service({ identity, clientId, ..._describePipeline(name) });
  return {
    name,
    clientId,
    client: { remote: clientSecret, variable: registration.clientSecretVariable },
    registration,
  };
}

/**
 * A pipeline that the identity lists says nothing else than the identity does; another one names its client.
 */
export function checkCiPipeline(problems: Problems, props: Given): void {
  const { secrets, clientId, clientSecret } = props;
  const listed = listedPipeline(props);
  const known = listed?.clientId ?? clientId;
  const remote = listed?.secret ?? clientSecret;
  if (known !== undefined && remote) {
    checkOwnEntry(problems, props, 'clientSecret', { clientId: known, remote });
  } else if (known !== undefined && secrets._readsStore) {
    problems.add(
      'clientSecret', undefined, `name where the secret of client ${known} lies in the secret store`,
    );
  }
  if (listed) {
    checkListed(problems, props, listed);
  } else {
    checkUnlisted(problems, props);
  }
}

/** One that the identity does not list names its client, by an ID and a name that nothing else has. */
function checkUnlisted(problems: Problems, { identity, name, clientId }: Given): void {
  if (clientId === undefined) {
    const names = identity._pipelines.map(({ id }) => id).join(', ');
    problems.add('clientId', undefined, names === ''
      ? 'name the client of the pipeline, or list the pipeline in UnionIdentity'
      : `name the client of the pipeline, or give the name of one in UnionIdentity (${names})`);
  } else {
    problems.check('clientId', clientId, _furtherClient(identity));
  }
  problems.check('name', name, (given) => given && _freeId(identity)(given));
}

function checkListed(
  problems: Problems, { name, clientId, clientSecret }: Given, listed: OAuthApplication,
): void {
  const { id, secret } = listed;
  if (name !== undefined && name !== id) {
    problems.add('name', name,
      `is another than ${id}, as which UnionIdentity lists client ${listed.clientId}; leave it out here`);
  }
  if (clientId !== undefined && clientId !== listed.clientId) {
    problems.add('clientId', clientId,
      `is another client than ${listed.clientId}, which UnionIdentity names for ${id}; leave it out here`);
  }
  if (clientSecret && secret && !_isSameEntry(clientSecret, secret)) {
    problems.add('clientSecret', clientSecret,
      `is another entry than ${secret.key}, which UnionIdentity names for ${listed.clientId}; leave it out`);
  }
}

function listedPipeline({ identity, name, clientId }: Given): OAuthApplication | undefined {
  return identity._pipelines.find((pipeline) => pipeline.id === name)
    ?? identity._pipelines.find((pipeline) => pipeline.clientId === clientId);
}
