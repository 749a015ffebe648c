import type { Rule } from '../engine/rule';
import { authServerTypeContradicted } from '../rules/auth-server-type-contradicted';
import { authValueEmpty } from '../rules/auth-value-empty';
import { configFileMissing } from '../rules/config-file-missing';
import { configUnreadable } from '../rules/config-unreadable';
import { durationUnitless } from '../rules/duration-unitless';
import { enumInvalid } from '../rules/enum-invalid';
import { issuerInsecure } from '../rules/issuer-insecure';
import { issuerMismatch } from '../rules/issuer-mismatch';
import { keyDuplicated } from '../rules/key-duplicated';
import { valueUnreplaced } from '../rules/value-unreplaced';

/** Values that the services read: placeholders, enums, durations, URLs. */
export const CONFIG: readonly Rule[] = [
  keyDuplicated,
  configFileMissing,
  configUnreadable,
  valueUnreplaced,
  authValueEmpty,
  enumInvalid,
  durationUnitless,
  issuerInsecure,
  issuerMismatch,
  authServerTypeContradicted,
];
