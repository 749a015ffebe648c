import { DATABASE_PASSWORD_KEY, SECRETS } from '../../contract/union/secrets';
import { isObserved, SecretWriter } from './secret-writers';

const KEYS_OF_OTHERS: readonly string[] = [
  DATABASE_PASSWORD_KEY, ...Object.values(SECRETS).flatMap(({ keysOfOthers }) => [...keysOfOthers]),
];

/**
 * Whether a writer shows which credentials a Secret ends up with. A manifest without keys does not, nor does
 * one with the database password or generated keys alone: charts render such Secrets for others to add to.
 */
export function showsCredentials(writer: SecretWriter): boolean {
  return isObserved(writer) || writer.keys.some((key) => !KEYS_OF_OTHERS.includes(key));
}
