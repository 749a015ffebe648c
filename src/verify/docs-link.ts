import { siteUrl } from '../common/package-info';

/** The URL of the rules' reference. */
export function rulesDocs(): string {
  return siteUrl('rules/');
}

export function docsLink(rule: string): string {
  return siteUrl(`rules/${rule}.html`);
}

/** The list of symptoms, or the page of one. */
export function troubleshootingLink(symptom?: string): string {
  return siteUrl(symptom === undefined ? 'symptoms/' : `symptoms/${symptom}.html`);
}
