import { grouped } from '../../common/data/collections';
import { CLIENT_SECRET_KEY } from '../../contract/union/secrets';
import { objectText } from '../kube/kube-object';
import type { Container } from '../kube/workload';
import { Field, placeKey } from '../read/field';
import type { AuthClient } from './auth-client';
import type { Credential } from './credential';
import { FileLookup, missingText } from './mounted-files';

/** A file that containers are told to read and do not find. */
export interface MissingFile {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
  readonly lacks: readonly string[];
}

/** Those of some credentials: each once, however many containers and services are told of it at one place. */
export function missingFiles(credentials: readonly Credential[]): MissingFile[] {
  const named = new Map<Container, Set<string | undefined>>();
  const missing = credentials.flatMap(({ container, field, path, lookup, client }) => {
    const found = lookup && missingText(lookup);
    const paths = named.get(container) ?? new Set();
    if (lookup === undefined || found === undefined || paths.has(path)) {
      return [];
    }
    named.set(container, paths.add(path));
    const place = placeOf(lookup);
    const isDefault = place === undefined && isLeftOut(client);
    const file = isDefault ? `${LOCATION}: its default, ${path},` : path;
    return [{ container, field: place ?? field, path: file, found, lacks: isDefault ? [LOCATION] : [] }];
  });
  return grouped(missing, ({ field, path, found }) => JSON.stringify([placeKey(field), path, found])).map(
    ([{ container, field, path, found, lacks }, ...more]) => {
      const others = new Set(more.map((each) => nameOf(each.container, container)));
      const further = others.size === 0 ? '' : ` and of ${[...others].join(', ')}`;
      return {
        at: field,
        expected: `${path} mounted in ${container}${further}`,
        headline: 'mount',
        values: { container: objectText(container.workload.object), path },
        found,
        lacks,
      };
    },
  );
}

const LOCATION = 'clientSecretLocation';

/** Whether a client leaves its file to the default, so that whoever misspelt the key is led there. */
function isLeftOut(client: AuthClient | undefined): boolean {
  return client !== undefined && client.clientSecretLocation === undefined;
}

/** Where the files are named, unless they are as they should be: then the reader asks for another. */
function placeOf(lookup: FileLookup): Field | undefined {
  return lookup.state === 'unprovided' && !lookup.provided.files.includes(CLIENT_SECRET_KEY)
    ? lookup.provided.at
    : undefined;
}

function nameOf({ workload, name }: Container, first: Container): string {
  return workload === first.workload ? name : workload.name;
}
