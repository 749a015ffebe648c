import { fileLink } from '../_internal/package-info';

/** Where the reference of the rules is read. */
export function rulesDocs(): string {
  return fileLink('docs/rules.md');
}

/** The entry of a rule in the documentation. */
export function docsLink(rule: string): string {
  return `${rulesDocs()}#${rule}`;
}
