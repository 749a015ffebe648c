/** Where the reference of the rules is read. */
export const RULES_DOCS = 'https://github.com/acme/cdk8s-union-auth/blob/main/docs/rules.md';

/** The entry of a rule in the documentation. */
export function docsLink(rule: string): string {
  return `${RULES_DOCS}#${rule}`;
}
