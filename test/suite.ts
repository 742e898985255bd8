import * as uvu from 'uvu';

/** A uvu suite that cannot be left un-run: declaring it runs it. */
export function suite(name: string, cases: Record<string, () => void | Promise<void>>): void {
  const test = uvu.suite(name);
  for (const [title, run] of Object.entries(cases)) test(title, run);
  test.run();
}
