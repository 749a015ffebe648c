import { cleanUp } from './processes';

// Up to five seconds a server, one after the other; a fleet has dozens.
afterAll(cleanUp, 240_000);
