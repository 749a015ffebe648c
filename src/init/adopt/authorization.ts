import { BOOTSTRAP_DOMAINS } from '../../contract/union/authorizer';
import { authorizationsOf, Entry } from '../../verify/model/authorization';
import { Standing } from './standing';
import { Finds } from './taken';

const AT = 'controlPlane.authorization';

/** Who may do what, where somebody decides it. */
export function findAuthorization(standing: Standing, finds: Finds): void {
  const authorization = authorizationsOf(standing.model).find(({ decides }) => decides);
  if (authorization === undefined) {
    return;
  }
  const { authorizer, mode, admins } = authorization;
  const type = authorizer.fieldFor('authorizer.type');
  if (mode === 'External') {
    const client = 'authorizer.externalClient';
    const host = authorizer.get(`${client}.grpcConfig.host`);
    finds.take(`${AT}.external.host`, host?.text, host?.field ?? type);
    for (const [name, path] of [['insecure', 'grpcConfig.insecure'], ['failOpen', 'failOpen']]) {
      const setting = authorizer.get(`${client}.${path}`);
      finds.take(`${AT}.external.${name}`, setting?.flag || undefined, setting?.field ?? type);
    }
    return;
  }
  finds.take(`${AT}.union.admins`, admins.map(adminOf), admins[0]?.setting.field ?? type);
  if (admins.length === 0) {
    finds.miss(`${AT}.union.admins: no administrator is named`);
  }
  const names = (path: string) => (authorizer.get(`authorizer.bootstrap.${path}`)?.items ?? [])
    .flatMap((item) => new Entry(item).name ?? []);
  const domains = names('domains');
  if (domains.length > 0 && domains.join() !== BOOTSTRAP_DOMAINS.join()) {
    finds.take(`${AT}.union.domains`, domains, type);
  }
  const projects = names('projects');
  finds.take(`${AT}.union.projects`, projects.length > 0 ? projects : undefined, type);
}

function adminOf(entry: Entry): object {
  const subject = entry.text('subject') ?? '';
  return { name: entry.name ?? subject, subject };
}
