import { testFacts } from '../_facts';

// Keys of values and routes are in the lines of releases; `caller-headers` has tests of its own.
testFacts('union', 'values-places', 'release-contract', 'caller-headers');
