import { testFacts } from '../_facts';

testFacts('upstream', 'custom-resources');
