import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { rules } from '../../../functions/validate/rules/index.ts';
import type { OurFinding } from './ours.ts';
import type { Answer } from './upstream.ts';

/** How one object was judged by both. */
export type Agreement = 'taken' | 'refused' | 'we refuse' | 'we miss a refusal' | 'we miss a warning' | 'we warn alone';

export interface Judged {
  readonly object: KubeObject;
  readonly upstream: Answer;
  readonly ours: readonly OurFinding[];
  readonly agreement: Agreement;
}

/** Warnings of ours that upstream has no word for; what they warn of is told in their rules. */
const knowsMore = new Set(['GI1013', 'GI1014', 'GI1026']);

/** OpenShift's own API server refuses what the definition of Route takes; there is none here to ask. */
const judgedElsewhere = new Set(['GI1801', 'GI1802', 'GI1803', 'GI1805', 'GI1806']);

export function compare(object: KubeObject, upstream: Answer, ours: readonly OurFinding[]): Judged {
  return { object, upstream, ours, agreement: agreementOf(upstream, ours) };
}

function agreementOf({ refusals, warnings }: Answer, findings: readonly OurFinding[]): Agreement {
  const ours = refusals.length > 0 ? findings : findings.filter(({ code }) => !judgedElsewhere.has(code));
  const refused = ours.some(({ severity }) => severity === 'error');
  const warned = ours.filter((finding) => finding.severity !== 'error' && !knowsMore.has(finding.code) && !isLowered(finding));
  if (refusals.length > 0) return refused || ours.some(dependsOnChannel) ? 'refused' : 'we miss a refusal';
  if (refused) return 'we refuse';
  if (warnings.length > 0 && ours.length === 0) return 'we miss a warning';
  return warned.length > 0 && warnings.length === 0 ? 'we warn alone' : 'taken';
}

/** What is refused where one channel of the Gateway API is installed and taken where the other one is: the rules warn, not knowing which. */
const dependsOnChannel = ({ code, message }: OurFinding): boolean => code === 'GI1013' || message.endsWith('channel of the Gateway API');

/** A rule about refusals that only warns in this case tells of what upstream does not look at. */
const isLowered = ({ code, severity }: OurFinding): boolean => severity !== rules.find((rule) => rule.code === code)?.severity;
