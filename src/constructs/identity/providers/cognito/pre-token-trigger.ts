import {
  ALL_SCOPE, IDENTITY_TYPE_CLAIM, SCOPE_CLAIM, USERNAME_CLAIM,
} from '../../../../contract/union/flyteadmin';
import { RegisteredDeployment } from '../registrar';

/**
 * The function of the trigger *Pre token generation*, event version `V3_0`: Amazon Cognito's access tokens
 * have a client ID, but neither scopes nor audience that flyteadmin reads. Tokens of other applications of
 * the pool stay as they are.
 *
 * Source: Amazon Cognito Developer Guide, "Pre token generation Lambda trigger".
 */
export function preTokenTrigger({ domain, clients }: RegisteredDeployment): string {
  return [
    `// Pre token generation trigger (V3_0, Node.js) for ${domain}: every application of the checklist.`,
    'const CLIENTS = [',
    ...clients.map(({ clientId, id }) => `  ${JSON.stringify(clientId)}, // ${id}`),
    '];',
    '',
    'export const handler = async (event) => {',
    '  const { clientId } = event.callerContext;',
    '  if (!CLIENTS.includes(clientId)) {',
    '    return event;',
    '  }',
    "  const isService = event.triggerSource === 'TokenGeneration_ClientCredentials';",
    `  const who = { ${IDENTITY_TYPE_CLAIM}: isService ? 'app' : 'user', ${USERNAME_CLAIM}: isService ? `
      + 'clientId : event.userName };',
    '  event.response = {',
    '    claimsAndScopeOverrideDetails: {',
    `      accessTokenGeneration: { claimsToAddOrOverride: { aud: clientId, ${SCOPE_CLAIM}: `
      + `['${ALL_SCOPE}'], ...who } },`,
    "      // A browser's session takes its claims from there.",
    '      idTokenGeneration: { claimsToAddOrOverride: who },',
    '    },',
    '  };',
    '  return event;',
    '};',
    '',
  ].join('\n');
}
