/**
 * What the authentication guide writes, in angle brackets, where the reader's own value belongs, and what
 * nobody would call a value of his own where the brackets got lost.
 */
export const GUIDE_PLACEHOLDERS: readonly string[] = [
  'your-domain', 'your-secret-store-key', 'your-ci-client-id', 'your-ci-client-secret',
];
