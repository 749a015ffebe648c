import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Manifest } from '../../examples/_dist';

/** Holds the ConfigMaps and NetworkPolicies of planes against `settings.yaml` of a folder: as the end-to-end suites run them. */
export function testSettings(folder: string, planes: Readonly<Record<string, () => Manifest[]>>): void {
  const facts = parse(readFileSync(join(__dirname, folder, 'settings.yaml'), 'utf8')) as Record<string, Record<string, object>>;

  describe.each(Object.entries(facts))('%s', (plane, expected) => {
    const manifests = planes[plane]();
    const named = (kind: string, name: string) => manifests.find((each) => each.kind === kind && each.metadata.name === name)!;

    test.each(Object.entries(expected))('%s', (name, content) => {
      const [, policy] = /^policy of (.*)$/.exec(name) ?? [];
      const files = () => Object.entries<string>(named('ConfigMap', name).data).map(([file, text]) => [file, parse(text) as unknown]);
      expect(policy === undefined ? Object.fromEntries(files()) : named('NetworkPolicy', policy).spec).toEqual(content);
    });
  });
}
