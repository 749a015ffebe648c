import { cleanUp } from './processes';

// Servers end one after the other, in up to five seconds each; a fleet has dozens.
afterAll(cleanUp, 240_000);
