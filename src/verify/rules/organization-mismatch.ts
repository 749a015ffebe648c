import { groupsByKey, mostFrequent } from '../../common/data/grouped';
import { defineRule } from '../engine/rule';
import { OrganizationName, organizationNames, rolesWithoutOrganization } from '../model/organizations';
import { kubectl, settings } from '../running/cluster-looks';

export const organizationMismatch = defineRule({
  id: 'organization-mismatch',
  severity: 'error',
  area: 'authorization',
  title: 'The planes, the authorizer and API keys name one organization.',
  symptom:
    'Callers with every role get PermissionDenied, a data plane registers where nobody sees it, or an API '
      + 'key is refused.',
  explanation: 'A deployment serves one organization. The control plane\'s chart takes its name from '
    + 'global.UNION_ORG, the data plane\'s from orgName, the authorizer\'s bootstrap gives its roles within '
    + 'it, and an API key ends in it. A role in another organization is none.',
  remediation: 'Write one name: global.UNION_ORG in the values of the control plane and orgName in those of '
    + 'each data plane, from which the charts take the rest, and the same at the end of API keys.',
  see: [
    settings('$CP', 'singleTenantOrgID|organization:', 'What the control plane is …'),
    settings('$DP', 'organization:', '… and what the data plane registers with.'),
    kubectl(
      'get externalsecret -A -o yaml | grep -n \'printf "%s:%s:%s:%s"\'', 'API keys end in the organization.',
    ),
  ],
  subjects: (model) => [
    ...organizationNames(model),
    ...rolesWithoutOrganization(model).map((field) => ({ name: undefined, field })),
  ],
  notApplicable: 'The input names no organization.',
  *check(subjects) {
    const usual = usualNames(subjects);
    const expected = usual.length === 0
      ? 'the organization in which roles hold'
      : `${usual.join(' or ')}, as the other places have it`;
    for (const { name, field } of subjects) {
      if (name === undefined || !usual.includes(name)) {
        yield { at: field, expected, found: name ?? 'none' };
      }
    }
  },
});

/** What most places say is what is meant; of several control planes what most of each do. */
function usualNames(places: readonly Partial<OrganizationName>[]): readonly string[] {
  const planes = [...groupsByKey(places, ({ controlPlane }) => controlPlane).values()];
  const said = (planes.length > 1 ? planes : [places]).flatMap((of) =>
    mostFrequent(of.flatMap(({ name }) => name ?? [])) ?? []);
  return [...new Set(said)];
}
