/** What an identity provider may or may not be able to do. */
export enum ProviderFeature {
  /** The device authorization grant (RFC 8628): how SDK and CLI sign in where no browser can be opened. */
  DEVICE_CODE = 'device_code',
  /** The scope `offline_access`, with which clients ask for refresh tokens. */
  OFFLINE_ACCESS = 'offline_access',
  /** Access tokens whose audience (`aud`) the administrator chooses. */
  CUSTOM_AUDIENCE = 'custom_audience',
}

/** Something an identity provider cannot do. */
export interface ProviderLimit {
  /** What it cannot do. */
  readonly feature: ProviderFeature;
  /** Why, and what to do instead. */
  readonly reason: string;
}
