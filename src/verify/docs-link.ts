import { fileLink } from '../common/package-info';

/** Where the reference of the rules is read. */
export function rulesDocs(): string {
  return fileLink('docs/rules.md');
}

/** The entry of a rule in the documentation. */
export function docsLink(rule: string): string {
  return `${rulesDocs()}#${rule}`;
}

/** The page that is ordered by what one sees, or the entry of one symptom in it. */
export function troubleshootingLink(symptom?: string): string {
  return `${fileLink('docs/troubleshooting.md')}${symptom === undefined ? '' : `#${symptom}`}`;
}
