import { cleanUp } from './processes';

afterAll(cleanUp, 60_000);
