import { IDENTITY_TYPE_CLAIM, USERNAME_CLAIM } from '../../contract/union/flyteadmin';
import { IdentityProvider } from './identity-provider';
import { OAuthApplication, OAuthApplicationType } from './oauth-application';
import { ProviderFeature } from './provider-feature';

/** What the tokens of an application must say about their caller, as steps of the checklist. */
export function tokenClaims(provider: IdentityProvider, application: OAuthApplication): string[] {
  return application.type === OAuthApplicationType.SERVICE
    ? [
      `Its access tokens: ${[subjectOf(application), ...typeOfServices(provider)].join(', ')}; `
        + `\`${USERNAME_CLAIM}\`, where it can be had, is the console's name for it`,
    ]
    : [
      `The access and ID tokens of people: \`sub\`, the same at each sign-in${typeOfPeople(provider)}, and `
        + `\`${USERNAME_CLAIM}\`, their login, by which the console names them`,
    ];
}

function subjectOf({ subject }: OAuthApplication): string {
  return subject === undefined
    ? '`sub`, which the provider chooses (decode a token to see it)'
    : `\`sub\` = \`${subject}\``;
}

function typeOfServices(provider: IdentityProvider): string[] {
  const mapped = Object.entries(provider.identityTypeClaimsForApps).map(
    ([claim, values]) => `\`${claim}\` = ${values.map((value) => `\`${value}\``).join(' or ')}`,
  );
  if (!provider._supports(ProviderFeature.IDENTITY_TYPE)) {
    return [];
  }
  return mapped.length > 0 ? mapped : [`\`${IDENTITY_TYPE_CLAIM}\` = \`app\``];
}

/** Where a claim of the provider's own marks services, people need none. */
function typeOfPeople(provider: IdentityProvider): string {
  const marked =
    Object.keys(provider.identityTypeClaimsForApps).length > 0
    || !provider._supports(ProviderFeature.IDENTITY_TYPE);
  return marked ? '' : `, \`${IDENTITY_TYPE_CLAIM}\` = \`user\``;
}
