import { Check } from '../../common/props/checks';
import { UnionAuth } from './union-auth';

/**
 * What is wrong with an organization that is given beside the identity.
 *
 * @internal
 */
export function _otherOrganization({ organization }: UnionAuth): Check {
  return (given) => (organization === undefined || given === organization ? undefined : `is another than ${organization}, which UnionAuth says; leave it out here`);
}
