import type { Item } from '../../../krm/item.ts';
import { asRecord, isSet } from '../../../mesh/loose.ts';
import type { Rule } from '../../rule.ts';
import { forPods, sharingNamespace, sharingPods } from '../../spots/by-pods.ts';

export const severalTelemetries: Rule = {
  code: 'GI3010',
  name: 'several-telemetries',
  severity: 'error',
  summary: 'For every pod there must be one Telemetry at most with a selector, and one without.',
  why: 'the oldest one holds, which is not written in any file, and the others have no effect',
  fix: 'make one Telemetry of them, or let their selectors differ',
  source: 'https://istio.io/latest/docs/reference/config/telemetry/',
  upstream: ['IST0159', 'IST0160'],
  *check(world) {
    const telemetries = forPods(world, 'telemetry.istio.io', 'Telemetry', 'selector', 'matchLabels').filter(({ item }) => !hasTarget(item));
    yield* sharingNamespace(world, telemetries, ['IST0160']);
    yield* sharingPods(world, telemetries, 'selector', ['IST0159']);
  },
};

const hasTarget = ({ object }: Item): boolean => ['targetRef', 'targetRefs'].some((name) => isSet(asRecord(object.spec)[name]));
