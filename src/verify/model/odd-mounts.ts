// Tests: test/verify/rules/credentials.test.ts
import { oncePer } from '../../common/data/collections';
import type { Credential } from '../credentials/credential';
import { nearby } from '../kube/home-index';
import type { Field } from '../read/field';
import { compared } from './copies';

const near = oncePer((credentials: readonly Credential[]) =>
  nearby(credentials, ({ container }) => container.workload));

/**
 * The mount without a file that others find at the same path in the same Secret, because they mount it
 * elsewhere, or whole. If they mount it alike, the setting itself is wrong.
 */
export function oddMount(
  { container, path, lookup }: Credential, all: readonly Credential[],
): Field | undefined {
  if (lookup?.state !== 'unmounted' && lookup?.state !== 'absent') {
    return undefined;
  }
  const beside = near(all)(container.workload);
  const names = beside.flatMap((other) => (other.path === path ? other.key?.secret ?? [] : []));
  const mounts = [...new Set(beside.map((other) => other.container))].flatMap((each) =>
    each.mounts.flatMap((mount) => {
      const source = mount.volume?.sources.find(({ kind, name }) =>
        kind === 'Secret' && names.includes(name));
      return source === undefined ? [] : [{ container: each, mount, source }];
    }));
  const own = mounts.find((each) => each.container === container);
  const { usual: [usual] } = compared(mounts, {
    text: ({ mount: { directory } }) => directory, at: ({ mount: { field } }) => field,
  });
  if (own === undefined) {
    return undefined;
  }
  const { mount, source: { items, field } } = own;
  const shown = mount.subPath === undefined && items !== undefined ? field.child('items') : undefined;
  return usual.mount.directory === mount.directory ? shown : mount.field.child('mountPath');
}
