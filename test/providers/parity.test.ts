import * as assert from 'uvu/assert';
import { contestants } from '../conformance/parity/contestants.ts';
import { intentNames, readIntentCase } from '../conformance/parity/intents.ts';
import { suite } from '../suite.ts';

suite(
  'the intents that all providers are compared with: what is marked is refused, and nothing else',
  Object.fromEntries(
    intentNames.flatMap((name) =>
      contestants.map((contestant) => [
        `${name} ${contestant.name}`,
        () => {
          assert.equal(readIntentCase(name, contestant).problems, []);
        },
      ]),
    ),
  ),
);
