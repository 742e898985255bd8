import type { MeshAnswer } from '../judges/mesh.ts';
import { compareAnswer, describeWay } from '../requests/compare-answer.ts';
import { findGateways } from '../requests/gateways.ts';
import { type PlannedCall, planRequests } from '../requests/scenario.ts';
import { isItsClass } from './envoy-gateway.ts';
import type { Message, Verdict } from './verdict.ts';

/** Real requests through the miniature Istio get the answers that the case promises. */
export const requests: Verdict = async ({ objects, world, requests: file, facts }, programs) => {
  if (file.requests.length === 0) return { covered: 'no requests', idle: true, messages: [] };
  if ([...objects, ...world].some(isItsClass)) return { covered: 'sent through Envoy Gateway', idle: true, messages: [] };
  const plan = planRequests([...objects, ...world], file, facts.templates);
  const gateways = findGateways(plan.objects).map(({ id }) => id);
  return programs.withMesh(async (mesh) => {
    const result = await mesh.run(plan.scenario);
    const refusals: Message[] = [
      ...(result.rejected ?? []).map(({ object, reason }) => ({ text: `${object} is refused: ${reason}` })),
      ...(result.nack ?? []).map((text) => ({ text: `Envoy refuses its configuration: ${text}` })),
    ];
    const sent = plan.calls.filter(({ answered }) => !answered);
    const judge = async (planned: PlannedCall): Promise<readonly Message[]> => {
      const { request, answered, proxy, call } = planned;
      const sim = result.sims?.[sent.indexOf(planned)];
      const first = answered ?? sim?.calls[0];
      if (!first) return [{ text: `${request.send}: not sent: ${sim?.error}` }];
      const differ = (answer: MeshAnswer) => compareAnswer(request.expect, { answer, objects: plan.objects, gateways });
      const isEarly = (answer: MeshAnswer) => !answered && /connection refused/.test(answer.error ?? '') && differ(answer).length > 0;
      const answer = await askAgain(first, isEarly, () => mesh.request(proxy, call));
      const differences = differ(answer);
      if (differences.length === 0) return [];
      const from = request.from ? ` from ${request.from.namespace}` : '';
      const seen = call.quick && !answered ? await mesh.request(proxy, { ...call, quick: false }) : answer;
      return [{ text: `${request.send}${from}: ${differences.join('; ')}`, details: describeWay(seen) }];
    };
    const messages = [...refusals];
    for (const planned of plan.calls) messages.push(...(await judge(planned)));
    return { covered: `${file.requests.length} requests`, messages: withNotes(messages, result.notes ?? []) };
  });
};

/** On a busy machine a proxy may open a port later than istiod says: whoever is refused asks again, for ten seconds. */
async function askAgain(first: MeshAnswer, isEarly: (answer: MeshAnswer) => boolean, ask: () => Promise<MeshAnswer>): Promise<MeshAnswer> {
  let answer = first;
  for (let attempt = 0; attempt < 5 && isEarly(answer); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    answer = await ask();
  }
  return answer;
}

/** What the mesh noticed on the way belongs to the reader of a failure, once. */
function withNotes(messages: readonly Message[], notes: readonly string[]): readonly Message[] {
  return messages.map((message, index) => {
    const last = index === messages.length - 1;
    return last ? { ...message, details: [...(message.details ?? []), ...notes.map((note) => `note: ${note}`)] } : message;
  });
}
