import { groupBy } from '../../krm/group-by.ts';
import { perWorld } from '../per-world.ts';
import { istioDestinationRules } from './istio-rules.ts';

/** The DestinationRules of every host, whoever may see them. */
export const rulesByHost = perWorld((world) => groupBy(istioDestinationRules(world), ({ host }) => host));
