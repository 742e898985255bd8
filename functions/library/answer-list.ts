import { respond } from '../commands/function.ts';
import type { ListAnswer } from '../library.ts';
import { hasError } from '../render.ts';
import { findingsOf } from './finding-of.ts';
import { version } from './version.ts';

export function answerList(input: string | Uint8Array): ListAnswer {
  const { output, diagnostics } = respond(typeof input === 'string' ? Buffer.from(input) : input, ['expand', 'patch', 'validate'], version);
  return { failed: output === undefined || hasError(diagnostics), output, findings: findingsOf(diagnostics) };
}
