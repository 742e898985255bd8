import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';

/** Tests that need a program. Where it is missing they say so by name; in CI that is a failure. */
export function hostSuite(name: string, missing: string | undefined, cases: Record<string, () => void | Promise<void>>): void {
  suite(name, missing === undefined ? cases : { [`did not run: ${missing}`]: () => tell(name, missing, Object.keys(cases).length) });
}

function tell(name: string, missing: string, count: number): void {
  assert.not.ok(process.env.CI, `${name}: ${missing}`);
  console.error(`\n  ${name}: ${count} tests did not run: ${missing}`);
}
