import type { Rule } from '../engine/rule';
import { authorizerFailsOpen } from '../rules/authorizer-fails-open';
import { authorizerHeaderDropped } from '../rules/authorizer-header-dropped';
import { authorizerModeContradicted } from '../rules/authorizer-mode-contradicted';
import { bootstrapAccountMissing } from '../rules/bootstrap-account-missing';
import { bootstrapAccountUnknown } from '../rules/bootstrap-account-unknown';
import { bootstrapAdminMissing } from '../rules/bootstrap-admin-missing';
import { clusterOperatorMissing } from '../rules/cluster-operator-missing';
import { identityTypeUnresolved } from '../rules/identity-type-unresolved';
import { organizationMismatch } from '../rules/organization-mismatch';

/** Who may do what: the authorizer, and the identities that it knows. */
export const AUTHORIZATION: readonly Rule[] = [
  authorizerModeContradicted,
  authorizerHeaderDropped,
  authorizerFailsOpen,
  identityTypeUnresolved,
  bootstrapAccountMissing,
  bootstrapAccountUnknown,
  bootstrapAdminMissing,
  clusterOperatorMissing,
  organizationMismatch,
];
