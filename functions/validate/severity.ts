import type { Severity } from '../diagnostics/diagnostic.ts';
import { upstreamOf } from './fields/kinds.ts';
import type { Finding, Rule } from './rule.ts';

/**
 * How bad a finding is. What the API server refuses of Kubernetes' own kinds is a warning where the object is hand-written: such files come from
 * charts and other tools, for other versions of Kubernetes, and must not stop a gateway from being rendered.
 */
export function severityOf(rule: Rule, { item, severity = rule.severity }: Finding): Severity {
  return severity === 'error' && isAboutForm(rule.code) && item.origin === undefined && upstreamOf(item.id) === 'kubernetes'
    ? 'warning'
    : severity;
}

const isAboutForm = (code: string): boolean => code.startsWith('GI10') || code.startsWith('GI19');
